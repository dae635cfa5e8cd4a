"""Signing up, signing in and resetting in the reader's language, with the mails that go with it."""

from __future__ import annotations

import pytest
from django.core import mail

from accounts.attempts import ACCOUNT_LIMIT
from tests.cast import PASSWORD, browser, make_cast
from tests.feedback.test_pages_reviews import text

pytestmark = pytest.mark.django_db

GERMAN = {"Accept-Language": "de-DE"}
SPANISH = {"Accept-Language": "es"}


@pytest.fixture
def cast():
    return make_cast()


def sign_up(client, headers, again=PASSWORD):
    return client.post(
        "/accounts/signup/",
        {"email": "newcomer@example.com", "password1": PASSWORD, "password2": again},
        headers=headers,
    )


class TestAMail:
    def test_asks_for_the_address_in_the_language_of_the_form(self, cast):
        sign_up(browser(cast.tenant), GERMAN)
        (asked,) = mail.outbox
        assert asked.subject == "Bestätigen Sie Ihre E-Mail-Adresse für Game Goods"
        assert asked.body.startswith("Guten Tag,\n\njemand, hoffentlich Sie selbst,")

    def test_brings_the_link_for_a_new_password_in_it(self, cast):
        browser(cast.tenant).post("/accounts/password/reset/", {"email": cast.bob.email}, headers=SPANISH)
        (sent,) = mail.outbox
        assert sent.subject == "Elige una contraseña nueva para Game Goods"
        assert "tu contraseña sigue como está" in sent.body

    def test_says_in_it_that_there_is_no_account(self, cast):
        browser(cast.tenant).post("/accounts/password/reset/", {"email": "nobody@example.com"}, headers=GERMAN)
        (sent,) = mail.outbox
        assert sent.subject == "Kein Konto mit dieser Adresse bei Game Goods"


class TestAForm:
    def test_says_what_is_wrong_in_our_tone(self, cast):
        page = text(sign_up(browser(cast.tenant), GERMAN, again="another-" + PASSWORD))
        assert "Bitte geben Sie beide Male dasselbe Passwort ein." in page

    def test_refuses_too_many_tries_in_it(self, cast):
        client, wrong = browser(cast.tenant), {"login": cast.bob.email, "password": "wrong"}
        for _ in range(ACCOUNT_LIMIT):
            client.post("/accounts/login/", wrong, headers=SPANISH)
        refused = client.post("/accounts/login/", wrong, headers=SPANISH)
        assert refused.status_code == 429
        assert "Ha sido un intento de más por ahora. Espera" in text(refused)


def test_the_policy_is_said_in_it(cast):
    page = text(browser(cast.tenant).get("/policy", headers=GERMAN))
    assert "Verkäufer sollen sie bei mindestens 95 % halten." in page
    assert "Jeder kann rechtswidrige Inhalte melden, auch ohne Konto." in page


def test_every_rule_of_the_policy_is_said_in_it(cast):
    page = text(browser(cast.tenant).get("/policy", headers=SPANISH))
    assert "Plazo para las alegaciones del autor 72 horas (3 días)" in page
    assert "Reglamento de Servicios Digitales de la UE" in page


def test_a_key_is_named_in_it(cast):
    page = browser(cast.tenant, cast.alice).get("/accounts/2fa/webauthn/add/", headers=SPANISH, follow=True)
    assert "Nombre" in text(page)
