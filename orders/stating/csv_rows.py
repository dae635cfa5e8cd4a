"""The columns of a CSV file of orders, and how a row of it states the facts of one order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from orders.stating.facts import TIMES
from policy.problems import Problem

# Column → where its value stands in the facts.
COLUMNS: dict[str, tuple[str, ...]] = {
    "order": ("external_id",),
    "status": ("status",),
    "buyer": ("buyer", "external_id"),
    "buyer_email": ("buyer", "email"),
    "buyer_name": ("buyer", "name"),
    "buyer_account_created_at": ("buyer", "account_created_at"),
    "seller": ("seller", "external_id"),
    "seller_name": ("seller", "name"),
    "offer": ("offer", "external_id"),
    "offer_title": ("offer", "title"),
    "offer_description": ("offer", "description"),
    **{name: (name,) for name in TIMES},
    "fulfilled_by": ("fulfilled_by",),
    "partner": ("partner", "external_id"),
    "partner_name": ("partner", "name"),
    "tracking_number": ("tracking_number",),
    "amount": ("amount",),
    "currency": ("currency",),
}
REQUIRED = ("order", "status", "placed_at", "buyer", "seller")
OPTIONAL = tuple(name for name in COLUMNS if name not in REQUIRED)
_COLUMN_AT = {"/" + "/".join(place): column for column, place in COLUMNS.items()}


def facts_of_row(row: Mapping[str, str]) -> dict[str, Any]:
    """The facts as `orders.stating.facts` reads them; an empty cell states nothing."""
    facts: dict[str, Any] = {}
    for column, place in COLUMNS.items():
        value = row.get(column)
        if not value:
            continue
        if len(place) == 1:
            facts[place[0]] = value
        else:
            facts.setdefault(place[0], {})[place[1]] = value
    return facts


def reasons(problems: Iterable[Problem], columns: Mapping[str, str] = _COLUMN_AT) -> str:
    """Why a row is rejected, each sentence after the column that it is about: by `columns`, or named as its field."""
    sentences = []
    for problem in problems:
        column = columns.get(problem.pointer, problem.pointer.strip("/"))
        sentences.append(f"{column}: {problem.detail}" if column else problem.detail)
    return " ".join(sentences)
