"""What a review's page tells its author of the cases about it: what happened, and what comes next and when."""

from __future__ import annotations

import re
from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disputes.actions.claim_appeal import claim_appeal
from disputes.actions.claim_request import claim_request
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.actions.reply_to_request import reply_to_request
from disputes.actions.withdraw_request import withdraw_request
from feedback.actions.edit_review import edit_review
from feedback.actions.put_response import put_response
from tests.cast import browser
from tests.disputes.acts import decide, filed, ready, review_of
from tests.disputes.test_pages_sides import text_of

STARS = {"fulfilment": 2, "start_time": 1, "communication": 1}


@pytest.fixture
def review(cast):
    closed = timezone.now() - timedelta(days=10)
    return review_of(cast, at=closed + timedelta(days=1), closed_at=closed)


def lines(member, review):
    """Title, time and whether it is the current one, in the order in which they are read."""
    page = browser(member.tenant, member).get(f"/reviews/{review.pk}").content.decode()
    part = page[page.index('class="timeline"') :]
    part = part[: part.index("</ol>")]
    return [
        (re.sub(r"<[^>]+>", "", title).strip(), "current" in item)
        for item in part.split("<li")[1:]
        for title in re.findall(r'(?s)timeline-title">(.*?)</p>', item)
    ]


def titles(member, review):
    return [title for title, _ in lines(member, review)]


class TestTheTimeline:
    def test_tells_everything_from_publication_to_the_appeals_answer(self, cast, review):
        now = timezone.now()
        edit_review(
            tenant=cast.tenant,
            by=cast.alice,
            review=review,
            version=1,
            stars=STARS,
            comment="Slower than I said.",
            now=now - timedelta(days=8),
        )
        put_response(tenant=cast.tenant, by=cast.bob, review=review, body="Sorry.", now=now - timedelta(days=7))
        case = filed(cast, review, at=now - timedelta(days=6))
        reply_to_request(
            tenant=cast.tenant, by=cast.alice, request=case, body="It is true.", now=now - timedelta(days=5)
        )
        begun = ["Published", "Edited by its author", "Answered by the seller", "The seller asked for removal"]
        assert titles(cast.alice, review)[:5] == [*begun, "You replied to it"]

        at = now - timedelta(days=4)
        case.refresh_from_db()
        case = claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=at)
        decision = decide(cast, case, at)
        decided = ["Removed by a decision", "You were given a statement of reasons"]
        assert sorted(titles(cast.alice, review)[5:]) == sorted(decided)

        appeal = lodge_appeal(
            tenant=cast.tenant, by=cast.alice, decision=decision, body="No.", now=now - timedelta(hours=3)
        )
        assert titles(cast.alice, review)[7:] == ["You appealed against the decision", "Answer to the appeal due"]
        appeal = claim_appeal(tenant=cast.tenant, by=cast.dave, appeal=appeal, now=now)
        decide_appeal(
            tenant=cast.tenant,
            by=cast.dave,
            appeal=appeal,
            version=appeal.version,
            outcome="rejected",
            reason="It stays so.",
            now=now,
        )
        assert titles(cast.alice, review)[-1] == "The appeal was rejected"

    def test_says_what_comes_next_with_its_date(self, cast, review):
        case = filed(cast, review, at=timezone.now())
        found = lines(cast.alice, review)
        assert [title for title, _ in found[-2:]] == ["You can reply until then", "Decision due"]
        assert [title for title, current in found if current] == ["The seller asked for removal"]
        page = browser(cast.tenant, cast.alice).get(f"/reviews/{review.pk}").content.decode()
        assert case.due_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") in page

    def test_says_that_a_decision_is_late(self, cast, review):
        filed(cast, review, at=timezone.now() - timedelta(days=8))
        page = browser(cast.tenant, cast.alice).get(f"/reviews/{review.pk}")
        assert "It is late; somebody looks at it next." in text_of(page)

    def test_says_that_a_request_was_taken_back(self, cast, review):
        case = filed(cast, review, at=timezone.now() - timedelta(hours=2))
        withdraw_request(
            tenant=cast.tenant,
            by=cast.bob,
            request=case,
            version=case.version,
            now=timezone.now() - timedelta(hours=1),
        )
        assert titles(cast.alice, review)[-1] == "The request was taken back"

    def test_speaks_to_the_seller_of_the_buyer(self, cast, review):
        case = filed(cast, review, at=timezone.now() - timedelta(hours=2))
        reply_to_request(
            tenant=cast.tenant, by=cast.alice, request=case, body="True.", now=timezone.now() - timedelta(hours=1)
        )
        assert "The buyer replied to it" in titles(cast.bob, review)
        assert "You replied to it" not in titles(cast.bob, review)

    def test_asks_no_more_for_a_second_case(self, cast, review):
        def queries():
            with CaptureQueriesContext(connection) as seen:
                titles(cast.alice, review)
            return len(seen)

        case, now = ready(cast, review, at=timezone.now() - timedelta(days=6))
        decide(cast, case, now, outcome="keep")
        before = queries()
        case, now = ready(cast, review, at=timezone.now() - timedelta(days=5))
        decide(cast, case, now, outcome="keep")
        assert queries() <= before


class TestTheList:
    def test_says_when_each_is_decided(self, cast, review):
        case = filed(cast, review, at=timezone.now())
        said = text_of(browser(cast.tenant, cast.alice).get("/cases"))
        assert "Your reply is due" in said
        assert "The decision is due" in said
        page = browser(cast.tenant, cast.alice).get("/cases").content.decode()
        assert case.due_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") in page

    def test_says_when_it_was_decided(self, cast, review):
        case, now = ready(cast, review, at=timezone.now() - timedelta(days=6))
        decide(cast, case, now, outcome="keep")
        assert "Decided" in text_of(browser(cast.tenant, cast.alice).get("/cases"))
