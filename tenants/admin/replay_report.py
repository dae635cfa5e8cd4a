"""A replay's report as the draft's page shows it: figures with their base, then the cases and sellers themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from policy.grounds import GROUNDS
from policy.phrases import plural
from policy.terms import GroundKey
from tenants.models import PolicyReplay

SHOWN = 100
"""So many cases and sellers stand on the page; the report names more, and counts all."""
UNDECIDED = "An agent decides"
OUTCOMES = {
    "keep": "Keep",
    "redact": "Redact",
    "attribute": "Attribute to the partner",
    "strike": "Strike through",
    "remove": "Remove",
}
REFUSED_FOR = {
    "cutoff_passed": "filed after the cut-off",
    "evidence_missing": "without the evidence that is needed",
    "ground_not_offered": "on a ground that is not offered",
    "validation_failed": "with too short an explanation",
}


@dataclass(frozen=True, slots=True)
class CaseShown:
    """One case that would be otherwise. `change` is its kind in a few words, with a tone."""

    href: str
    order: str
    seller: str
    filed_at: datetime
    grounds: str
    change: str
    tone: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SellerShown:
    name: str
    href: str
    rate_before: str
    rate_after: str
    status_before: str
    status_after: str
    ratings: str


def report_shown(replay: PolicyReplay) -> dict[str, Any]:
    """The report of a finished replay, laid out."""
    report = replay.report
    cases, sellers, queue, reviews = (report[name] for name in ("cases", "sellers", "queue", "reviews"))
    return {
        "in_force": report["in_force"],
        "since": datetime.fromisoformat(report["since"]),
        "at": datetime.fromisoformat(report["replayed_at"]),
        "days": report["days"],
        "stats": _stats(cases, sellers, queue, report["days"]),
        "refused_by": [(REFUSED_FOR.get(code, code.replace("_", " ")), n) for code, n in cases["refused_by"].items()],
        "cases": [_case(row) for row in cases["listed"][:SHOWN]],
        "cases_changed": cases["changed"],
        "sellers": [_seller(row) for row in sellers["listed"][:SHOWN]],
        "sellers_changed": sellers["changed"],
        "moves": sellers["moves"],
        "contestable": reviews["contestable"],
        "sentiments": reviews["sentiments"],
        "sentiment_changed": reviews["sentiment_changed"],
        "months": queue["months"],
        "shown": SHOWN,
        "nothing": not (cases["changed"] or sellers["changed"] or reviews["sentiment_changed"]),
    }


def _stats(cases: dict[str, Any], sellers: dict[str, Any], queue: dict[str, Any], days: int) -> list[dict[str, str]]:
    """The totals, each with what it is of."""
    of_cases = f"of {plural(cases['looked_at'], 'case')} filed in {plural(days, 'day')}"
    of_sellers = f"of {plural(sellers['looked_at'], 'seller')}, as they stand now"
    filed, held = queue["filed"], queue["held"]
    moved = f"{of_sellers}; {sellers['status_changed']:,} of them to another status"
    a_day = f"{filed['a_day']['before']:g} → {filed['a_day']['after']:g} a day, in {plural(days, 'day')}"
    return [
        _stat("Cases that would be otherwise", cases["changed"], of_cases),
        _stat("Refused when filed", cases["refused"], of_cases),
        _stat("Another outcome recommended", cases["recommendation_changed"], of_cases),
        _stat("Sellers whose rate or status changes", sellers["changed"], moved),
        {"label": "Cases in the queue", "value": f"{filed['before']:,} → {filed['after']:,}", "base": a_day},
        {
            "label": "Decisions for a lead to approve",
            "value": f"{held['before']:,} → {held['after']:,}",
            "base": f"in {plural(days, 'day')}",
        },
    ]


def _stat(label: str, number: int, base: str) -> dict[str, str]:
    return {"label": label, "value": f"{number:,}", "base": base}


def _case(row: dict[str, Any]) -> CaseShown:
    return CaseShown(
        href=reverse("admin:disputes_removalrequest_change", args=[row["case"]]),
        order=row["order"],
        seller=row["seller"],
        filed_at=datetime.fromisoformat(row["filed_at"]),
        grounds=", ".join(_ground(key) for key in row["grounds"]),
        change=_change(row),
        tone="warning" if row["refused"] else "info",
        why=tuple(row["why"]),
    )


def _change(row: dict[str, Any]) -> str:
    if row["refused"]:
        return "Refused when filed"
    outcomes, held = row["recommended"], row["held"]
    if outcomes and outcomes["before"] != outcomes["after"]:
        return f"{_outcome(outcomes['before'])} → {_outcome(outcomes['after'])}"
    return "Held for a lead" if held and held["after"] else "No longer held"


def _outcome(value: str | None) -> str:
    return UNDECIDED if value is None else OUTCOMES.get(value, value)


def _ground(key: str) -> str:
    return GROUNDS[GroundKey(key)].text.name if key in list(GroundKey) else key


def _seller(row: dict[str, Any]) -> SellerShown:
    ratings = row["ratings"]
    before, after = f"{ratings['before']:,}", f"{ratings['after']:,}"
    return SellerShown(
        name=row["name"],
        href=reverse("seller_page", args=[row["slug"]]),
        rate_before=_rate(row["rate"]["before"]),
        rate_after=_rate(row["rate"]["after"]),
        status_before=row["status"]["before"],
        status_after=row["status"]["after"],
        ratings=before if before == after else f"{before} → {after}",
    )


def _rate(value: str | None) -> str:
    """A share with four decimals as percent: no digit is rounded, so none is rounded over the target."""
    return "no rate" if value is None else f"{Decimal(value) * 100:.2f} %"
