"""Who answers for which type of feedback, as the fulfilment network publishes it."""

from policy.responsibility import RESPONSIBILITIES
from policy.terms import FeedbackType


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
