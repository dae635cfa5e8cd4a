"""Lets the programs look at the claims of a case that nobody has looked at since what they rest on last changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from disputes.finding.findings import append_findings
from disputes.models import OPEN, Claim, DocumentRequest, FeedbackCause, Finding, RemovalRequest
from disputes.progress import keep_case, lock_case
from policy.terms import GroundKey
from tenants.models import Tenant
from wire.refusals import NotThere


def gather_findings(
    *, tenant: Tenant, request_id: UUID, now: datetime, again: Collection[GroundKey] = frozenset()
) -> int:
    """How many findings were added. Runs once for each claim and state of things, however often it is called.

    Whoever opened the case before something changed must look again: its version goes up. Claims of the grounds
    in `again` are looked at in any case.
    """
    try:
        case = lock_case(request_id, tenant=tenant, now=now)
    except NotThere:
        return 0
    if not case.is_open:
        return 0
    outdated = claims_to_look_at(now, also=again).filter(request=case).order_by("id")
    waiting = list(outdated)
    found = append_findings(case, waiting, at=now)
    if any(claim.looked_at is not None for claim in waiting):
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
    """Claims without a finding, or whose newest is older than the comment, the type or the partner's documents."""
    newest = Finding.objects.filter(claim=OuterRef("pk")).order_by("-found_at").values("found_at")[:1]
    return Claim.objects.annotate(looked_at=Subquery(newest)).filter(
        Q(looked_at__isnull=True)
        | Q(request__review__edited_at__gt=F("looked_at"))
        | Q(ground__in=also)
        | (Q(ground=GroundKey.PARTNER_AT_FAULT) & _partner_facts_changed(now))
    )


def _partner_facts_changed(now: datetime) -> Q:
    """Somebody typed the review, or the partner was asked, answered, was judged, or let its deadline pass."""
    seen = OuterRef("looked_at")
    about = {"tenant": OuterRef("tenant"), "review": OuterRef("request__review")}
    typed = FeedbackCause.objects.filter(**about, typed_at__gt=seen)
    moved = Q(asked_at__gt=seen) | Q(given_at__gt=seen) | Q(judged_at__gt=seen)
    overdue = Q(given_at__isnull=True, due_at__gt=seen, due_at__lte=now)
    asked = DocumentRequest.objects.filter(moved | overdue, **about)
    return Q(Exists(typed)) | Q(Exists(asked))
