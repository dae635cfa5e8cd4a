"""Lets the programs look at the claims of a case that nobody has looked at since the comment last changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Max, Q

from disputes.findings import append_findings
from disputes.models import OPEN, Claim, RemovalRequest
from disputes.progress import keep_case, lock_case
from tenants.models import Tenant
from wire.refusals import NotThere


def gather_findings(*, tenant: Tenant, request_id: UUID, now: datetime) -> int:
    """How many findings were added. Runs once for each claim and text, however often it is called.

    Whoever opened the case before the author edited the comment must look again: its version goes up.
    """
    try:
        case = lock_case(request_id, tenant=tenant, now=now)
    except NotThere:
        return 0
    if not case.is_open:
        return 0
    seen = Claim.objects.filter(request=case).annotate(looked_at=Max("findings__found_at")).order_by("id")
    edited_at = case.review.edited_at
    waiting = [
        claim for claim in seen if claim.looked_at is None or (edited_at is not None and edited_at > claim.looked_at)
    ]
    found = append_findings(case, waiting, at=now)
    if any(claim.looked_at is not None for claim in waiting):
        keep_case(case, bump=True)
    return len(found)


def cases_to_look_at(limit: int) -> list[UUID]:
    """Open cases with a claim that nobody has looked at, or not since the comment was edited."""
    claims = (
        Claim.objects.filter(request__status__in=[status.value for status in OPEN])
        .annotate(looked_at=Max("findings__found_at"))
        .filter(Q(looked_at__isnull=True) | Q(request__review__edited_at__gt=F("looked_at")))
    )
    return list(
        RemovalRequest.objects.filter(pk__in=claims.values("request"))
        .order_by("due_at", "id")
        .values_list("pk", flat=True)[:limit]
    )
