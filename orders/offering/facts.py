"""Reads what a seller says of an offer, and says in sentences what is wrong with it; for forms and the API alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from orders.models import Offer
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from wire.text import is_one_line, is_showable

LONGEST_TITLE = 300
LONGEST_DESCRIPTION = 10_000
MOST_HOURS = 8760
"""A year."""
MOST_STOCK = 1_000_000
MOST_MONEY = Decimal("999999999999.99")
CENT = Decimal("0.01")
FIELDS = (
    "title",
    "description",
    "price",
    "currency",
    "stock",
    "start_within_hours",
    "complete_within_hours",
    "listed",
)

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_WHOLE = {
    "stock": (
        0,
        MOST_STOCK,
        say(
            "Please give how many are left as a whole number from {least} to {most}, or leave it empty.",
            least=0,
            most=MOST_STOCK,
        ),
    ),
    "start_within_hours": (
        1,
        MOST_HOURS,
        say(
            "Please give hours until work starts as a whole number from {least} to {most}, or leave it empty.",
            least=1,
            most=MOST_HOURS,
        ),
    ),
    "complete_within_hours": (
        1,
        MOST_HOURS,
        say(
            "Please give hours until it is done as a whole number from {least} to {most}, or leave it empty.",
            least=1,
            most=MOST_HOURS,
        ),
    ),
}


@dataclass(slots=True)
class OfferFacts:
    """`values` are those that were given and can be kept; a given None clears."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_offer(given: Mapping[str, Any], standing: Offer | None) -> OfferFacts:
    """The facts of an offer, new where `standing` is None; what is not given stays as it is there."""
    facts = OfferFacts({name: given[name] for name in FIELDS if name in given})
    values = facts.values
    _texts(facts)
    _money(facts)
    for name, (least, most, otherwise) in _WHOLE.items():
        number = values.get(name)
        if number is not None and not (type(number) is int and least <= number <= most):
            _wrong(facts, name, otherwise)

    def then(name: str) -> Any:
        return values[name] if name in values else getattr(standing, name, None)

    start, done = then("start_within_hours"), then("complete_within_hours")
    if not facts.problems and start is not None and done is not None and done < start:
        _wrong(facts, "complete_within_hours", say("This cannot be done before it is started. Please give more hours."))
    if not facts.problems and then("listed"):
        if not then("price"):
            _wrong(facts, "price", say("What is sold needs a price."))
        if not then("currency"):
            _wrong(facts, "currency", say("What is sold needs a currency."))
    return facts


def _texts(facts: OfferFacts) -> None:
    values = facts.values
    if "title" in values:
        values["title"] = title = (values["title"] or "").strip()
        if not title or len(title) > LONGEST_TITLE or not is_one_line(title):
            _wrong(
                facts,
                "title",
                say("Please give a title of one line with at most {most} characters.", most=LONGEST_TITLE),
            )
    if "description" in values:
        values["description"] = text = values["description"] or ""
        if len(text) > LONGEST_DESCRIPTION or not is_showable(text):
            detail = say("At most {most} characters, without control characters.", most=LONGEST_DESCRIPTION)
            _wrong(facts, "description", detail)


def _money(facts: OfferFacts) -> None:
    values = facts.values
    price = values.get("price")
    if price is not None and not (CENT <= price <= MOST_MONEY and price == price.quantize(CENT)):
        _wrong(facts, "price", say("Please give a price of at least 0.01, with no more than two decimal places."))
    if "currency" in values:
        values["currency"] = currency = (values["currency"] or "").strip().upper()
        if currency and not _CURRENCY.fullmatch(currency):
            _wrong(facts, "currency", say("A currency is three letters, such as EUR."))


def _wrong(facts: OfferFacts, name: str, detail: str) -> None:
    facts.problems.append(Problem(ProblemCode.VALIDATION_FAILED, f"/{name}", detail))
