"""Words that are kept over an ended session: for whoever wrote them, once, for an hour, and never secrets."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from feedback.actions.edit_review import edit_review
from feedback.actions.post_review import post_review
from feedback.models import Review
from tests.cast import PASSWORD, browser, finished_order, make_cast, make_member
from wire import kept

STARS = {"fulfilment": "2", "start_time": "3", "communication": "1"}
WORDS = "It came late, and nobody answered me for a week."
FORM = "/orders/GG-2/review"


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def order(cast):
    with cast.inside():
        return finished_order(cast, external_id="GG-2", closed_at=timezone.now())


@pytest.fixture
def alice(cast, order):
    """Alice's browser, on which she was signed in and is not any more."""
    client = browser(cast.tenant, cast.alice)
    assert client.get(FORM).status_code == 200
    end_session(client)
    return client


def end_session(client: Client) -> None:
    """As time does: the row goes, the cookies stay."""
    Session.objects.all().delete()


def sign_in(client: Client, member, page: str = FORM) -> None:
    answer = client.post(f"/accounts/login/?next={page}", {"login": member.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    assert answer["Location"] == page


def send(client: Client, **more):
    return client.post(FORM, {**STARS, "comment": WORDS, **more})


class TestAnEndedSession:
    def test_gives_the_words_back_in_the_form_they_came_from(self, cast, alice):
        answer = send(alice)
        assert answer["Location"] == f"/accounts/login/?next={FORM}"
        sign_in(alice, cast.alice)

        page = alice.get(FORM).content.decode()
        assert f">\n{WORDS}</textarea>" in page
        assert re.search(r'name="start_time" value="3" checked', page)
        assert "We kept what you wrote" in page
        with cast.inside():
            assert not Review.objects.exists()

    def test_gives_them_back_once(self, cast, alice):
        send(alice)
        sign_in(alice, cast.alice)
        assert WORDS in alice.get(FORM).content.decode()
        again = alice.get(FORM).content.decode()
        assert WORDS not in again
        assert "We kept what you wrote" not in again

    def test_gives_them_to_nobody_else_on_the_same_browser(self, cast, alice):
        with cast.inside():
            other = make_member(cast.tenant, "Nora", "buyer")
        send(alice)
        sign_in(alice, other, "/orders")
        for path in ("/orders", FORM, "/cases"):
            assert WORDS not in alice.get(path).content.decode()
        assert kept.SESSION_KEY not in alice.session

    def test_throws_them_away_after_an_hour(self, cast, alice, monkeypatch):
        send(alice)
        sign_in(alice, cast.alice)
        real = kept.time.time
        monkeypatch.setattr(kept.time, "time", lambda: real() + kept.KEPT_FOR + 1)
        assert WORDS not in alice.get(FORM).content.decode()
        assert kept.SESSION_KEY not in alice.session

    def test_waits_for_the_page_that_the_form_was_on(self, cast, alice):
        send(alice)
        sign_in(alice, cast.alice, "/orders")
        assert WORDS not in alice.get("/orders").content.decode()
        assert WORDS in alice.get(FORM).content.decode()

    def test_reading_the_page_sends_nothing(self, cast, alice):
        send(alice)
        sign_in(alice, cast.alice)
        alice.head(FORM)
        alice.get(FORM)
        with cast.inside():
            assert not Review.objects.exists()

    def test_keeps_no_secrets_no_tokens_and_no_files(self, cast, alice):
        secrets = {
            "password": "hunter two",
            "new_password1": "a b",
            "csrfmiddlewaretoken": "x y",
            "api_token": "t t",
            "client_secret": "s s",
            "otp": "1 2",
            "card_number": "4 2",
        }
        send(alice, **secrets)
        fields = alice.session[kept.SESSION_KEY]["fields"]
        assert set(fields) == {*STARS, "comment"}

    def test_shows_back_at_once_what_is_too_much_to_keep(self, cast, alice):
        answer = send(alice, comment="long words " * 7000)
        assert answer.status_code == 403
        assert "long words long words" in answer.content.decode()
        assert f"/accounts/login/?next={FORM.replace('/', '%2F')}" in answer.content.decode()
        assert kept.SESSION_KEY not in alice.session

    def test_shows_back_at_once_what_is_of_somebody_unknown(self, cast, order):
        stranger = browser(cast.tenant)
        answer = send(stranger)
        assert answer.status_code == 403
        assert WORDS in answer.content.decode()
        assert "sessionid" not in answer.cookies

    def test_believes_no_mark_that_somebody_made_up(self, cast, order):
        forger = browser(cast.tenant)
        forger.cookies[kept.WRITER_COOKIE] = "0" * 64
        assert send(forger).status_code == 403

    def test_a_form_without_words_only_asks_to_sign_in(self, cast, alice):
        answer = alice.post(FORM, {"fulfilment": "2"})
        assert answer.status_code == 302
        assert kept.SESSION_KEY not in alice.session

    def test_goes_back_to_the_page_that_the_form_was_on(self, cast, alice):
        answer = alice.post(
            FORM, {**STARS, "comment": WORDS}, headers={"Referer": f"http://{cast.tenant.host}/orders?x=1"}
        )
        assert answer["Location"] == "/accounts/login/?next=/orders%3Fx%3D1"

    @pytest.mark.parametrize(
        "referrer", ["http://evil.example/x", "//evil.example", "http://{host}//evil.example", "x"]
    )
    def test_never_leads_to_another_site(self, cast, alice, referrer):
        answer = alice.post(
            FORM, {**STARS, "comment": WORDS}, headers={"Referer": referrer.format(host=cast.tenant.host)}
        )
        assert answer["Location"] == f"/accounts/login/?next={FORM}"

    def test_outlives_signing_out_in_another_tab(self, cast, order):
        alice = browser(cast.tenant, cast.alice)
        alice.get(FORM)
        alice.post("/accounts/logout/")
        send(alice)
        sign_in(alice, cast.alice)
        assert WORDS in alice.get(FORM).content.decode()

    def test_a_part_of_a_page_leads_the_whole_page_to_the_door(self, cast, alice):
        answer = alice.get("/orders", headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accounts/login/?next=/orders")


class TestTheMark:
    def test_is_left_with_members_only_and_tells_nobody_who_they_are(self, cast, order):
        alice = browser(cast.tenant, cast.alice)
        cookie = alice.get(FORM).cookies[kept.WRITER_COOKIE]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert str(cast.alice.user.pk) not in cookie.value
        assert cast.alice.email not in cookie.value
        assert kept.WRITER_COOKIE not in alice.get(FORM).cookies
        assert kept.WRITER_COOKIE not in browser(cast.tenant).get("/").cookies


class TestAStalePage:
    """The session is there, the form's token is not: somebody signed in in another tab."""

    @pytest.fixture
    def strict(self, cast, order):
        client = browser(cast.tenant, cast.alice)
        client.handler.enforce_csrf_checks = True
        return client

    def refused(self, cast, client, **headers):
        answer = client.post(FORM, {**STARS, "comment": WORDS}, headers=headers)
        assert answer.status_code == 403
        with cast.inside():
            assert not Review.objects.exists()
        return answer.content.decode()

    def test_shows_the_words_and_has_them_in_the_form(self, cast, strict):
        page = self.refused(cast, strict, Origin=f"http://{cast.tenant.host}")
        assert "Please send that again" in page
        assert WORDS in page
        assert f'href="{FORM}"' in page
        assert f">\n{WORDS}</textarea>" in strict.get(FORM).content.decode()

    def test_keeps_nothing_that_another_site_sent(self, cast, strict):
        for origin in ("http://evil.example", "null"):
            assert WORDS not in self.refused(cast, strict, Origin=origin)
        assert WORDS not in self.refused(cast, strict, Referer="http://evil.example/")
        assert WORDS not in self.refused(cast, strict)
        assert WORDS not in strict.get(FORM).content.decode()

    def test_the_sign_in_form_is_not_shown_back(self, cast, strict):
        answer = strict.post(
            "/accounts/login/",
            {"login": "a b", "password": "my long words"},
            headers={"Origin": f"http://{cast.tenant.host}"},
        )
        assert answer.status_code == 403
        assert "my long words" not in answer.content.decode()


class TestEveryForm:
    """Forms that fill in what is there already take the kept words instead."""

    def test_an_edit_says_that_the_review_changed_meanwhile(self, cast, order):
        with cast.inside():
            stars = {name: int(value) for name, value in STARS.items()}
            asked = {"tenant": cast.tenant, "by": cast.alice, "now": timezone.now()}
            review = post_review(**asked, order=order, stars=stars, comment="Before.")
        alice = browser(cast.tenant, cast.alice)
        path = f"/reviews/{review.pk}/edit"
        assert alice.get(path).status_code == 200
        end_session(alice)
        alice.post(path, {**STARS, "comment": WORDS, "version": "1"})
        with cast.inside():
            edit_review(**asked, review=review, version=1, stars=stars, comment="Meanwhile.")
        sign_in(alice, cast.alice, path)
        page = alice.get(path).content.decode()
        assert f">\n{WORDS}</textarea>" in page
        assert "Your review has changed since you opened this form" in page
        assert 'name="version" value="2"' in page

    def test_a_message_of_the_chat_stands_in_its_field_again(self, cast, order):
        alice = browser(cast.tenant, cast.alice)
        alice.get("/orders/GG-2")
        end_session(alice)
        referrer = {"Referer": f"http://{cast.tenant.host}/orders/GG-2"}
        answer = alice.post("/orders/GG-2", {"body": WORDS}, headers=referrer)
        assert answer["Location"] == "/accounts/login/?next=/orders/GG-2"
        sign_in(alice, cast.alice, "/orders/GG-2")
        assert f">\n{WORDS}</textarea>" in alice.get("/orders/GG-2").content.decode()
        with cast.inside():
            assert not order.messages.exists()

    def test_a_page_that_cannot_take_them_any_more_shows_them(self, cast, order):
        """Meanwhile the time for a review is over; nothing is lost all the same."""
        alice = browser(cast.tenant, cast.alice)
        alice.get(FORM)
        end_session(alice)
        send(alice)
        with cast.inside():
            order.closed_at = timezone.now() - timedelta(days=92)
            order.save()
        sign_in(alice, cast.alice)
        page = alice.get(FORM).content.decode()
        assert "<textarea" not in page
        assert WORDS in page
