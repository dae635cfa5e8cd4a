"""Guessing stops after ten tries, whoever guesses, however many at once and from wherever they say they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from allauth.account.auth_backends import AuthenticationBackend
from django.core import mail
from django.db import connection

from tests.cast import PASSWORD, browser, give_second_factor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def try_password(client, email, password="wrong", **headers):
    return client.post("/accounts/login/", {"login": email, "password": password}, **headers)


def statuses(client, email, times, **headers):
    return [try_password(client, email, **headers).status_code for _ in range(times)]


class TestSignInLimit:
    def test_is_ten_for_an_account(self, cast):
        assert statuses(browser(cast.tenant), cast.alice.email, 12) == [200] * 10 + [429] * 2

    def test_holds_for_the_right_password_too(self, cast):
        client = browser(cast.tenant)
        statuses(client, cast.alice.email, 10)
        assert try_password(client, cast.alice.email, PASSWORD).status_code == 429
        assert "_auth_user_id" not in client.session

    def test_says_kindly_when_to_come_back_and_keeps_the_address_typed(self, cast):
        client = browser(cast.tenant)
        statuses(client, cast.alice.email, 10)
        response = try_password(client, cast.alice.email)
        page = response.content.decode()
        assert 1 <= int(response["Retry-After"]) <= 310
        assert "Please wait" in page and f'value="{cast.alice.email}"' in page
        assert "wrong" not in re_inputs(page)

    def test_counts_one_account_however_its_address_is_written(self, cast):
        client = browser(cast.tenant)
        spellings = [cast.alice.email, cast.alice.email.upper(), cast.alice.email.title()]
        assert [try_password(client, spellings[n % 3]).status_code for n in range(11)][-1] == 429

    def test_counts_an_address_without_an_account_alike(self, cast):
        assert statuses(browser(cast.tenant), "nobody@example.com", 11) == [200] * 10 + [429]

    def test_leaves_other_accounts_alone(self, cast):
        client = browser(cast.tenant)
        statuses(client, cast.alice.email, 11)
        assert try_password(client, cast.bob.email, PASSWORD).status_code == 302

    def test_is_fifty_for_an_address_over_all_accounts(self, cast):
        client = browser(cast.tenant)
        seen = [try_password(client, f"guess{n}@example.com").status_code for n in range(52)]
        assert seen == [200] * 50 + [429] * 2

    def test_is_not_moved_by_a_forged_forwarding_header(self, cast):
        client = browser(cast.tenant)
        seen = [
            try_password(client, f"guess{n}@example.com", HTTP_X_FORWARDED_FOR=f"6.6.6.{n}").status_code
            for n in range(51)
        ]
        assert seen[-1] == 429

    def test_spans_the_marketplaces(self, cast):
        elsewhere = make_cast(slug="retail", preset="retail")
        statuses(browser(cast.tenant), cast.alice.email, 10)
        assert try_password(browser(elsewhere.tenant), cast.alice.email).status_code == 429


@pytest.mark.django_db(transaction=True)
class TestParallelGuessing:
    def test_lets_exactly_ten_of_forty_reach_the_password(self, cast, monkeypatch):
        reached = []
        honest = AuthenticationBackend.authenticate

        def watched(self, request, **credentials):
            reached.append(1)
            return honest(self, request, **credentials)

        monkeypatch.setattr(AuthenticationBackend, "authenticate", watched)

        def guess(_):
            try:
                return try_password(browser(cast.tenant), cast.alice.email).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(40) as pool:
            seen = sorted(pool.map(guess, range(40)))
        assert seen == [200] * 10 + [429] * 30
        assert len(reached) == 10


class TestOtherLimits:
    def test_stop_guessing_of_second_factors(self, cast):
        secret = give_second_factor(cast.carol).data["secret"]
        client = browser(cast.tenant)
        try_password(client, cast.carol.email, PASSWORD)
        codes = [client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code for _ in range(11)]
        assert codes == [200] * 10 + [429]
        right = client.post("/accounts/2fa/authenticate/", {"code": pyotp.TOTP(secret).now()})
        assert right.status_code == 429

    def test_stop_a_flood_of_reset_mails(self, cast):
        client = browser(cast.tenant)
        for _ in range(12):
            response = client.post("/accounts/password/reset/", {"email": cast.alice.email})
        assert response.status_code == 429 and len(mail.outbox) == 10

    def test_stop_guessing_of_the_old_password_by_who_took_over_a_session(self, cast):
        client = browser(cast.tenant, cast.alice)
        body = {"oldpassword": "wrong", "password1": "x" * 20, "password2": "x" * 20}
        seen = [client.post("/accounts/password/change/", body).status_code for _ in range(11)]
        assert seen == [200] * 10 + [429]


def re_inputs(page: str) -> str:
    return " ".join(part.split(">", 1)[0] for part in page.split("<input")[1:])
