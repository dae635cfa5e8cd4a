"""What the platform writes in the cases that it opens for the other reviews of a group."""

from __future__ import annotations

from typing import Any

from disputes.models import RemovalRequest
from policy.phrases import plural
from policy.terms import EvidenceKind


def statement_of(size: int) -> str:
    """Why the case is there. Its author reads it, so it says nothing of who wrote the others, and of which orders."""
    return (
        f"This review stands in one set with {plural(size - 1, 'other review')} of the same seller. One of them was "
        "contested as part of a coordinated set, and programs found what links them. Nobody asked for the removal of "
        "this one: an agent opened its case, so that it is looked at by itself and its author is heard."
    )


def pieces_for(first: RemovalRequest, review: Any) -> list[dict[str, Any]]:
    """The review that the group's first case is about, unless it is this one."""
    if first.review_id == review.pk:
        return []
    return [{"kind": EvidenceKind.REVIEW, "review": first.review}]
