"""Pages for one review: writing, editing, withdrawing, answering and reading it."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from feedback.actions.put_response import put_response
from feedback.models import Response, Review
from tests.cast import NOW, browser, finished_order, make_cast, make_mallory, make_member
from tests.feedback.standing import FIVES, WORDS, posted, standing


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    """The clock of the pages stands at NOW."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def alice(cast):
    return browser(cast.tenant, cast.alice)


@pytest.fixture
def bob(cast):
    return browser(cast.tenant, cast.bob)


@pytest.fixture
def order(cast):
    with cast.inside():
        return finished_order(cast, external_id="GG-1")


def text(response) -> str:
    """What a person reads: the page's main part without tags, blanks folded."""
    page = response.content.decode()
    main = page[page.index("<main") :] if "<main" in page else page
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def error_of(response, field: str) -> str:
    """The sentence beside the field."""
    found = re.search(rf'id="id_{field}_error">(.*?)</p>', response.content.decode(), re.DOTALL)
    said = html.unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""
    return said.strip().removeprefix("Please correct: ")


class TestReviewForm:
    def test_shows_the_order_and_three_star_questions(self, alice, order):
        page = alice.get("/orders/GG-1/review")
        assert page.status_code == 200
        body = page.content.decode()
        for name in FIVES:
            assert body.count(f'type="radio" id="id_{name}_') == 5
        assert "A rare blade" in text(page)
        assert "Up to 2000 characters" in text(page)

    def test_publishes_without_a_script(self, cast, alice, order):
        page = alice.post("/orders/GG-1/review", {**FIVES, "comment": "Lovely.\r\nThanks."}, follow=True)
        assert "Thank you. Your review is published." in text(page)
        with cast.inside():
            assert Review.objects.get().comment == "Lovely.\nThanks."

    @pytest.mark.parametrize("stars", ["0", "6", "4.5", "true", "five", "-1"])
    def test_refuses_wrong_stars_beside_the_question_and_keeps_the_words(self, cast, alice, order, stars):
        page = alice.post("/orders/GG-1/review", {**FIVES, "communication": stars, "comment": "My words."})
        assert page.status_code == 422
        assert error_of(page, "communication") == "Stars are whole numbers from 1 to 5."
        assert "My words." in page.content.decode()
        assert re.search(r'name="fulfilment" value="5" checked', page.content.decode())
        with cast.inside():
            assert not Review.objects.exists()

    def test_names_every_missing_answer(self, alice, order):
        page = alice.post("/orders/GG-1/review", {})
        assert {error_of(page, name) for name in FIVES} == {"Please choose from 1 to 5 stars."}

    def test_a_comment_of_100_000_characters_is_refused_and_kept(self, alice, order):
        page = alice.post("/orders/GG-1/review", {**FIVES, "comment": "y" * 100_000})
        assert "up to 2000 characters" in error_of(page, "comment")
        assert "y" * 100_000 in page.content.decode()

    def test_control_characters_are_refused(self, alice, order):
        page = alice.post("/orders/GG-1/review", {**FIVES, "comment": "ring \x07"})
        assert "control characters" in error_of(page, "comment")

    def test_markup_in_a_comment_is_only_text(self, cast, alice, order):
        alice.post("/orders/GG-1/review", {**FIVES, "comment": "<script>alert(1)</script>"})
        page = Client(SERVER_NAME=cast.tenant.host).get("/sellers/bobs-store")
        assert b"<script>alert" not in page.content
        assert b"&lt;script&gt;alert" in page.content

    def test_says_kindly_that_the_order_is_too_old_or_not_over(self, cast, alice):
        with cast.inside():
            finished_order(cast, external_id="old", closed_at=NOW - timedelta(days=92))
            finished_order(cast, external_id="young", status="in_progress")
        old, young = alice.get("/orders/old/review"), alice.get("/orders/young/review")
        assert "Feedback can be left" in text(old)
        assert "This order is in progress." in text(young)
        assert "<textarea" not in old.content.decode() + young.content.decode()

    def test_too_late_at_sending_keeps_the_words(self, cast, alice):
        with cast.inside():
            finished_order(cast, external_id="old", closed_at=NOW - timedelta(days=92))
        page = alice.post("/orders/old/review", {**FIVES, "comment": "I was slow."})
        assert page.status_code == 422
        assert "I was slow." in text(page)

    def test_an_order_reviewed_before_leads_to_its_review(self, cast, alice):
        with cast.inside():
            review = posted(cast, external_id="GG-2")
        page = alice.get("/orders/GG-2/review", follow=True)
        assert page.redirect_chain[-1][0] == f"/reviews/{review.pk}"
        assert "You have already reviewed this order." in text(page)

    def test_nobody_elses_order(self, cast, bob, order):
        mia = browser(cast.tenant, make_member(cast.tenant, "Mia", "buyer"))
        assert mia.get("/orders/GG-1/review").status_code == 404
        assert bob.get("/orders/GG-1/review").status_code == 404
        assert mia.post("/orders/GG-1/review", FIVES).status_code == 404

    def test_a_stranger_signs_in_first(self, cast, order):
        page = Client(SERVER_NAME=cast.tenant.host).get("/orders/GG-1/review")
        assert page.status_code == 302
        assert page.url.startswith("/accounts/login/")


class TestReviewEdit:
    def test_starts_with_what_stands_and_saves(self, cast, alice):
        with cast.inside():
            review = posted(cast)
        page = alice.get(f"/reviews/{review.pk}/edit")
        assert WORDS in text(page)
        assert 'name="version" value="1"' in page.content.decode()
        done = alice.post(f"/reviews/{review.pk}/edit", {**FIVES, "comment": "Better now.", "version": 1}, follow=True)
        assert "Your review is changed." in text(done)
        assert "Better now." in text(done)
        assert f"It said: “{WORDS}”" in text(done)

    def test_a_stale_edit_is_told_and_keeps_the_words(self, cast, alice):
        with cast.inside():
            review = posted(cast)
        path = f"/reviews/{review.pk}/edit"
        alice.post(path, {**FIVES, "comment": "From the other tab.", "version": 1})
        page = alice.post(path, {**FIVES, "comment": "From this tab.", "version": 1})
        assert page.status_code == 422
        assert "Your review has changed since you opened this form" in text(page)
        assert "From this tab." in text(page)
        assert "From the other tab." in text(page)
        with cast.inside():
            assert Review.objects.get().comment == "From the other tab."
        assert alice.post(path, {**FIVES, "comment": "From this tab.", "version": 2}).status_code == 302

    def test_after_the_window_it_says_until_when(self, cast, alice):
        with cast.inside():
            review = posted(cast, at=NOW - timedelta(days=31))
        page = alice.get(f"/reviews/{review.pk}/edit")
        assert "A review can be edited" in text(page)
        assert "<textarea" not in page.content.decode()

    def test_is_for_its_author(self, cast, bob):
        with cast.inside():
            review = posted(cast)
        for page in ("edit", "withdraw"):
            assert bob.get(f"/reviews/{review.pk}/{page}").status_code == 404


class TestReviewWithdraw:
    def test_asks_and_then_withdraws(self, cast, alice):
        with cast.inside():
            review = posted(cast)
        path = f"/reviews/{review.pk}/withdraw"
        assert "This is final" in text(alice.get(path))
        with cast.inside():
            assert Review.objects.get().status == "published"
        page = alice.post(path, {"version": 1}, follow=True)
        assert "Your review is withdrawn." in text(page)
        assert WORDS in text(page)
        assert Client(SERVER_NAME=cast.tenant.host).get(f"/reviews/{review.pk}").status_code == 404

    def test_a_review_that_changed_meanwhile_is_not_withdrawn_unseen(self, cast, alice):
        with cast.inside():
            review = posted(cast)
        alice.post(f"/reviews/{review.pk}/edit", {**FIVES, "comment": "New.", "version": 1})
        page = alice.post(f"/reviews/{review.pk}/withdraw", {"version": 1})
        assert page.status_code == 422
        with cast.inside():
            assert Review.objects.get().status == "published"


class TestReviewResponse:
    def test_publishes_changes_and_takes_back(self, cast, bob):
        with cast.inside():
            review = posted(cast)
        path = f"/reviews/{review.pk}/response"
        assert WORDS in text(bob.get(path))
        assert "We are sorry." in text(bob.post(path, {"body": "We are sorry."}, follow=True))
        assert "Very sorry." in text(bob.post(path, {"body": "Very sorry."}, follow=True))
        page = bob.post(path, {"withdraw": "1"}, follow=True)
        assert "Your answer is taken back." in text(page)
        assert "Very sorry." not in text(page)

    def test_an_empty_answer_is_refused_beside_the_field(self, cast, bob):
        with cast.inside():
            review = posted(cast)
        page = bob.post(f"/reviews/{review.pk}/response", {"body": "  "})
        assert page.status_code == 422
        assert error_of(page, "body")

    def test_is_for_the_reviewed_seller(self, cast, alice):
        with cast.inside():
            review = posted(cast)
        answer = alice.post(f"/reviews/{review.pk}/response", {"body": "Me."})
        assert answer.status_code == 403
        with cast.inside():
            assert not Response.objects.exists()


SIGHTS = [
    # state, the author, the seller, another buyer, nobody signed in, an agent
    ("published", "words", "words", "words", "words", "words"),
    ("struck", "words", "words", "words", "words", "words"),
    ("attributed", "words", "words", "words", "words", "words"),
    ("redacted", "words", "blocks", "blocks", "blocks", "words"),
    ("removed", "words", "tombstone", 404, 404, "words"),
    ("withdrawn", "words", "tombstone", 404, 404, "words"),
    ("hidden", "words", "words", 404, 404, "words"),
]


class TestReviewPage:
    @pytest.mark.parametrize(("state", "author", "seller", "other", "nobody", "agent"), SIGHTS)
    def test_by_reader(self, cast, state, author, seller, other, nobody, agent):
        with cast.inside():
            review = standing(cast, state)
        mia = make_member(cast.tenant, "Mia", "buyer")
        readers = [
            (cast.alice, author),
            (cast.bob, seller),
            (mia, other),
            (None, nobody),
            (cast.carol, agent),
        ]
        for member, sight in readers:
            page = browser(cast.tenant, member).get(f"/reviews/{review.pk}")
            if sight == 404:
                assert page.status_code == 404, member
                continue
            assert page.status_code == 200, member
            shown = re.sub(r"\[(\w+)\]", r"\1", text(page))
            assert (WORDS in shown) is (sight == "words"), (member, shown)
            assert ("█" in shown) is (sight == "blocks")
            assert ("A review was" in shown) is (sight == "tombstone")

    def test_the_author_sees_the_days_left(self, cast, alice):
        with cast.inside():
            review = posted(cast, at=NOW - timedelta(days=10))
        page = text(alice.get(f"/reviews/{review.pk}"))
        assert "You can edit it for 20 more days" in page
        assert "You can withdraw it at any time." in page

    def test_the_author_of_a_removed_one_is_told(self, cast, alice):
        with cast.inside():
            review = standing(cast, "removed")
        page = text(alice.get(f"/reviews/{review.pk}"))
        assert "Your review was removed" in page
        assert "Removed by a decision" in page
        assert "Ground: blackmail." in page
        assert "You can edit it" not in page

    def test_the_seller_is_led_to_answering(self, cast, bob):
        with cast.inside():
            review = posted(cast)
        assert f"/reviews/{review.pk}/response" in bob.get(f"/reviews/{review.pk}").content.decode()

    def test_others_do_not_see_the_history(self, cast):
        with cast.inside():
            review = posted(cast)
            put_response(tenant=cast.tenant, by=cast.bob, review=review, body="Sorry.", now=NOW)
        page = text(Client(SERVER_NAME=cast.tenant.host).get(f"/reviews/{review.pk}"))
        assert "What happened" not in page
        assert "Sorry." in page

    def test_another_marketplace_finds_nothing(self, cast):
        mallory = make_mallory()
        with cast.inside():
            review = posted(cast)
        for member in (None, mallory.alice, mallory.bob, mallory.carol):
            assert browser(mallory.tenant, member).get(f"/reviews/{review.pk}").status_code == 404
