"""Who answers for which type of feedback, as the fulfilment network publishes it."""

import pytest

from policy.responsibility import RESPONSIBILITIES, documents_due, penalty_points
from policy.terms import FeedbackType
from tests.policy.cast import at, policy


def test_all_thirteen_types_have_a_row() -> None:
    assert set(RESPONSIBILITIES) == set(FeedbackType)
    assert len(FeedbackType) == 13


def test_four_types_carry_a_penalty() -> None:
    assert {kind.value for kind, row in RESPONSIBILITIES.items() if row.penalty} == {
        "wrong_item",
        "poor_packaging",
        "damaged_or_expired",
        "inaccurate_description",
    }


def test_the_partner_never_answers_for_service_mistakes_and_product_reviews() -> None:
    assert {kind.value for kind, row in RESPONSIBILITIES.items() if not row.partner_may_answer} == {
        "poor_customer_service",
        "canceled_still_received",
        "mistake",
        "product_review",
        "other",
    }


@pytest.mark.parametrize("kind", FeedbackType)
def test_penalty_points_are_the_policys_and_none_without_partners(kind: FeedbackType) -> None:
    assert penalty_points(kind, policy("fulfilment_network")) == (10 if RESPONSIBILITIES[kind].penalty else 0)
    assert penalty_points(kind, policy("retail")) == 0


@pytest.mark.parametrize("kind", FeedbackType)
def test_documents_are_due_where_the_partner_may_answer(kind: FeedbackType) -> None:
    due = documents_due(kind, at(2026, 3, 28, 9), policy("fulfilment_network"))
    assert (due is not None) == RESPONSIBILITIES[kind].partner_may_answer
    assert due is None or due.ends_at == at(2026, 3, 31, 9)
