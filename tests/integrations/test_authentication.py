"""Who calls, and what they may before anything is looked up."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.ensure_user import ensure_user
from accounts.models import ApiKey, Scope
from audit.models import Entry
from integrations.api.scopes import ROLES_OF, HasScope
from tenants.models import Role
from tests.cast import browser, sign_in
from tests.integrations.calls import Caller, assert_problem, caller
from tests.integrations.views import Closed
from wire.refusals import NotPermitted

pytestmark = pytest.mark.usefixtures("test_views")


class TestKeys:
    def test_a_key_acts_as_its_user(self, cast):
        assert caller(cast.alice).get("t/who").json()["name"] == "Alice"

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer x", "Bearer tsk_é", "Basic YTpi", "bearer"])
    def test_no_valid_key_is_401_and_says_how_to_sign_in(self, cast, header):
        response = Caller(cast.tenant, **({"Authorization": header} if header else {})).get("t/who")
        assert_problem(response, 401, "not_authenticated")
        assert response.headers["WWW-Authenticate"] == "Bearer"

    def test_dead_and_foreign_keys_are_all_told_the_same(self, cast, elsewhere):
        expired = caller(cast.alice)
        revoked = caller(cast.bob)
        with cast.inside():
            ApiKey.objects.filter(user=cast.alice.user).update(expires_at=timezone.now() - timedelta(seconds=1))
            ApiKey.objects.filter(user=cast.bob.user).update(revoked_at=timezone.now())
        foreign = caller(elsewhere.alice, tenant=cast.tenant)
        made_up = Caller(cast.tenant, "tsk_" + "x" * 43)
        answers = {each.get("t/who").content for each in (expired, revoked, foreign, made_up)}
        assert len(answers) == 1
        assert_problem(made_up.get("t/who"), 401, "not_authenticated")

    def test_a_key_of_somebody_who_is_no_member_is_dead(self, cast, elsewhere):
        elsewhere.alice.tenant = cast.tenant  # a key is made for a marketplace where Mallory's Alice is nobody
        assert_problem(caller(elsewhere.alice).get("t/who"), 401, "not_authenticated")

    def test_a_key_of_a_closed_account_is_dead(self, cast):
        alice = caller(cast.alice)
        cast.alice.user.is_active = False
        cast.alice.user.save()
        assert_problem(alice.get("t/who"), 401, "not_authenticated")

    def test_what_is_written_names_the_key_and_the_next_call_does_not(self, cast):
        signed_in = browser(cast.tenant, cast.alice)
        assert caller(cast.alice).post("t/through").status_code == 200
        assert signed_in.post("/api/v1/t/through", {}, content_type="application/json").status_code == 200
        with cast.inside():
            entries = Entry.objects.filter(action="test.done").order_by("at")
            assert [entry.data.get("through") for entry in entries] == [ApiKey.objects.get().prefix, None]


class TestScopes:
    def test_without_the_scope_it_is_403_whatever_is_asked_for(self, cast):
        alice = caller(cast.alice, "ratings:read")
        body = assert_problem(alice.post("t/sellers", {"name": "x"}), 403, "permission_denied")
        assert "orders:write" in body["detail"]

    def test_every_scope_has_its_roles(self):
        assert set(ROLES_OF) == set(Scope.values)

    @pytest.mark.parametrize("scope", Scope)
    def test_a_scope_is_worth_what_the_role_takes(self, scope):
        """Whatever the key says: each role gets what ROLES_OF gives it, and every scope is listed there."""
        view = SimpleNamespace(get=None, scopes={"GET": scope})
        user, key = SimpleNamespace(is_authenticated=True), SimpleNamespace(scopes=list(Scope))
        for role in Role:
            member = SimpleNamespace(roles=[role])
            request = SimpleNamespace(method="GET", user=user, auth=key, member=member)
            if role in ROLES_OF[scope]:
                assert HasScope().has_permission(request, view)
            else:
                with pytest.raises(NotPermitted):
                    HasScope().has_permission(request, view)

    def test_a_key_whose_user_lost_the_role_is_powerless(self, cast, monkeypatch):
        monkeypatch.setattr(Closed, "scopes", {"GET": "decisions:write"})
        carol = caller(cast.carol, "decisions:write")
        assert carol.get("t/closed").status_code == 200
        with cast.inside():
            type(cast.carol).objects.filter(pk=cast.carol.pk).update(roles=["buyer"])
        assert_problem(carol.get("t/closed"), 403, "permission_denied")

    def test_a_view_that_names_no_scope_is_closed(self, cast, ida):
        assert_problem(caller(ida).get("t/closed"), 403, "permission_denied")
        assert_problem(Caller(cast.tenant).get("t/closed"), 401, "not_authenticated")

    def test_a_method_may_be_kept_for_roles(self, cast, ida):
        assert_problem(caller(cast.alice)("PUT", "t/who"), 403, "permission_denied")
        assert caller(ida)("PUT", "t/who").status_code == 200


class TestSessions:
    def test_a_member_reads_with_the_session(self, cast):
        assert browser(cast.tenant, cast.alice).get("/api/v1/t/who").json()["name"] == "Alice"

    def test_a_write_needs_the_csrf_token(self, cast):
        client = Client(SERVER_NAME=cast.tenant.host, enforce_csrf_checks=True)
        sign_in(client, cast.alice.user)
        refused = client.post("/api/v1/t/sellers", {"name": "x"}, content_type="application/json")
        assert_problem(refused, 403, "permission_denied")
        token = "x" * 32
        client.cookies["csrftoken"] = token
        done = client.post(
            "/api/v1/t/sellers",
            {"name": "x"},
            content_type="application/json",
            headers={"X-CSRFToken": token},
        )
        assert done.status_code == 201, done.content

    def test_a_session_of_somebody_who_is_no_member_is_nobody_here(self, cast):
        client = browser(cast.tenant)
        sign_in(client, ensure_user(email="mallory@elsewhere.example", name="Mallory", verified=False))
        assert_problem(client.get("/api/v1/t/who"), 401, "not_authenticated")

    def test_the_desk_needs_its_second_factor(self, cast):
        assert_problem(
            browser(cast.tenant, cast.carol, second_factor=False).get("/api/v1/t/who"),
            401,
            "not_authenticated",
        )
        assert browser(cast.tenant, cast.carol).get("/api/v1/t/who").status_code == 200

    def test_a_bad_key_is_not_saved_by_a_session(self, cast):
        client = browser(cast.tenant, cast.alice)
        response = client.get("/api/v1/t/who", headers={"Authorization": "Bearer nonsense"})
        assert_problem(response, 401, "not_authenticated")


def test_keys_carry_their_own_pace(cast):
    hurried = caller(cast.alice, requests_a_minute=3)
    assert [hurried.get("t/who").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = hurried.get("t/who")
    assert_problem(refused, 429, "rate_limited")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert caller(cast.alice).get("t/who").status_code == 200
