"""The page on which members make and revoke keys, and leads look after everybody's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions.revoke_api_key import UnableToRevokeApiKey
from accounts.models import ApiKey
from audit.models import Entry
from integrations.actions.end_key import end_key
from tenants.models import Member
from tests.cast import browser, make_member
from tests.feedback.test_pages_reviews import text
from tests.integrations.calls import Caller, assert_problem, caller

KEYS, NEW = "/developers/keys", "/developers/keys/new"
FORM = {"name": "Shop to Touchstone", "scopes": ["ratings:read", "policy:read"], "expires": "90", "key": "a" * 32}


def shown_key(page) -> str:
    return re.search(r'value="(tsk_[\w-]{43})"', page.content.decode()).group(1)


def made(cast, who, **form):
    """The key's row and its text."""
    page = browser(cast.tenant, who).post(NEW, {**FORM, **form})
    assert page.status_code == 200, text(page)
    with cast.inside():
        return ApiKey.objects.get(user=who.user), shown_key(page)


def offered(page) -> list[str]:
    return re.findall(r'name="scopes" value="([^"]+)"', page.content.decode())


class TestMakingAKey:
    def test_shows_a_key_that_works_and_never_again(self, cast):
        key, plain = made(cast, cast.alice)
        assert Caller(cast.tenant, plain).get("policy").status_code == 200
        assert_problem(Caller(cast.tenant, plain).post("compensations", {}), 403, "permission_denied")
        alice = browser(cast.tenant, cast.alice)
        for path in (KEYS, f"{KEYS}/{key.pk}", f"{KEYS}/{key.pk}/revoke"):
            page = alice.get(path).content.decode()
            assert plain not in page
            assert plain[:12] in page

    @pytest.mark.parametrize(
        ("scopes", "path"), [(["policy:read", "reviews:read"], "policy"), (["messages:write"], "orders/ORDER")]
    )
    def test_shows_a_call_that_the_key_allows(self, cast, scopes, path):
        page = browser(cast.tenant, cast.alice).post(NEW, {**FORM, "scopes": scopes})
        assert f"curl http://game-goods.localhost/api/v1/{path} " in text(page)
        assert Caller(cast.tenant, shown_key(page)).get(path).status_code in (200, 404)

    def test_is_kept_by_no_cache(self, cast):
        page = browser(cast.tenant, cast.alice).post(NEW, FORM)
        assert "no-store" in page["Cache-Control"]

    def test_notes_what_was_chosen(self, cast):
        key, _ = made(cast, cast.alice)
        assert (key.name, key.scopes) == ("Shop to Touchstone", ["policy:read", "ratings:read"])
        assert abs(key.expires_at - timezone.now() - timedelta(days=90)) < timedelta(minutes=1)

    def test_without_an_end_where_that_is_chosen(self, cast):
        key, _ = made(cast, cast.alice, expires="none")
        assert key.expires_at is None

    def test_is_in_the_log_without_the_key(self, cast):
        _, plain = made(cast, cast.alice)
        with cast.inside():
            entry = Entry.objects.get(action="key.created")
        assert entry.actor_id == cast.alice.pk
        assert set(entry.data) == {"prefix", "scopes", "expires_at"}
        assert plain not in str(entry.data)

    def test_offers_only_what_ones_roles_can_use(self, cast, ida):
        assert "decisions:write" not in offered(browser(cast.tenant, cast.alice).get(NEW))
        assert "webhooks:write" in offered(browser(cast.tenant, ida).get(NEW))
        assert "orders:write" not in offered(browser(cast.tenant, cast.carol).get(NEW))

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"name": " "}, "Please say what the key is for."),
            ({"name": "x" * 81}, "Please use at most 80 characters."),
            ({"scopes": []}, "Please choose at least one."),
            ({"scopes": ["decisions:write"]}, "Your roles here cannot use one of these."),
            ({"scopes": ["made:up"]}, "Your roles here cannot use one of these."),
            ({"expires": "7000"}, "Please choose one of these."),
        ],
    )
    def test_a_wrong_form_keeps_what_was_typed_and_makes_nothing(self, cast, wrong, says):
        page = browser(cast.tenant, cast.alice).post(NEW, {**FORM, **wrong})
        assert page.status_code == 422
        assert says in text(page)
        if "scopes" not in wrong:
            assert re.search(r'value="ratings:read" checked', page.content.decode())
        if "name" not in wrong:
            assert 'value="Shop to Touchstone"' in page.content.decode()
        with cast.inside():
            assert not ApiKey.objects.exists()

    def test_a_form_sent_twice_makes_one_key(self, cast):
        alice = browser(cast.tenant, cast.alice)
        assert alice.post(NEW, FORM).status_code == 200
        again = alice.post(NEW, FORM)
        assert again.status_code == 422
        assert "This form was sent before" in text(again)
        with cast.inside():
            assert ApiKey.objects.count() == 1

    def test_there_is_an_end_to_how_many(self, cast, monkeypatch):
        monkeypatch.setattr("integrations.actions.issue_key.MOST_KEYS", 1)
        made(cast, cast.alice)
        refused = browser(cast.tenant, cast.alice).post(NEW, {**FORM, "key": "b" * 32})
        assert refused.status_code == 422
        assert "as many as there may be" in text(refused)

    def test_asks_whoever_signed_in_a_while_ago_and_keeps_what_they_filled_in(self, cast, monkeypatch):
        alice = browser(cast.tenant, cast.alice)
        monkeypatch.setattr("accounts.adapter.RECENT", -1)
        asked = alice.post(NEW, FORM)
        assert asked.status_code == 302
        assert asked["Location"] == f"/accounts/reauthenticate/?next={NEW}"
        with cast.inside():
            assert not ApiKey.objects.exists()
        monkeypatch.undo()
        page = alice.get(NEW).content.decode()
        assert 'value="Shop to Touchstone"' in page
        assert re.search(r'value="ratings:read" checked', page)


class TestRevoking:
    def test_ends_the_key_at_once(self, cast):
        key, plain = made(cast, cast.alice)
        alice = browser(cast.tenant, cast.alice)
        assert "Revoke this key?" in text(alice.get(f"{KEYS}/{key.pk}/revoke"))
        assert alice.post(f"{KEYS}/{key.pk}/revoke").status_code == 302
        assert_problem(Caller(cast.tenant, plain).get("policy"), 401, "not_authenticated")
        assert "Revoked" in text(alice.get(f"{KEYS}?show=ended"))

    def test_twice_is_once(self, cast):
        key, _ = made(cast, cast.alice)
        alice = browser(cast.tenant, cast.alice)
        for _ in range(2):
            assert alice.post(f"{KEYS}/{key.pk}/revoke").status_code == 302
        assert "This key was revoked before." in text(alice.get(f"{KEYS}/{key.pk}"))
        with cast.inside():
            assert Entry.objects.filter(action="key.revoked").count() == 1
            with pytest.raises(UnableToRevokeApiKey):
                end_key(tenant=cast.tenant, by=cast.alice, key_id=key.pk, now=timezone.now())

    def test_is_not_for_anothers(self, cast, ida, elsewhere):
        key, _ = made(cast, cast.alice)
        for who in (ida, cast.bob, cast.carol):
            assert browser(cast.tenant, who).post(f"{KEYS}/{key.pk}/revoke").status_code == 404
        assert browser(elsewhere.tenant, elsewhere.laura).post(f"{KEYS}/{key.pk}/revoke").status_code == 404
        with cast.inside():
            assert ApiKey.objects.get().revoked_at is None


class TestLeads:
    def test_see_and_revoke_everybodys(self, cast):
        key, plain = made(cast, cast.alice)
        laura = browser(cast.tenant, cast.laura)
        assert "Acts as Alice" in text(laura.get(f"{KEYS}?show=all"))
        assert laura.post(f"{KEYS}/{key.pk}/revoke").status_code == 302
        assert_problem(Caller(cast.tenant, plain).get("policy"), 401, "not_authenticated")
        with cast.inside():
            assert Entry.objects.get(action="key.revoked").data["own"] is False

    def test_see_who_is_no_member_any_more(self, cast):
        made(cast, cast.alice)
        with cast.inside():
            Member.objects.filter(pk=cast.alice.pk).update(user=None)
        page = text(browser(cast.tenant, cast.laura).get(f"{KEYS}?show=all"))
        assert "Its owner is no member any more, so it opens nothing." in page
        assert "Powerless" in page

    def test_only_leads_do(self, cast, ida):
        made(cast, cast.alice)
        assert "Shop to Touchstone" not in text(browser(cast.tenant, ida).get(f"{KEYS}?show=all"))

    def test_set_how_often_a_key_may_call(self, cast):
        key, plain = made(cast, cast.alice)
        laura = browser(cast.tenant, cast.laura)
        assert laura.post(f"{KEYS}/{key.pk}", {"requests_a_minute": "2"}).status_code == 302
        calling = Caller(cast.tenant, plain)
        assert [calling.get("policy").status_code for _ in range(3)] == [200, 200, 429]
        for wrong in ("", "0", "-3", "1e3", "100001", "many"):
            page = laura.post(f"{KEYS}/{key.pk}", {"requests_a_minute": wrong})
            assert page.status_code == 422
            assert f'value="{wrong}"' in page.content.decode()
        assert browser(cast.tenant, cast.alice).post(f"{KEYS}/{key.pk}", {"requests_a_minute": "9"}).status_code == 403


class TestWhoseRolesEnded:
    def test_a_key_of_somebody_without_a_role_is_dead(self, cast):
        alice = caller(cast.alice)
        with cast.inside():
            Member.objects.filter(pk=cast.alice.pk).update(roles=[])
        assert_problem(alice.get("policy"), 401, "not_authenticated")

    def test_a_key_of_somebody_who_left_is_dead(self, cast):
        alice = caller(cast.alice)
        with cast.inside():
            Member.objects.filter(pk=cast.alice.pk).update(user=None)
        assert_problem(alice.get("policy"), 401, "not_authenticated")

    def test_a_key_of_somebody_erased_is_dead(self, cast):
        alice = caller(cast.alice)
        with cast.inside():
            Member.objects.filter(pk=cast.alice.pk).update(erased_at=timezone.now())
        assert_problem(alice.get("policy"), 401, "not_authenticated")

    def test_scopes_beyond_the_roles_open_not_even_what_takes_any_scope(self, cast):
        carol = caller(cast.carol, "decisions:write")
        assert carol.get("orders/none").status_code == 404
        with cast.inside():
            Member.objects.filter(pk=cast.carol.pk).update(roles=["buyer"])
        assert_problem(carol.get("orders/none"), 403, "permission_denied")

    def test_the_list_says_what_a_key_cannot_do_any_more(self, cast):
        made(cast, cast.carol, scopes=["decisions:write"])
        with cast.inside():
            Member.objects.filter(pk=cast.carol.pk).update(roles=["buyer"])
        assert "Not with the roles of its owner." in text(browser(cast.tenant, cast.carol).get(KEYS))


class TestLastUse:
    def used_at(self, cast):
        with cast.inside():
            return ApiKey.objects.get(user=cast.alice.user).last_used_at

    def test_is_noted_once_a_minute_after_the_call(self, cast, django_capture_on_commit_callbacks, monkeypatch):
        alice = caller(cast.alice)
        with django_capture_on_commit_callbacks(execute=True) as notes:
            assert alice.get("policy").status_code == 200
        first = self.used_at(cast)
        assert first is not None
        assert len(notes) == 1
        with django_capture_on_commit_callbacks(execute=True) as notes:
            alice.get("policy")
        assert notes == []
        monkeypatch.setattr("django.utils.timezone.now", lambda: first + timedelta(seconds=61))
        with django_capture_on_commit_callbacks(execute=True):
            alice.get("policy")
        assert self.used_at(cast) == first + timedelta(seconds=61)

    def test_is_noted_of_calls_that_are_refused_too(self, cast, django_capture_on_commit_callbacks):
        alice = caller(cast.alice, "ratings:read")
        with django_capture_on_commit_callbacks(execute=True):
            assert_problem(alice.post("compensations", {}), 403, "permission_denied")
        assert self.used_at(cast) is not None

    @pytest.mark.django_db(transaction=True)
    def test_a_note_that_fails_takes_no_answer_back(self, cast, monkeypatch):
        def broken(**_):
            raise OSError("read-only")

        monkeypatch.setattr("integrations.api.authentication.note_key_use", broken)
        assert caller(cast.alice).get("policy").status_code == 200

    @pytest.mark.django_db(transaction=True)
    def test_the_page_tells_it(self, cast):
        key, plain = made(cast, cast.alice)
        alice = browser(cast.tenant, cast.alice)
        assert "Last used Never" in text(alice.get(KEYS))
        Caller(cast.tenant, plain).get("policy")
        assert "Last used Never" not in text(alice.get(KEYS))


class TestTheStartPage:
    def test_gives_the_address_to_everybody_and_webhooks_to_integrators(self, cast, ida):
        for who, webhooks in ((cast.alice, False), (cast.carol, False), (ida, True), (cast.laura, True)):
            page = text(browser(cast.tenant, who).get("/developers"))
            assert "http://game-goods.localhost/api/v1/" in page
            assert ("Webhooks" in page) is webhooks
        assert browser(cast.tenant).get("/developers").status_code == 302

    def test_is_found_in_the_account_menu(self, cast):
        newcomer = make_member(cast.tenant, "Nora", "buyer")
        assert 'href="/developers"' in browser(cast.tenant, newcomer).get("/").content.decode()
