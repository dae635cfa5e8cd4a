"""Reads the facts of one order as a marketplace states them, and says in sentences what is wrong with them.

One reader for the API, the CSV import and programs: the body of `PUT orders/{external_id}` with the external
id in it; e-mail address, names and the offer may be missing. Times are aware datetimes or RFC 3339 texts,
amounts Decimals or decimal texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from orders.stating import traces
from orders.stating.moments import read_moment
from policy.problems import Problem
from policy.terms import FulfilledBy, OrderStatus, ProblemCode
from wire.text import is_one_line, is_showable

TIMES = (
    "placed_at",
    "promised_start_at",
    "started_at",
    "promised_ship_at",
    "shipped_at",
    "promised_completion_at",
    "delivered_at",
    "closed_at",
)
PARTY_FIELDS = {
    "buyer": ("external_id", "email", "name"),
    "seller": ("external_id", "name"),
    "offer": ("external_id", "title", "description"),
    "partner": ("external_id", "name"),
}
FIELDS = frozenset(
    {"external_id", "status", "fulfilled_by", "tracking_number", "amount", "currency", *PARTY_FIELDS, *TIMES}
)
LONGEST = {
    "external_id": 100,
    "name": 200,
    "email": 254,
    "title": 300,
    "description": 10_000,
    "tracking_number": 100,
}

_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Named:
    """A buyer, seller, offer or partner as the marketplace names it; what was not given is empty."""

    external_id: str
    name: str = ""
    email: str = ""
    title: str = ""
    description: str = ""
    # Of a buyer alone; see `orders.traces`.
    account_created_at: datetime | None = None
    fingerprints: traces.Fingerprints = ()


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What was stated. `values` holds the order's own fields that were given; None clears one."""

    external_id: str
    buyer: Named
    seller: Named
    offer: Named | None
    partner: Named | None
    values: dict[str, Any] = field(default_factory=dict)


class FactsWrong(Exception):
    """The facts cannot be read; `problems` name each field."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.detail for problem in problems))


def read_facts(facts: Mapping[str, Any]) -> OrderFacts:
    """The facts, typed. Raises FactsWrong with every problem found."""
    return _Reader(facts).read()


class _Reader:
    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts = facts
        self.problems: list[Problem] = []

    def read(self) -> OrderFacts:
        for name in self.facts.keys() - FIELDS:
            self.wrong(f"/{name}", "There is no such field.")
        external_id = self.external_id(self.facts, "")
        parties = {name: self.party(name) for name in PARTY_FIELDS}
        values = self.values()
        for name in ("buyer", "seller"):
            if self.facts.get(name) is None:
                self.wrong(f"/{name}", f"Every order names its {name}.")
        fulfilled_by = values.get("fulfilled_by")
        if fulfilled_by == FulfilledBy.PARTNER and parties["partner"] is None:
            self.wrong("/partner", "Name the partner that fulfills this order.")
        if parties["partner"] is not None and fulfilled_by != FulfilledBy.PARTNER:
            self.wrong("/partner", "A partner is named only where `fulfilled_by` is `partner`.")
        if self.problems:
            raise FactsWrong(self.problems)
        return OrderFacts(external_id=external_id, values=values, **parties)

    def values(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name in TIMES:
            if name in self.facts:
                values[name] = self.instant(name)
        for name, choices in (("status", OrderStatus), ("fulfilled_by", FulfilledBy)):
            if self.facts.get(name) is not None:
                values[name] = self.choice(name, choices)
        if "tracking_number" in self.facts:
            values["tracking_number"] = self.text(self.facts, "", "tracking_number")
        if "amount" in self.facts:
            values["amount"] = self.amount()
        if "currency" in self.facts:
            values["currency"] = self.currency()
        for name in ("status", "placed_at"):
            if self.facts.get(name) is None:
                self.wrong(f"/{name}", "This field is required.")
        return values

    def wrong(self, pointer: str, detail: str) -> None:
        self.problems.append(Problem(ProblemCode.VALIDATION_FAILED, pointer, detail))

    def party(self, name: str) -> Named | None:
        given = self.facts.get(name)
        if given is None:
            return None
        if not isinstance(given, Mapping):
            self.wrong(f"/{name}", "This is an object with an `external_id`.")
            return None
        more: dict[str, Any] = {}
        if name == "buyer":
            more["account_created_at"], more["fingerprints"], problems = traces.read_traces(given)
            self.problems += problems
        for unknown in given.keys() - {*PARTY_FIELDS[name], *(traces.FIELDS if more else ())}:
            self.wrong(f"/{name}/{unknown}", "There is no such field.")
        texts = {key: self.text(given, f"/{name}", key) for key in PARTY_FIELDS[name] if key != "external_id"}
        if texts.get("email"):
            try:
                validate_email(texts["email"])
            except ValidationError:
                self.wrong(f"/{name}/email", "This is no e-mail address.")
        return Named(external_id=self.external_id(given, f"/{name}"), **texts, **more)

    def external_id(self, given: Mapping[str, Any], pointer: str) -> str:
        text = self.text(given, pointer, "external_id")
        pointer = f"{pointer}/external_id"
        if not text:
            self.wrong(pointer, "This field is required.")
        elif "/" in text or text in (".", "..") or text != text.strip():
            self.wrong(pointer, "An external id has no slash and no space at its ends.")
        return text

    def text(self, given: Mapping[str, Any], pointer: str, name: str) -> str:
        value = given.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(f"{pointer}/{name}", "This is a text.")
            return ""
        if len(value) > LONGEST[name]:
            self.wrong(f"{pointer}/{name}", f"At most {LONGEST[name]:,} characters; these are {len(value):,}.")
        if not (is_showable if name == "description" else is_one_line)(value):
            self.wrong(f"{pointer}/{name}", "Line breaks and control characters are not allowed.")
        return value

    def instant(self, name: str) -> datetime | None:
        value = self.facts[name]
        if value is None:
            return None
        try:
            return read_moment(value)
        except ValueError as error:
            self.wrong(f"/{name}", str(error))
            return None

    def choice(self, name: str, choices: type[OrderStatus] | type[FulfilledBy]) -> str | None:
        value = self.facts[name]
        known = [choice.value for choice in choices]
        if not isinstance(value, str) or value not in known:
            self.wrong(f"/{name}", f"One of {', '.join(known)}.")
            return None
        return str(value)

    def amount(self) -> Decimal | None:
        value = self.facts["amount"]
        if value is None:
            return None
        text = format(value, "f") if isinstance(value, Decimal) else value
        if not isinstance(text, str) or not _AMOUNT.fullmatch(text):
            self.wrong("/amount", 'An amount is a decimal text such as "19.90": not negative, two decimals at most.')
            return None
        return Decimal(text)

    def currency(self) -> str:
        value = self.facts["currency"]
        if value in (None, ""):
            return ""
        if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
            self.wrong("/currency", "A currency is three capital letters, such as EUR.")
            return ""
        return value
