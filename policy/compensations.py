"""What a seller may give to make something good; never tied to feedback (S2, S3)."""

from decimal import Decimal, InvalidOperation
from typing import Final

from policy.document import PolicyDocument
from policy.inducement import names_feedback
from policy.phrases import fixed, listed
from policy.problems import Problem
from policy.saying import say
from policy.terms import CompensationKind, ProblemCode

MAX_DESCRIPTION: Final = 2000
"""Characters."""

HANDED_OVER: Final = frozenset({CompensationKind.SERVICE, CompensationKind.ITEM, CompensationKind.REPLACEMENT})
"""What is added to an order, and reaches its buyer from the seller's hands."""

NEVER_FOR_FEEDBACK: Final = say(
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


_NAMES: Final = {
    CompensationKind.SERVICE: say("service"),
    CompensationKind.ITEM: say("item"),
    CompensationKind.DISCOUNT: say("discount"),
    CompensationKind.REPLACEMENT: say("replacement"),
    CompensationKind.PARTIAL_REFUND: say("partial_refund"),
}


def _kind_problems(policy: PolicyDocument, kind: str) -> list[Problem]:
    if kind not in list(CompensationKind):
        kinds = ", ".join(CompensationKind)
        detail = say("There is no such kind of compensation. Choose from: {kinds}.", kinds=kinds)
        return [Problem(ProblemCode.VALIDATION_FAILED, "/kind", detail)]
    offered = policy.orders.compensation_kinds
    if kind in offered:
        return []
    if offered:
        names = listed([_NAMES[each] for each in offered], "or")
        detail = say("This marketplace does not allow that kind of compensation. Choose {kinds}.", kinds=names)
    else:
        detail = say("This marketplace does not allow compensations.")
    return [Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, "/kind", detail)]


def _description_problems(description: str) -> list[Problem]:
    text = description.strip()
    if not text:
        detail = say("Please describe what you give, so that the buyer knows what to expect.")
        return [Problem(ProblemCode.VALIDATION_FAILED, "/description", detail)]
    if len(text) > MAX_DESCRIPTION:
        detail = say(
            "The description can have up to {most} characters; this has {number}.",
            most=MAX_DESCRIPTION,
            number=len(text),
        )
        return [Problem(ProblemCode.VALIDATION_FAILED, "/description", detail)]
    if names_feedback(text):
        return [Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, "/description", NEVER_FOR_FEEDBACK)]
    return []


def _amount_problems(kind: str, amount: str | None, paid: Decimal | None) -> list[Problem]:
    refund = kind == CompensationKind.PARTIAL_REFUND
    if amount is None or not amount.strip():
        if not refund:
            return []
        detail = say("Please say how much is paid back.")
    elif _is_positive(amount.strip()):
        if not refund or paid is None or Decimal(amount.strip()) <= paid:
            return []
        detail = say("No more can be paid back than the order cost, which was {paid}.", paid=fixed(paid, 2))
    else:
        detail = say("Please write the amount as a number greater than zero with at most two decimals, such as 4.50.")
    return [Problem(ProblemCode.VALIDATION_FAILED, "/amount", detail)]


def _is_positive(amount: str) -> bool:
    try:
        number = Decimal(amount)
    except InvalidOperation:
        return False
    return number.is_finite() and 0 < number < 10**12 and number == round(number, 2)
