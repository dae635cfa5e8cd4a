"""Reads the past's cases in batches, newest first, as policy looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from disputes.finding.facts import from_snapshot
from disputes.models import Claim, Decision, Evidence, Finding, Origin, RemovalRequest
from disputes.replay.comparing import PastCase
from policy.eligibility import Claim as Claimed
from policy.eligibility import Evidence as Shown
from policy.terms import EvidenceKind, GroundKey
from tenants.models import Tenant

BATCH = 100
"""Cases in memory at once; the facts of each hold its comment and chat."""


@dataclass(frozen=True, slots=True)
class Row:
    """A case with what policy looks at in it, and its decision before any appeal."""

    request: RemovalRequest
    case: PastCase
    decision: Decision | None


def cases_filed(*, since: datetime, until: datetime) -> QuerySet[RemovalRequest]:
    return RemovalRequest.objects.filter(filed_at__gte=since, filed_at__lte=until)


def batch_of(cases: QuerySet[RemovalRequest], *, before: UUID | None, tenant: Tenant) -> list[Row]:
    """The next cases older than the one of id `before`, at most BATCH."""
    if before is not None:
        cases = cases.filter(pk__lt=before)
    first_decisions = Decision.objects.filter(supersedes=None).defer("facts", "proposed").order_by("decided_at", "id")
    found = list(
        cases.order_by("-pk")
        .select_related("review__order", "review__seller", "seller", "policy_version")
        .prefetch_related(
            Prefetch("claims", queryset=Claim.objects.order_by("id")),
            Prefetch("evidence", queryset=Evidence.objects.order_by("id")),
            Prefetch("decisions", queryset=first_decisions),
        )[:BATCH]
    )
    facts = _newest_facts(found)
    return list(_rows(found, facts, tenant))


def _rows(found: list[RemovalRequest], facts: dict[UUID, dict], tenant: Tenant) -> Iterator[Row]:
    for request in found:
        claims = list(request.claims.all())
        case = PastCase(
            filed_at=request.filed_at,
            published_at=request.review.published_at,
            timezone=tenant.zone,
            by_requester=request.origin == Origin.SELLER,
            claims=tuple(Claimed(each.ground, each.statement, each.feedback_type or None) for each in claims),
            evidence=tuple(_shown(each) for each in request.evidence.all() if each.added_at <= request.filed_at),
            facts={
                GroundKey(each.ground): from_snapshot(facts[each.pk]) if each.pk in facts else None for each in claims
            },
            governed_by=request.policy_version.policy,
        )
        # Of several that were sent back, the last counts.
        yield Row(request, case, (list(request.decisions.all()) or [None])[-1])


def _newest_facts(found: list[RemovalRequest]) -> dict[UUID, dict]:
    """The facts of each claim's newest finding, by the claim's id."""
    newest = (
        Finding.objects.filter(claim__request__in=[request.pk for request in found])
        .order_by("claim_id", "-found_at", "-id")
        .distinct("claim_id")
    )
    return dict(newest.values_list("claim_id", "facts"))


def _shown(row: Evidence) -> Shown:
    if row.kind == EvidenceKind.TEXT:
        return Shown(row.kind, text=row.text)
    return Shown(row.kind, ref=str(row.pk))
