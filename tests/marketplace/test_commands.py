"""The commands of api.md do what they say, and say in one sentence what is wrong."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions.enrol_demo_factor import demo_code, enrol_demo_factor
from accounts.models import ApiKey, User
from accounts.queries import key_of_token
from audit.queries import entries_of
from orders.queries import runs_seller, seller_of_external_id
from tenants.models import Member, Tenant
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


def run(command: str, *args: str) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


NEW_SHOP = ("create_tenant", "shop", "--name", "Shop", "--host", "shop.example", "--preset", "retail")


class TestCreateTenant:
    def test_opens_a_marketplace(self):
        assert "Shop is open at shop.example" in run(*NEW_SHOP, "--timezone", "Europe/Berlin")
        assert Tenant.objects.get().timezone == "Europe/Berlin"

    def test_refuses_to_open_it_twice(self):
        run(*NEW_SHOP)
        with pytest.raises(CommandError, match="exists already"):
            run(*NEW_SHOP)

    def test_names_the_presets_when_one_is_unknown(self):
        with pytest.raises(CommandError, match="choose from game_goods"):
            run(*NEW_SHOP[:-1], "bazaar")


class TestCreateMember:
    @pytest.fixture
    def cast(self):
        return make_cast()

    def create(self, email="new@example.com", roles="buyer", *more):
        return run("create_member", "--tenant", "game-goods", "--email", email, "--roles", roles, *more)

    def test_makes_a_user_who_can_sign_in_at_once(self, cast):
        self.create("new@example.com", "buyer,integrator", "--password", "a-good-long-one", "--external-id", "n-1")
        user = User.objects.get(email="new@example.com")
        assert user.check_password("a-good-long-one")
        assert EmailAddress.objects.get(user=user).verified
        with cast.inside():
            member = Member.objects.get(user=user)
        assert set(member.roles) == {"buyer", "integrator"} and member.external_id == "n-1"

    def test_seats_them_at_a_seller_made_if_new(self, cast):
        self.create("new@example.com", "seller", "--seller", "s-1")
        with cast.inside():
            member = Member.objects.get(email="new@example.com")
            assert runs_seller(member, seller_of_external_id("s-1"))

    def test_adds_to_a_member_when_run_again(self, cast):
        self.create()
        self.create("new@example.com", "seller", "--password", "a-good-long-one", "--seller", "s-1")
        self.create("new@example.com", "seller", "--seller", "s-1")
        with cast.inside():
            assert set(Member.objects.get(email="new@example.com").roles) == {"buyer", "seller"}

    @pytest.mark.parametrize(
        ("args", "sentence"),
        [
            (("new@example.com", "king"), "no role king"),
            (("new@example.com", ","), "--roles needs"),
            (("not-an-address", "buyer"), "not an e-mail"),
            (("new@example.com", "buyer", "--external-id", "alice"), "alice|another"),
            (("alice@game-goods.example", "buyer", "--external-id", "other"), "already known"),
        ],
    )
    def test_says_what_is_wrong(self, cast, args, sentence):
        with pytest.raises(CommandError, match=sentence):
            self.create(*args)

    def test_names_the_marketplaces_when_one_is_unknown(self, cast):
        with pytest.raises(CommandError, match="There are: game-goods"):
            run("create_member", "--tenant", "nowhere", "--email", "a@b.example", "--roles", "buyer")

    def test_seats_no_buyer_at_the_seller_they_bought_from(self, cast):
        from tests.cast import finished_order

        with cast.inside():
            finished_order(cast)
        with pytest.raises(CommandError, match="bought from"):
            self.create(cast.alice.email, "seller", "--seller", "bobs-store")


class TestCreateApiKey:
    @pytest.fixture
    def cast(self):
        return make_cast()

    def create(self, *more, user="bob@game-goods.example", scopes="reviews:read,reviews:write"):
        return run("create_api_key", "--tenant", "game-goods", "--user", user, "--scopes", scopes, *more)

    def test_prints_the_key_as_the_last_line_and_keeps_only_its_hash(self, cast):
        plain = self.create().splitlines()[-1]
        with cast.inside():
            key = ApiKey.objects.get()
            assert key_of_token(plain, timezone.now()) == key
        assert key.digest == hashlib.sha256(plain.encode()).hexdigest()
        assert plain.startswith(key.prefix) and len(plain) > 40

    def test_notes_its_name_and_stands_in_the_log(self, cast):
        self.create("--name", "Shop")
        with cast.inside():
            key = ApiKey.objects.get()
            assert key.name == "Shop"
            assert [entry.action for entry in entries_of(key)] == ["key.created"]

    def test_makes_another_key_each_time(self, cast):
        assert self.create().splitlines()[-1] != self.create().splitlines()[-1]

    def test_ends_when_it_was_told_to(self, cast):
        plain = self.create("--expires", "30").splitlines()[-1]
        with cast.inside():
            assert key_of_token(plain, timezone.now() + timedelta(days=29))
            assert key_of_token(plain, timezone.now() + timedelta(days=31)) is None

    def test_works_in_its_own_marketplace_only(self, cast):
        plain = self.create().splitlines()[-1]
        with make_cast(slug="retail", preset="retail").inside():
            assert key_of_token(plain, timezone.now()) is None

    def test_dies_with_the_account(self, cast):
        plain = self.create().splitlines()[-1]
        User.objects.filter(pk=cast.bob.user_id).update(is_active=False)
        with cast.inside():
            assert key_of_token(plain, timezone.now()) is None

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"scopes": "everything"}, "Unknown scope everything"),
            ({"scopes": ""}, "--scopes needs"),
            ({"user": "stranger@example.com"}, "no member of game-goods"),
        ],
    )
    def test_says_what_is_wrong(self, cast, change, sentence):
        with pytest.raises(CommandError, match=sentence):
            self.create(**change)

    def test_refuses_an_end_in_the_past(self, cast):
        with pytest.raises(CommandError, match="--expires"):
            self.create("--expires", "0")


class TestDemoCode:
    def test_prints_the_code_of_a_demo_account(self, settings):
        settings.DEMO = True
        cast = make_cast()
        enrol_demo_factor(user=cast.carol.user)
        assert run("demo_code", cast.carol.email).strip() == demo_code(cast.carol.user).replace(" ", "")

    def test_tells_nothing_of_others(self, settings):
        settings.DEMO = True
        cast = make_cast()
        with pytest.raises(CommandError, match="no account of the demo"):
            run("demo_code", cast.dave.email)
