"""What the platform writes in the cases that it opens for the other reviews of a group."""

from __future__ import annotations

from typing import Any

from disputes.models import RemovalRequest
from policy.saying import Said, say_number
from policy.terms import EvidenceKind


def statement_of(size: int) -> Said:
    """Why the case is there. Its author reads it, so it says nothing of who wrote the others, and of which orders."""
    return say_number(
        "This review stands in one set with {number} other review of the same seller. One of them was contested as "
        "part of a coordinated set, and programs found what links them. Nobody asked for the removal of this one: an "
        "agent opened its case, so that it is looked at by itself and its author is heard.",
        "This review stands in one set with {number} other reviews of the same seller. One of them was contested as "
        "part of a coordinated set, and programs found what links them. Nobody asked for the removal of this one: an "
        "agent opened its case, so that it is looked at by itself and its author is heard.",
        size - 1,
    )


def pieces_for(first: RemovalRequest, review: Any) -> list[dict[str, Any]]:
    """The review that the group's first case is about, unless it is this one."""
    if first.review_id == review.pk:
        return []
    return [{"kind": EvidenceKind.REVIEW, "review": first.review}]
