"""The type of the feedback and the partner's documents say whether the partner answers for it."""

from typing import Any

import pytest

from policy.facts import Finding, OrderFacts, PartnerDocuments
from policy.grounds import find
from policy.responsibility import RESPONSIBILITIES
from policy.terms import FeedbackType, FulfilledBy, GroundKey, OrderStatus, Verdict
from tests.policy.cast import at, contested

ASKED = {"asked_at": at(2026, 5, 28), "due_at": at(2026, 5, 31)}  # facts are of 1 June


def found(
    kind: FeedbackType | None = FeedbackType.WRONG_ITEM,
    documents: PartnerDocuments | None = None,
    fulfilled_by: FulfilledBy = FulfilledBy.PARTNER,
) -> Finding:
    order = OrderFacts("order-1", OrderStatus.FINISHED, fulfilled_by)
    facts = contested(order=order, feedback_type=kind, partner_documents=documents)
    return find(GroundKey.PARTNER_AT_FAULT, facts)


@pytest.mark.parametrize("who", [FulfilledBy.SELLER, FulfilledBy.PLATFORM])
def test_who_did_not_fulfil_cannot_be_at_fault(who: FulfilledBy) -> None:
    finding = found(fulfilled_by=who)
    assert finding.verdict is Verdict.NOT_MET
    assert finding.explanation == f"The order was fulfilled by the {who.value}, not by a partner."


def test_without_a_type_it_is_unknown() -> None:
    assert found(None).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("kind", [kind for kind, row in RESPONSIBILITIES.items() if not row.partner_may_answer])
def test_types_that_the_partner_does_not_answer_for_are_not_met(kind: FeedbackType) -> None:
    assert found(kind).verdict is Verdict.NOT_MET


@pytest.mark.parametrize("kind", [FeedbackType.WANTS_ANSWER, FeedbackType.WARNING_OF_SCAM])
def test_types_that_hide_the_real_one_are_unknown(kind: FeedbackType) -> None:
    assert found(kind, PartnerDocuments(**ASKED)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("documents", "verdict"),
    [
        (None, Verdict.UNKNOWN),
        ({}, Verdict.MET),
        ({"due_at": at(2026, 6, 1, 12, 1)}, Verdict.UNKNOWN),
        ({"due_at": at(2026, 6, 1)}, Verdict.MET),
        ({"given_at": at(2026, 5, 31), "prove_it_right": True}, Verdict.MET),
        ({"given_at": at(2026, 5, 30)}, Verdict.UNKNOWN),
        ({"given_at": at(2026, 5, 30), "prove_it_right": True}, Verdict.NOT_MET),
        ({"given_at": at(2026, 5, 30), "prove_it_right": False}, Verdict.MET),
    ],
)
def test_documents_decide(documents: dict[str, Any] | None, verdict: Verdict) -> None:
    given = None if documents is None else PartnerDocuments(**(ASKED | documents))
    assert found(documents=given).verdict is verdict
