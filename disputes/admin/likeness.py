"""The nearest decided cases beside an open one, with how they ended and why they are near."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from disputes.precedents import Precedent, nearest
from disputes.queries import CaseStory
from policy.phrases import listed
from policy.terms import Outcome
from tenants.models import Member

ENDED = {
    Outcome.REMOVE: "removed",
    Outcome.STRIKE: "struck through",
    Outcome.ATTRIBUTE: "attributed to the partner",
    Outcome.REDACT: "redacted",
    Outcome.KEEP: "kept",
}


def precedents_context(story: CaseStory, *, member: Member, now: datetime) -> dict[str, Any]:
    found = nearest(story.case, claims=story.claims, member=member, before=now)
    return {
        "looked_at": found.looked_at,
        "near": len(found.near),
        "sum": _sum(len(found.near), found.sums),
        "shown": [_shown(each) for each in found.shown],
    }


def _sum(near: int, sums: dict[str, int]) -> str:
    """ "Of 12 near ones 9 were removed and 3 kept." """
    if not near:
        return ""
    if near == 1:
        return f"The one near case was {next(ENDED[outcome] for outcome in ENDED if sums.get(outcome.value))}."
    ends = sorted((-sums[outcome.value], word) for outcome, word in ENDED.items() if sums.get(outcome.value))
    if len(ends) == 1:
        return f"All {near} near ones were {ends[0][1]}."
    told = [f"{-number} {'was' if number == -1 else 'were'} {word}" for number, word in ends]
    told = [told[0], *(each.replace(" was ", " ").replace(" were ", " ") for each in told[1:])]
    return f"Of {near} near ones {listed(told, 'and')}."


def _shown(each: Precedent) -> dict[str, Any]:
    row = each.decision
    return {
        "href": reverse("admin:disputes_removalrequest_change", args=[row.request_id]),
        "order": row.review.order.external_id,
        "outcome": row.outcome,
        "by": row.decided_by,
        "at": row.decided_at,
        "comment": row.review.comment,
        "nearness": f"{each.likeness.nearness:.0%}".replace("%", " %"),
        "why": listed(each.likeness.reasons or ("alike in most things",), "and"),
    }
