"""The form with which a seller contests a review: what it shows, checks, files, and keeps when refused."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from disputes.models import RemovalRequest
from orders.models import Upload
from policy.grounds import GROUNDS
from policy.terms import GroundKey
from tests.cast import browser, make_mallory, make_member, make_seller
from tests.disputes.acts import WHY, filed, review_of
from tests.disputes.test_pages_sides import text_of

MADE_UP = "0191d2f0-0000-7000-8000-000000000000"


@pytest.fixture
def review(cast):
    closed = timezone.now() - timedelta(days=10)
    return review_of(cast, at=closed + timedelta(days=1), closed_at=closed)


@pytest.fixture
def bob(cast):
    return browser(cast.tenant, cast.bob)


@pytest.fixture
def line(cast, review):
    return review.order.messages.create(
        tenant=cast.tenant, sender="buyer", body="A free item or one star!", sent_at=timezone.now()
    )


def path_for(review):
    return f"/selling/requests/new?review={getattr(review, 'pk', review)}"


def picture(name="chat.png"):
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


class TestRequestForm:
    def test_shows_the_review_the_grounds_the_chat_and_the_time_left(self, bob, review, line):
        answer = bob.get(path_for(review))
        said = text_of(answer)

        assert "Slow, and rude to me." in said
        assert "A free item or one star!" in said
        assert GROUNDS[GroundKey.BLACKMAIL].text.name in said
        assert "What it is not." in said
        assert GROUNDS[GroundKey.PRODUCT_REVIEW].text.name not in said
        assert "356 days" in said
        assert "0 groundless requests out of 0 decided in 90 days" in said

    def test_is_there_for_the_reviewed_seller_alone(self, cast, review):
        eve = make_member(cast.tenant, "Eve", "seller")
        make_seller(cast.tenant, "eves-store", runs=eve)
        mallory = make_mallory()

        for member in (cast.alice, cast.carol, eve):
            assert browser(cast.tenant, member).get(path_for(review)).status_code == 404
            assert browser(cast.tenant, member).post(path_for(review), {}).status_code == 404
        assert browser(mallory.tenant, mallory.bob).get(path_for(review)).status_code == 404
        bob = browser(cast.tenant, cast.bob)
        assert bob.get(path_for(MADE_UP)).status_code == bob.get(path_for("x")).status_code == 404
        assert bob.post("/selling/requests/new", {}).status_code == 404

    def test_files_with_a_message_a_file_and_words(self, bob, review, line):
        sent = bob.post(
            path_for(review),
            {
                "ground": ["blackmail"],
                "statement_blackmail": WHY,
                "message": [str(line.pk)],
                "order": [str(review.order_id)],
                "upload": [picture()],
                "text": "Look at the third line.",
                "file_it": "1",
            },
        )

        case = RemovalRequest.objects.get()
        assert sent.headers["Location"] == f"/cases/{case.pk}"
        assert sorted(case.evidence.values_list("kind", flat=True)) == ["file", "message", "order", "text"]
        assert [claim.statement for claim in case.claims.all()] == [WHY]
        assert Upload.objects.get().seller_id == review.seller_id

    def test_checking_says_what_stands_in_the_way_and_files_nothing(self, bob, review):
        answer = bob.post(path_for(review), {"ground": ["unrelated"], "statement_unrelated": "bad", "check": "1"})
        shown = answer.content.decode()

        assert answer.status_code == 200
        assert "This stands in the way of filing" in shown
        assert 'id="id_statement_unrelated_error"' in shown
        assert "needs at least one piece of evidence" in text_of(answer)
        assert not RemovalRequest.objects.exists()

    def test_checking_says_when_nothing_is_in_the_way(self, bob, review):
        answer = bob.post(
            path_for(review),
            {"ground": ["unrelated"], "statement_unrelated": WHY, "text": "See above, all of it.", "check": "1"},
        )

        assert "Nothing stands in the way" in text_of(answer)
        assert not RemovalRequest.objects.exists()

    def test_a_refusal_keeps_everything_that_was_typed_chosen_and_attached(self, bob, review, line):
        answer = bob.post(
            path_for(review),
            {
                "ground": ["blackmail", "unrelated"],
                "statement_blackmail": "short",
                "statement_unrelated": "It speaks of another shop altogether.",
                "message": [str(line.pk)],
                "upload": [picture("proof.png")],
                "text": "Look at the third line.",
                "file_it": "1",
            },
        )
        shown = answer.content.decode()

        assert answer.status_code == 422
        assert not RemovalRequest.objects.exists()
        for kept in ("It speaks of another shop altogether.", "Look at the third line.", "proof.png"):
            assert kept in shown
        upload = Upload.objects.get()
        for ticked in (line.pk, upload.pk):
            assert re.search(rf'value="{ticked}" checked', shown)
        assert 'value="blackmail" checked' in shown
        assert 'id="id_statement_blackmail_error"' in shown

        again = bob.post(
            path_for(review),
            {
                "ground": ["unrelated"],
                "statement_unrelated": WHY,
                "file": [str(upload.pk)],
                "file_it": "1",
            },
        )
        assert again.status_code == 302
        assert RemovalRequest.objects.get().evidence.get().upload_id == upload.pk

    def test_a_file_that_lies_about_itself_is_refused_and_nothing_is_filed(self, bob, review):
        lie = SimpleUploadedFile("chat.png", b"MZ this is a program", "image/png")
        answer = bob.post(
            path_for(review),
            {"ground": ["unrelated"], "statement_unrelated": WHY, "text": "See it.", "upload": [lie], "file_it": "1"},
        )

        assert 'id="id_upload_error"' in answer.content.decode()
        assert answer.status_code == 422
        assert not RemovalRequest.objects.exists()
        assert not Upload.objects.exists()

    def test_an_id_from_elsewhere_is_refused_like_a_made_up_one(self, bob, review):
        mallory = make_mallory()
        with mallory.inside():
            theirs = review_of(mallory)
        answers = [
            bob.post(
                path_for(review),
                {"ground": ["unrelated"], "statement_unrelated": WHY, "review": [ref], "file_it": "1"},
            )
            for ref in (str(theirs.pk), MADE_UP)
        ]
        assert all(answer.status_code == 422 for answer in answers)
        assert "There is no such review." in text_of(answers[0])
        assert text_of(answers[0]) == text_of(answers[1])

    def test_after_the_cut_off_the_page_says_the_date(self, cast, bob):
        closed = timezone.now() - timedelta(days=380)
        old = review_of(cast, at=closed + timedelta(days=1), closed_at=closed)

        assert "The time to contest this review is over" in text_of(bob.get(path_for(old)))

    def test_an_open_case_is_linked(self, cast, bob, review):
        case = filed(cast, review, at=timezone.now())
        assert f"/cases/{case.pk}" in bob.get(path_for(review)).content.decode()

    def test_a_longer_chat_asks_no_more_of_the_database(self, cast, bob, review, line):
        def queries():
            with CaptureQueriesContext(connection) as seen:
                assert bob.get(path_for(review)).status_code == 200
            return len(seen)

        before = queries()
        for number in range(5):
            review.order.messages.create(
                tenant=cast.tenant, sender="seller", body=f"Line {number}", sent_at=timezone.now()
            )
        assert queries() == before
