"""What happened to a review's requests while a form about it was open: sent already, or decided meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from disputes.models import RemovalRequest
from policy.filing import Claim
from tenants.models import Member


def is_this_one(case: RemovalRequest | None, claims: Sequence[Claim], member: Member) -> bool:
    """Whether the member has filed just this, and it runs: a second press, or the way back after sending."""
    if case is None or not case.is_open or case.filed_by_id != member.pk:
        return False
    filed = {(each.ground, each.statement, each.feedback_type) for each in case.claims.all()}
    return filed == {(each.ground, each.statement.strip(), each.feedback_type or "") for each in claims}


def decided_since(case: RemovalRequest | None, seen: str | None) -> bool:
    """Whether a request that the form knew nothing of was closed meanwhile. `seen` is the newest that it knew."""
    return case is not None and seen is not None and not case.is_open and str(case.pk) != seen
