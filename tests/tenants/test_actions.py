"""Marketplaces are opened whole, and people join them as themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from accounts.actions.ensure_user import ensure_user
from accounts.models import User
from audit.queries import entries_of
from policy.terms import GroundKey
from tenants.actions.create_tenant import UnableToCreateTenant, create_tenant
from tenants.actions.ensure_member import UnableToEnsureMember, ensure_member
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force, tenant_of_host
from tests.cast import NOW, make_cast

pytestmark = pytest.mark.django_db


def open_one(**changes):
    facts = {"slug": "new", "name": "New", "host": "new.example", "preset": "retail", "now": NOW}
    return create_tenant(**{**facts, **changes})


class TestCreateTenant:
    @pytest.mark.parametrize("preset", ["game_goods", "game_services", "retail", "fulfilment_network"])
    def test_opens_with_the_presets_policy_which_holds_for_all_history(self, preset):
        cast = make_cast(preset=preset)
        with cast.inside():
            for moment in (datetime(2001, 1, 1, tzinfo=UTC), NOW):
                version = policy_in_force(at=moment)
                assert version.number == 1
            assert version.policy.removal.grounds and GroundKey.PERSONAL_INFORMATION
            assert entries_of(version).get().action == "policy.published"

    def test_answers_at_its_host_with_or_without_a_port(self):
        tenant = open_one(host="Shop.Example.")
        for host in ("shop.example", "SHOP.example:8000", "shop.example."):
            assert tenant_of_host(host) == tenant
        assert tenant_of_host("other.example") is None

    @pytest.mark.parametrize(
        ("change", "field", "word"),
        [
            ({"slug": "Not A Slug"}, "/slug", "lower-case"),
            ({"slug": "-x"}, "/slug", "slug"),
            ({"name": " "}, "/name", "characters"),
            ({"host": "http://shop.example"}, "/host", "scheme"),
            ({"host": "shop.example:8000"}, "/host", "port"),
            ({"preset": "bazaar"}, "/preset", "game_goods"),
            ({"timezone": "Mars/Olympus"}, "/timezone", "Europe/Berlin"),
        ],
    )
    def test_refuses_what_is_malformed_in_one_sentence(self, change, field, word):
        with pytest.raises(UnableToCreateTenant) as refusal:
            open_one(**change)
        (problem,) = refusal.value.problems
        assert problem.pointer == field and word in problem.detail
        assert not Tenant.objects.exists()

    def test_refuses_a_name_or_host_that_is_taken(self):
        open_one()
        for change in ({"host": "two.example"}, {"slug": "two"}):
            with pytest.raises(UnableToCreateTenant, match="exists already|belongs to"):
                open_one(**change)


@pytest.fixture
def cast():
    return make_cast()


def join(cast, **facts):
    return ensure_member(tenant=cast.tenant, **{"roles": ["buyer"], "now": NOW, **facts})


class TestEnsureMember:
    def test_makes_an_account_for_an_address_that_has_none(self, cast):
        with cast.inside():
            member = join(cast, email="New@Example.com", external_id="n-1", name="New")
        assert member.user.email == "new@example.com" and not member.user.has_usable_password()

    def test_needs_no_account_for_a_buyer_whom_the_marketplace_names(self, cast):
        with cast.inside():
            assert join(cast, external_id="n-1").user is None

    def test_changes_nothing_the_second_time(self, cast):
        with cast.inside():
            first = join(cast, email="new@example.com", external_id="n-1", name="New")
            again = join(cast, email="new@example.com", external_id="n-1", name="New")
            assert first == again and entries_of(first).count() == 1

    def test_adds_roles_and_takes_none(self, cast):
        with cast.inside():
            join(cast, external_id="alice", roles=["seller"])
            assert Member.objects.get(pk=cast.alice.pk).roles == ["buyer", "seller"]

    def test_gives_an_account_to_who_was_only_named_before(self, cast):
        with cast.inside():
            named = join(cast, external_id="n-1")
            assert join(cast, external_id="n-1", email="new@example.com") == named
            assert Member.objects.get(pk=named.pk).user.email == "new@example.com"

    def test_knows_who_signed_up_before_the_marketplace_named_them(self, cast):
        user = ensure_user(email="new@example.com", verified=True)
        with cast.inside():
            signed_up = join(cast, user=user)
            assert join(cast, external_id="n-1", email="new@example.com") == signed_up

    def test_refuses_the_address_of_another_member(self, cast):
        with cast.inside():
            join(cast, external_id="n-1")
            with pytest.raises(UnableToEnsureMember, match="another member|already known"):
                join(cast, external_id="n-1", email=cast.alice.email)
            with pytest.raises(UnableToEnsureMember, match="already known"):
                join(cast, external_id="n-2", email=cast.alice.email)

    def test_moves_nobody_to_another_account(self, cast):
        with cast.inside():
            assert join(cast, external_id="alice", email="mallory@example.com").user == cast.alice.user
        assert not User.objects.filter(email="mallory@example.com").exists()

    def test_refuses_roles_that_do_not_exist(self, cast):
        with cast.inside(), pytest.raises(UnableToEnsureMember, match="no role king"):
            join(cast, external_id="n-1", roles=["king"])

    def test_refuses_nobody_and_nonsense(self, cast):
        with cast.inside():
            with pytest.raises(UnableToEnsureMember):
                join(cast)
            with pytest.raises(Exception, match="not an e-mail"):
                join(cast, email="not an address")

    def test_keeps_a_person_apart_in_two_marketplaces(self, cast):
        other = make_cast(slug="retail", preset="retail")
        with other.inside():
            there = join(other, email=cast.alice.email, external_id="a-9")
        assert there.user == cast.alice.user and there != cast.alice and there.external_id == "a-9"
