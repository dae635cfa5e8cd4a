"""Signing up, signing in, resetting: who gets in, and where."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from accounts.actions.ensure_user import ensure_user
from accounts.models import User
from tenants.models import Member
from tests.cast import PASSWORD, browser, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def link_in(message) -> str:
    return re.search(r"http://\S+?(/accounts/\S+)", message.body)[1]


def sign_up(client, email="newcomer@example.com"):
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD, "password2": PASSWORD})


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": email, "password": password, **extra})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


class TestSignUp:
    def test_makes_a_buyer_once_the_address_is_proven(self, cast):
        client = browser(cast.tenant)
        assert sign_up(client).status_code == 302
        assert not is_signed_in(client)
        assert "Confirm your e-mail" in mail.outbox[0].subject and "Game Goods" in mail.outbox[0].body
        client.post(link_in(mail.outbox[0]))
        sign_in(client, "newcomer@example.com")
        client.get("/")
        with cast.inside():
            assert Member.objects.get(email="newcomer@example.com").roles == ["buyer"]

    def test_gives_nothing_before_the_address_is_proven(self, cast):
        client = browser(cast.tenant)
        sign_up(client)
        sign_in(client, "newcomer@example.com")
        assert not is_signed_in(client)
        with cast.inside():
            assert not Member.objects.filter(email="newcomer@example.com").exists()

    def test_tells_a_taken_address_by_mail_only(self, cast):
        fresh, taken = browser(cast.tenant), browser(cast.tenant)
        to_new, to_taken = sign_up(fresh), sign_up(taken, cast.alice.email)
        assert (to_new.status_code, to_new["Location"]) == (to_taken.status_code, to_taken["Location"])
        assert "account already" in mail.outbox[1].subject

    def test_is_closed_on_the_platforms_own_address(self, cast):
        sign_up(browser())
        assert not User.objects.filter(email="newcomer@example.com").exists()


class TestSignIn:
    def test_lets_a_member_in(self, cast):
        client = browser(cast.tenant)
        assert sign_in(client, cast.alice.email).status_code == 302
        assert is_signed_in(client)

    def test_works_whatever_the_case_of_the_address(self, cast):
        client = browser(cast.tenant)
        sign_in(client, cast.alice.email.upper())
        assert is_signed_in(client)

    def test_refuses_a_wrong_password_and_keeps_the_address_typed(self, cast):
        client = browser(cast.tenant)
        response = sign_in(client, cast.alice.email, "wrong")
        assert not is_signed_in(client)
        assert f'value="{cast.alice.email}"' in response.content.decode()

    def test_goes_on_to_where_the_person_was_going(self, cast):
        assert sign_in(browser(cast.tenant), cast.alice.email, next="/orders")["Location"] == "/orders"

    @pytest.mark.parametrize(
        "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
    )
    def test_never_goes_on_to_another_site(self, cast, target):
        assert sign_in(browser(cast.tenant), cast.alice.email, next=target)["Location"] == "/"

    def test_makes_a_member_of_elsewhere_a_buyer_here_and_keeps_both_apart(self, cast):
        elsewhere = make_cast(slug="retail", preset="retail")
        client = browser(elsewhere.tenant)
        sign_in(client, cast.bob.email)
        client.get("/")
        with elsewhere.inside():
            assert Member.objects.get(user=cast.bob.user).roles == ["buyer"]
        with cast.inside():
            assert Member.objects.get(user=cast.bob.user).roles == ["seller"]

    def test_is_for_operators_alone_on_the_platforms_own_address(self, cast):
        client = browser()
        response = sign_in(client, cast.alice.email)
        assert not is_signed_in(client)
        assert "your marketplace" in response.content.decode()
        ensure_user(email="operator@example.com", password=PASSWORD, verified=True, operator=True)
        sign_in(client, "operator@example.com")
        assert is_signed_in(client)

    def test_makes_no_buyer_of_an_operator(self, cast):
        operator = ensure_user(email="operator@example.com", password=PASSWORD, verified=True, operator=True)
        client = browser(cast.tenant)
        sign_in(client, operator.email)
        client.get("/")
        with cast.inside():
            assert not Member.objects.filter(user=operator).exists()

    def test_gives_a_member_without_roles_none_back(self, cast):
        with cast.inside():
            Member.objects.filter(pk=cast.alice.pk).update(roles=[])
        client = browser(cast.tenant)
        sign_in(client, cast.alice.email)
        client.get("/")
        with cast.inside():
            assert Member.objects.get(pk=cast.alice.pk).roles == []

    def test_is_over_for_a_closed_account(self, cast):
        client = browser(cast.tenant, cast.alice)
        User.objects.filter(pk=cast.alice.user_id).update(is_active=False)
        assert not client.get("/").wsgi_request.user.is_authenticated


class TestReset:
    def test_sends_a_link_that_sets_a_new_password(self, cast):
        client = browser(cast.tenant)
        client.post("/accounts/password/reset/", {"email": cast.alice.email})
        assert mail.outbox[0].to == [cast.alice.email]
        page = client.get(link_in(mail.outbox[0]), follow=True)
        new = "another-quiet-evening"
        client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
        sign_in(client, cast.alice.email, new)
        assert is_signed_in(client)

    def test_answers_alike_for_an_address_without_an_account(self, cast):
        known = browser(cast.tenant).post("/accounts/password/reset/", {"email": cast.alice.email})
        unknown = browser(cast.tenant).post("/accounts/password/reset/", {"email": "nobody@example.com"})
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])

    def test_opens_the_account_of_a_buyer_whom_the_marketplace_named(self, cast):
        ensure_user(email="named@example.com", name="Named")
        client = browser(cast.tenant)
        client.post("/accounts/password/reset/", {"email": "named@example.com"})
        page = client.get(link_in(mail.outbox[0]), follow=True)
        client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
        sign_in(client, "named@example.com")
        if not is_signed_in(client):
            client.post(link_in(mail.outbox[-1]))
            sign_in(client, "named@example.com")
        assert is_signed_in(client)
