"""What a seller may give to make something good; never tied to feedback (S2, S3)."""

from decimal import Decimal, InvalidOperation
from typing import Final

from policy.document import PolicyDocument
from policy.inducement import names_feedback
from policy.phrases import listed
from policy.problems import Problem
from policy.terms import CompensationKind, ProblemCode

MAX_DESCRIPTION: Final = 2000
"""Characters."""

NEVER_FOR_FEEDBACK: Final = (
    "A compensation may never be tied to feedback. Please describe what you give and what it makes good, "
    "without speaking of a review."
)


def may_give(
    policy: PolicyDocument, kind: str, description: str, amount: str | None, *, paid: Decimal | None = None
) -> list[Problem]:
    """Everything that stands in the way of giving it, each beside its field; empty when nothing does.

    `paid` is what the order cost, where that is known.
    """
    return [
        *_kind_problems(policy, kind),
        *_description_problems(description),
        *_amount_problems(kind, amount, paid),
    ]


def _kind_problems(policy: PolicyDocument, kind: str) -> list[Problem]:
    if kind not in list(CompensationKind):
        detail = f"There is no such kind of compensation. Choose from: {', '.join(CompensationKind)}."
        return [Problem(ProblemCode.VALIDATION_FAILED, "/kind", detail)]
    offered = policy.orders.compensation_kinds
    if kind in offered:
        return []
    if offered:
        names = listed([each.value for each in offered], "or")
        detail = f"This marketplace does not allow that kind of compensation. Choose {names}."
    else:
        detail = "This marketplace does not allow compensations."
    return [Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, "/kind", detail)]


def _description_problems(description: str) -> list[Problem]:
    text = description.strip()
    if not text:
        detail = "Please describe what you give, so that the buyer knows what to expect."
        return [Problem(ProblemCode.VALIDATION_FAILED, "/description", detail)]
    if len(text) > MAX_DESCRIPTION:
        detail = f"The description can have up to {MAX_DESCRIPTION:,} characters; this has {len(text):,}."
        return [Problem(ProblemCode.VALIDATION_FAILED, "/description", detail)]
    if names_feedback(text):
        return [Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, "/description", NEVER_FOR_FEEDBACK)]
    return []


def _amount_problems(kind: str, amount: str | None, paid: Decimal | None) -> list[Problem]:
    refund = kind == CompensationKind.PARTIAL_REFUND
    if amount is None or not amount.strip():
        if not refund:
            return []
        detail = "Please say how much is paid back."
    elif _is_positive(amount.strip()):
        if not refund or paid is None or Decimal(amount.strip()) <= paid:
            return []
        detail = f"No more can be paid back than the order cost, which was {paid:,.2f}."
    else:
        detail = "Please write the amount as a number greater than zero with at most two decimals, such as 4.50."
    return [Problem(ProblemCode.VALIDATION_FAILED, "/amount", detail)]


def _is_positive(amount: str) -> bool:
    try:
        number = Decimal(amount)
    except InvalidOperation:
        return False
    return number.is_finite() and 0 < number < 10**12 and number == round(number, 2)
