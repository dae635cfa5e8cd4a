"""Late to arrive is not late to ship: both the shipment and every sentence count."""

from typing import Any

import pytest

from policy.facts import CommentSentence, Finding, OrderFacts
from policy.grounds import find
from policy.terms import GroundKey, OrderStatus, Subject, Verdict
from tests.policy.cast import at, contested

PROMISED = at(2026, 5, 3)
DELAY = (CommentSentence(0, 8, Subject.DELIVERY), CommentSentence(9, 19, Subject.DELIVERY))
MIXED = (*DELAY[:1], CommentSentence(9, 19, Subject.COMMUNICATION))


def found(sentences: tuple[CommentSentence, ...] = DELAY, **order: Any) -> Finding:
    known: dict[str, Any] = {"promised_ship_at": PROMISED, "shipped_at": PROMISED}
    facts = OrderFacts("order-1", OrderStatus.FINISHED, **(known | order))
    return find(GroundKey.SHIPPED_ON_TIME, contested(order=facts, sentences=sentences))


def test_shipped_by_the_very_minute_and_all_about_delay() -> None:
    assert found().verdict is Verdict.MET


def test_shipped_a_minute_late_is_not_met_whatever_the_comment_says() -> None:
    finding = found(shipped_at=at(2026, 5, 3, 12, 1))
    assert finding.verdict is Verdict.NOT_MET
    assert "late" in finding.explanation


def test_one_sentence_about_something_else_keeps_the_comment_in_place() -> None:
    finding = found(MIXED)
    assert finding.verdict is Verdict.NOT_MET
    assert [(each.start, each.end) for each in finding.references] == [(9, 19)]


@pytest.mark.parametrize("sentences", [(), (CommentSentence(0, 8),), (*DELAY, CommentSentence(20, 25))])
def test_sentences_that_nobody_read_leave_it_unknown(sentences: tuple[CommentSentence, ...]) -> None:
    finding = found(sentences)
    assert finding.verdict is Verdict.UNKNOWN
    assert "in time" in finding.explanation


def test_a_promise_that_the_order_does_not_hold_leaves_it_unknown() -> None:
    assert found(promised_ship_at=None).verdict is Verdict.UNKNOWN


def test_no_shipment_after_the_promise_is_not_met_unless_there_is_tracking_to_check() -> None:
    finding = found(shipped_at=None)
    assert finding.verdict is Verdict.NOT_MET
    assert finding.explanation == ("The order should have shipped by 03 May 2026, 12:00 UTC; no shipment is recorded.")
    assert found(shipped_at=None, tracking_number="1Z").verdict is Verdict.UNKNOWN
    assert found(shipped_at=None, promised_ship_at=at(2026, 7, 1)).verdict is Verdict.UNKNOWN
