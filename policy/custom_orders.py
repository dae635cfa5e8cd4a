"""What a private offer to one buyer may say and cost."""

from decimal import Decimal, InvalidOperation
from re import compile as pattern
from typing import Final

from policy.document import PolicyDocument
from policy.inducement import names_feedback
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode

MAX_TITLE: Final = 300
"""Characters."""
MAX_DESCRIPTION: Final = 2000
"""Characters."""
MOST: Final = Decimal("999999999999.99")
LONGEST: Final = 8760
"""Hours in which a custom order may be promised."""

NEVER_FOR_FEEDBACK: Final = say(
    "A price may never depend on feedback. Please describe what you offer without speaking of a review."
)
_CURRENCY: Final = pattern("[A-Z]{3}")


def may_make(
    policy: PolicyDocument,
    *,
    title: str,
    description: str,
    amount: str,
    currency: str,
    complete_within_hours: int | None,
) -> list[Problem]:
    """Everything that stands in the way of making it, each beside its field; empty when nothing does."""
    if policy.orders.custom_order_link_hours is None:
        detail = say("This marketplace does not offer custom orders.")
        return [Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, "", detail)]
    return [
        *_text_problems("/title", title, MAX_TITLE, say("Please say in a few words what you offer.")),
        *_text_problems("/description", description, MAX_DESCRIPTION, ""),
        *_price_problems(amount, currency),
        *_hours_problems(complete_within_hours),
    ]


def _text_problems(pointer: str, text: str, longest: int, missing: str) -> list[Problem]:
    text = text.strip()
    if not text and missing:
        return [_invalid(pointer, missing)]
    if len(text) > longest:
        over = say("This can have up to {most} characters; it has {number}.", most=longest, number=len(text))
        return [_invalid(pointer, over)]
    if names_feedback(text):
        return [Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, pointer, NEVER_FOR_FEEDBACK)]
    return []


def _price_problems(amount: str, currency: str) -> list[Problem]:
    problems = []
    if not _is_price(amount.strip()):
        detail = say("Please write the price as a number greater than zero with at most two decimals, such as 20.00.")
        problems.append(_invalid("/amount", detail))
    if not _CURRENCY.fullmatch(currency):
        problems.append(_invalid("/currency", say("A currency is three capital letters, such as EUR.")))
    return problems


def _is_price(amount: str) -> bool:
    try:
        number = Decimal(amount)
    except InvalidOperation:
        return False
    return number.is_finite() and 0 < number <= MOST and number == round(number, 2)


def _hours_problems(hours: int | None) -> list[Problem]:
    if hours is None or 1 <= hours <= LONGEST:
        return []
    return [_invalid("/complete_within_hours", say("Please promise a time from 1 to {hours} hours.", hours=LONGEST))]


def _invalid(pointer: str, detail: str) -> Problem:
    return Problem(ProblemCode.VALIDATION_FAILED, pointer, detail)
