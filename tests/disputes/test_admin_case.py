"""The page on which a case is decided: what it shows, what each button does, who comes second."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disputes.actions.claim_request import claim_request
from disputes.actions.decide_request import decide_request
from disputes.actions.reply_to_request import reply_to_request
from disputes.models import Decision, Statement
from orders.actions.send_message import send_message
from policy.eligibility import Evidence
from tests.cast import browser
from tests.disputes.acts import UNREAD, filed, review_of
from tests.disputes.prepared import time_runs_out

QUEUE = "/admin/disputes/removalrequest/"
AGO = timedelta(days=4)
REASON = "The comment speaks of a film and not of this order, as the chat shows."


def filed_ago(cast, *grounds, comment="Slow, and rude to me.", ago=AGO, order=None, **filing):
    at = timezone.now() - ago
    review = review_of(cast, comment, at=at - timedelta(days=1), closed_at=at - timedelta(days=2), **(order or {}))
    return filed(cast, review, *grounds, at=at, **filing)


@pytest.fixture
def case(cast):
    """Bob contests Alice's review; the time for her reply is over."""
    return filed_ago(cast)


@pytest.fixture
def carol(cast):
    return browser(cast.tenant, cast.carol)


def act(case, name: str) -> str:
    return f"{QUEUE}{case.pk}/{name}/"


def typed(case, **changes):
    """What an agent who removes types."""
    case.refresh_from_db()
    given = {"version": case.version, "outcome": "remove", "reason": REASON, "good_faith": "1"}
    given |= {"departure_reason": "I read the chat beside it.", "seen_at": "2026-06-01T10:00:00Z"}
    return {**given, "finding_unrelated": "met", **changes}


class TestPage:
    def test_shows_all_that_a_decision_needs(self, cast, carol):
        case = filed_ago(cast, order={"shipped_at": None})
        order = case.review.order
        message, _ = send_message(
            tenant=cast.tenant,
            by=cast.alice,
            order=order,
            sender="buyer",
            body="Where is it?",
            now=timezone.now(),
        )
        text = carol.get(f"{QUEUE}{case.pk}/").content.decode()
        for words in (
            "Slow, and rude to me.",
            "Where is it?",
            "Bob&#x27;s Store",
            "The buyer demanded a free item",
            "See the chat of 3 June",
            "On time",
            "No reply came before",
            "The request was filed",
            "1 of 5",
            "1 rating in",
        ):
            assert words in text
        assert f'id="message-{message.pk}"' in text

    def test_costs_a_fixed_number_of_queries(self, cast, carol, case):
        with CaptureQueriesContext(connection) as few:
            carol.get(f"{QUEUE}{case.pk}/")
        for number in range(8):
            send_message(
                tenant=cast.tenant,
                by=cast.alice,
                order=case.review.order,
                sender="buyer",
                body=f"Message {number}",
                now=timezone.now(),
            )
        with CaptureQueriesContext(connection) as many:
            carol.get(f"{QUEUE}{case.pk}/")
        assert len(many) <= len(few) + 1
        assert len(many) <= 37

    def test_marks_a_late_start_and_evidence_in_the_chat(self, cast, carol):
        at = timezone.now() - AGO
        late = {"placed_at": at - timedelta(days=9), "started_at": at - timedelta(days=7)}
        review = review_of(cast, at=at - timedelta(days=1), closed_at=at - timedelta(days=2), **late)
        message, _ = send_message(
            tenant=cast.tenant,
            by=cast.alice,
            order=review.order,
            sender="buyer",
            body="Free item or one star.",
            now=at,
        )
        case = filed(cast, review, at=at, evidence=(Evidence("message", ref=str(message.pk)),))
        text = carol.get(f"{QUEUE}{case.pk}/").content.decode()
        assert "Late" in text and "by 1 day, 22 hours" in text
        assert "Shown as evidence" in text

    def test_marks_what_the_seller_tied_to_feedback(self, cast, carol):
        at = timezone.now() - AGO
        review = review_of(cast, at=at - timedelta(days=1), closed_at=at - timedelta(days=2))
        told = {"sender": "seller", "body": "If you leave five stars we refund 20 dollars.", "external_id": "m-5"}
        send_message(tenant=cast.tenant, by=None, order=review.order, sent_at=at - timedelta(days=3), now=at, **told)
        case = filed(cast, review, "duplicate", at=at)
        text = carol.get(f"{QUEUE}{case.pk}/").content.decode()
        assert "The seller seems to have tied something to feedback" in text
        assert 'data-label="seller&#x27;s inducement">leave five stars</mark>' in text

    def test_escapes_what_people_write(self, cast, carol):
        case = filed_ago(cast, comment="<script>alert(1)</script> & more")
        page = carol.get(f"{QUEUE}{case.pk}/").content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page

    def test_fills_in_what_was_found_and_leaves_the_unknown_to_the_agent(self, cast, carol):
        comment = "Call me on +44 20 7946 0958, never again."
        case = filed_ago(cast, "personal_information", comment=comment)
        page = carol.get(f"{QUEUE}{case.pk}/")
        form = page.context["form"]
        start = comment.index("+44")
        assert form.findings == {"personal_information": "met"}
        assert form.outcome == "redact"
        assert form.accepted == form.spans == []
        (proposed,) = page.context["redactions"]
        assert (proposed.start, proposed.words, proposed.why) == (start, "+44 20 7946 0958", "phone")
        assert form.reason
        unknown = filed_ago(cast, "unrelated", comment=UNREAD)
        page = carol.get(f"{QUEUE}{unknown.pk}/")
        assert page.context["form"].findings == {"unrelated": ""}
        assert page.context["form"].outcome == ""
        assert page.context["recommended"] is None

    def test_offers_only_what_the_claimed_grounds_could_allow(self, cast, carol, case):
        offered = [choice["value"] for choice in carol.get(f"{QUEUE}{case.pk}/").context["choices"]]
        assert offered == ["keep", "redact", "strike", "remove"]


class TestDecide:
    def test_claim_decide_statement(self, cast, carol, case):
        assert carol.post(act(case, "claim")).status_code == 302
        answer = carol.post(act(case, "decide"), typed(case), follow=True)
        assert "Decided. It takes effect at" in answer.content.decode()
        time_runs_out(cast, timezone.now())
        answer = carol.get(f"{QUEUE}{case.pk}/")
        case.review.refresh_from_db()
        assert case.review.status == "removed"
        statement = Statement.objects.get(decision__request=case, kind="statement")
        assert statement.addressee == cast.alice
        assert REASON in statement.explanation
        assert f"/statements/{statement.pk}" in answer.content.decode()

    def test_needs_a_claim_and_keeps_what_was_typed(self, carol, case):
        answer = carol.post(act(case, "decide"), typed(case))
        assert answer.status_code == 422
        assert "Claim the case first" in answer.content.decode()
        assert REASON in answer.content.decode()
        assert not Decision.objects.exists()
        again = carol.post(act(case, "claim"), typed(case))
        assert REASON in again.content.decode()
        assert again.context["is_mine"]

    def test_says_what_is_missing_beside_its_field(self, cast, carol):
        case = filed_ago(cast, comment=UNREAD)
        carol.post(act(case, "claim"))
        answer = carol.post(act(case, "decide"), typed(case, reason="", finding_unrelated="", outcome="strike"))
        assert answer.status_code == 422
        wrong = answer.context["wrong"]
        assert set(wrong) >= {"reason", "outcome", "findings"}
        assert answer.context["form"].outcome == "strike"

    def test_hides_the_passages_that_were_given(self, cast, carol, case):
        carol.post(act(case, "claim"))
        carol.post(act(case, "decide"), typed(case, outcome="redact", span_start=["0", ""], span_end=["4", ""]))
        time_runs_out(cast, timezone.now())
        case.review.refresh_from_db()
        assert case.review.redactions == [[0, 4]]

    def test_hides_only_the_proposed_passages_that_were_accepted(self, cast, carol):
        comment = "Call me on +44 20 7946 0958 or write to bob@example.org, never again."
        case = filed_ago(cast, "personal_information", comment=comment)
        first, second = carol.get(f"{QUEUE}{case.pk}/").context["redactions"]
        carol.post(act(case, "claim"))
        given = typed(case, outcome="redact", finding_personal_information="met", accept=[second.value])
        del given["finding_unrelated"]
        carol.post(act(case, "decide"), given)
        time_runs_out(cast, timezone.now())

        case.review.refresh_from_db()
        assert case.review.redactions == [[second.start, second.end]]
        assert first.words not in ("", second.words)

    def test_takes_no_words_for_numbers(self, carol, case):
        carol.post(act(case, "claim"))
        given = typed(case, outcome="redact", span_start=["the beginning"], span_end=["4"])
        answer = carol.post(act(case, "decide"), given)
        assert answer.status_code == 422
        assert "the beginning" in answer.content.decode()
        assert not Decision.objects.exists()

    def test_tells_whoever_comes_second_what_happened(self, cast, carol, case):
        carol.post(act(case, "claim"))
        seen = typed(case, reason="My own view of it.")
        claimed = claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=timezone.now())
        decide_request(
            tenant=cast.tenant,
            by=cast.carol,
            request=claimed,
            version=claimed.version,
            outcome="keep",
            findings={"unrelated": "not_met"},
            reason="It is about the order.",
            now=timezone.now(),
        )
        answer = browser(cast.tenant, cast.dave).post(act(case, "decide"), seen)
        assert answer.status_code == 409
        text = answer.content.decode()
        assert "Carol chose keep" in text
        assert "My own view of it." in text
        assert Decision.objects.count() == 1

    def test_a_stale_page_keeps_the_text_and_tells_what_happened(self, cast, carol):
        case = filed_ago(cast, ago=timedelta(hours=30))
        carol.post(act(case, "claim"))
        seen = typed(case)
        reply_to_request(
            tenant=cast.tenant, by=cast.alice, request=case, body="It was slow indeed.", now=timezone.now()
        )
        answer = carol.post(act(case, "decide"), seen)
        assert answer.status_code == 409
        text = answer.content.decode()
        assert "This has changed since you opened it" in text
        assert "The author replied" in text and "It was slow indeed." in text
        assert REASON in text
        assert carol.post(act(case, "decide"), typed(case)).status_code == 302

    def test_waits_for_the_buyers_reply(self, cast, carol):
        case = filed_ago(cast, ago=timedelta(hours=30))
        carol.post(act(case, "claim"))
        answer = carol.post(act(case, "decide"), typed(case))
        assert "may reply until" in answer.content.decode()
        assert not Decision.objects.exists()
