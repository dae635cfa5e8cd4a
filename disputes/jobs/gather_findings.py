"""Lets the programs look at the claims of a case that nobody has looked at since what they rest on last changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from disputes.finding.findings import append_findings, said_of
from disputes.finding.freshness import outdated
from disputes.grouping.keeping import keep_groups_found
from disputes.models import OPEN, Claim, Finding, RemovalRequest
from disputes.progress import keep_case, lock_case
from disputes.queue.marks import keep_marks, marks_lag_behind
from policy.terms import GroundKey
from tenants.models import Tenant
from wire.refusals import NotThere


def gather_findings(
    *, tenant: Tenant, request_id: UUID, now: datetime, again: Collection[GroundKey] = frozenset()
) -> int:
    """How many findings were added. Runs once for each claim and state of things, however often it is called.

    Where a finding says otherwise than the one before, whoever has the case open must look again: its version goes up.
    Claims of the grounds in `again` are looked at in any case.
    """
    try:
        case = lock_case(request_id, tenant=tenant, now=now)
    except NotThere:
        return 0
    if not case.is_open:
        return 0
    waiting = list(claims_to_look_at(now, also=again).filter(request=case).order_by("id"))
    before = said_of(waiting)
    found = append_findings(case, waiting, at=now)
    keep_groups_found(case, found, tenant=tenant, now=now)
    if marks_lag_behind(case):
        keep_marks(case, now=now)
    after = said_of(waiting)
    if any(before[claim.pk] not in (None, after[claim.pk]) for claim in waiting):
        keep_case(case, bump=True)
    return len(found)


def cases_to_look_at(limit: int, *, now: datetime) -> list[UUID]:
    """Open cases with a claim that nobody has looked at, or not since what it rests on changed."""
    claims = claims_to_look_at(now).filter(request__status__in=[status.value for status in OPEN])
    return list(
        RemovalRequest.objects.filter(pk__in=claims.values("request"))
        .order_by("due_at", "id")
        .values_list("pk", flat=True)[:limit]
    )


def claims_to_look_at(now: datetime, *, also: Collection[GroundKey] = frozenset()) -> QuerySet[Claim]:
    """Claims without a finding, those in `also`, and those whose newest finding no longer rests on what is so."""
    newest = Finding.objects.filter(claim=OuterRef("pk")).order_by("-found_at", "-id")
    looked = Claim.objects.annotate(
        looked_at=Subquery(newest.values("found_at")[:1]), looked_by=Subquery(newest.values("gatherer")[:1])
    )
    return looked.filter(Q(looked_at__isnull=True) | Q(ground__in=also) | outdated(now))
