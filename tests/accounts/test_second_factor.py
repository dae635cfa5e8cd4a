"""Nobody decides about others with a password alone."""

from __future__ import annotations

import pyotp
import pytest
from allauth.mfa.models import Authenticator

from accounts.actions.enrol_demo_factor import UnableToEnrolDemoFactor, demo_code, enrol_demo_factor
from accounts.actions.ensure_user import ensure_user
from tenants.models import Member
from tests.cast import PASSWORD, browser, give_second_factor, make_cast, make_member, sign_in

pytestmark = pytest.mark.django_db

ENROL = "/accounts/2fa/totp/activate/"
PROVE = "/accounts/2fa/reauthenticate/"


@pytest.fixture
def cast():
    return make_cast()


def with_password(cast, member, next_="/admin/"):
    client = browser(cast.tenant)
    response = client.post(f"/accounts/login/?next={next_}", {"login": member.email, "password": PASSWORD})
    return client, response


def at_the_desk(client) -> bool:
    response = client.get("/admin/")
    return response.status_code == 200 or response["Location"].startswith("/admin/")


def path_of(response) -> str:
    return response["Location"].split("?")[0]


class TestFirstSignIn:
    @pytest.mark.parametrize("page", ["/", "/admin/", "/no/such/page", "/accounts/email/", "/accounts/2fa/"])
    def test_leads_an_agent_to_enrolment_from_everywhere(self, cast, page):
        client, _ = with_password(cast, cast.carol)
        assert path_of(client.get(page)) == ENROL

    def test_explains_why(self, cast):
        client, _ = with_password(cast, cast.carol)
        assert "Your role needs a second step" in client.get(ENROL).content.decode()

    def test_ends_where_the_agent_was_going(self, cast):
        client, _ = with_password(cast, cast.carol)
        client.get("/admin/")
        secret = client.get(ENROL).context["form"].secret
        codes = client.post(ENROL, {"code": pyotp.TOTP(secret).now()})
        assert path_of(codes) == "/accounts/2fa/recovery-codes/"
        page = client.get("/accounts/2fa/recovery-codes/")
        assert page.status_code == 200 and 'href="/admin/"' in page.content.decode()
        assert at_the_desk(client)

    def test_refuses_a_wrong_code(self, cast):
        client, _ = with_password(cast, cast.carol)
        client.get(ENROL)
        assert client.post(ENROL, {"code": "000000"}).status_code == 200
        assert path_of(client.get("/admin/")) == ENROL

    def test_leaves_the_way_out_open(self, cast):
        client, _ = with_password(cast, cast.carol)
        client.post("/accounts/logout/")
        assert "_auth_user_id" not in client.session

    def test_lets_buyers_and_sellers_be(self, cast):
        for member in (cast.alice, cast.bob):
            client, _ = with_password(cast, member)
            assert client.get("/").status_code == 200


class TestLaterSignIns:
    def test_ask_for_the_code_and_go_on_to_where_the_agent_was_going(self, cast):
        secret = give_second_factor(cast.carol).data["secret"]
        client, response = with_password(cast, cast.carol)
        assert path_of(response) == "/accounts/2fa/authenticate/"
        assert "_auth_user_id" not in client.session
        response = client.post(path_of(response), {"code": pyotp.TOTP(secret).now()})
        assert path_of(response) == "/admin/"
        assert at_the_desk(client)

    def test_take_no_code_twice(self, cast):
        code = pyotp.TOTP(give_second_factor(cast.carol).data["secret"]).now()
        first, second = with_password(cast, cast.carol)[0], with_password(cast, cast.carol)[0]
        assert first.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
        assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
        assert "_auth_user_id" not in second.session


class TestASessionWithoutTheFactor:
    def test_is_asked_for_it_when_its_member_becomes_an_agent(self, cast):
        client = browser(cast.tenant, cast.alice)
        give_second_factor(cast.alice)
        assert client.get("/").status_code == 200
        with cast.inside():
            Member.objects.filter(pk=cast.alice.pk).update(roles=["buyer", "agent"])
        assert path_of(client.get("/")) == PROVE

    def test_cannot_remove_or_replace_the_factor(self, cast):
        give_second_factor(cast.carol)
        client = browser(cast.tenant, cast.carol, second_factor=False)
        for path in ("/accounts/2fa/totp/deactivate/", ENROL, "/accounts/2fa/recovery-codes/"):
            assert path_of(client.post(path)) == PROVE
        assert Authenticator.objects.filter(user=cast.carol.user).count() == 1

    def test_goes_on_after_the_code(self, cast):
        secret = give_second_factor(cast.carol).data["secret"]
        client = browser(cast.tenant, cast.carol, second_factor=False)
        asked = client.get("/admin/")
        response = client.post(asked["Location"], {"code": pyotp.TOTP(secret).now()})
        assert path_of(response) == "/admin/" and at_the_desk(client)

    def test_is_nobody_to_the_api(self, cast, rf):
        client = browser(cast.tenant, cast.carol, second_factor=False)
        request = client.get("/api/v1/no-such-thing").wsgi_request
        assert request.user.is_anonymous and request.member is None


class TestRoles:
    def test_open_the_desk_only_while_they_are_held(self, cast):
        client = browser(cast.tenant, cast.carol)
        assert at_the_desk(client)
        with cast.inside():
            Member.objects.filter(pk=cast.carol.pk).update(roles=["buyer"])
        assert client.get("/admin/").status_code == 404

    @pytest.mark.parametrize("role", ["buyer", "seller", "partner", "integrator"])
    def test_below_the_desk_do_not_open_it(self, cast, role):
        client = browser(cast.tenant, make_member(cast.tenant, "Nosy", role))
        assert client.get("/admin/").status_code == 404

    def test_of_another_marketplace_do_not_open_it(self, cast):
        elsewhere = make_cast(slug="retail", preset="retail")
        client = browser(elsewhere.tenant)
        sign_in(client, cast.carol.user, second_factor=True)
        assert client.get("/admin/").status_code == 404

    def test_are_not_what_makes_an_operator(self, cast):
        operator = ensure_user(email="op@example.com", password=PASSWORD, verified=True, operator=True)
        client = browser(cast.tenant)
        sign_in(client, operator, second_factor=True)
        assert client.get("/admin/").status_code == 404
        platform = browser()
        sign_in(platform, operator)
        give_second_factor_to(operator)
        assert path_of(platform.get("/admin/")) == PROVE


class TestTheDesksDoor:
    def test_is_the_sign_in_of_everybody(self, cast):
        response = browser(cast.tenant).get("/admin/tenants/member/")
        assert response["Location"] == "/accounts/login/?next=%2Fadmin%2Ftenants%2Fmember%2F"


class TestDemoFactor:
    def test_exists_in_the_demo_only(self, cast, settings):
        settings.DEMO = False
        with pytest.raises(UnableToEnrolDemoFactor):
            enrol_demo_factor(user=cast.carol.user)

    def test_shows_its_code_where_it_is_asked_for(self, cast, settings):
        settings.DEMO = True
        enrol_demo_factor(user=cast.carol.user)
        client, response = with_password(cast, cast.carol)
        page = client.get(path_of(response))
        code = demo_code(cast.carol.user)
        assert code in page.content.decode()
        client.post(path_of(response), {"code": code})
        assert at_the_desk(client)

    def test_may_be_used_by_two_visitors_in_the_same_half_minute(self, cast, settings):
        settings.DEMO = True
        enrol_demo_factor(user=cast.carol.user)
        for _ in range(2):
            client, response = with_password(cast, cast.carol)
            client.post(path_of(response), {"code": demo_code(cast.carol.user)})
            assert "_auth_user_id" in client.session

    def test_shows_nothing_of_other_accounts_or_outside_the_demo(self, cast, settings):
        settings.DEMO = True
        give_second_factor(cast.dave)
        enrol_demo_factor(user=cast.carol.user)
        assert demo_code(cast.dave.user) == ""
        settings.DEMO = False
        assert demo_code(cast.carol.user) == ""

    def test_cannot_be_removed_by_a_visitor(self, cast, settings):
        settings.DEMO = True
        enrol_demo_factor(user=cast.carol.user)
        client = browser(cast.tenant, cast.carol)
        client.post("/accounts/2fa/totp/deactivate/")
        assert Authenticator.objects.filter(user=cast.carol.user, type="totp").exists()


def give_second_factor_to(user) -> None:
    give_second_factor(type("Holder", (), {"user": user}))
