"""Opens a case for every settlement that was not kept: once each, however often and by how many it is run."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from disputes.intake.opening import OpenedAlready, open_case
from disputes.intake.stating import performance_of, statement_of, terms_of
from disputes.models import OPEN, Origin, RemovalRequest
from feedback.queries import review_of_order
from orders.actions.leave_breach import leave_breach
from orders.agreeing.agreements import breached_settlements, lock_breached
from policy.filing import Claim, Evidence, FilingFacts, may_file
from policy.problems import Problem
from policy.terms import EvidenceKind, GroundKey, ProblemCode, ReviewStatus
from policy.time_limits import cutoff
from tenants.models import Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

BATCH = 100


def file_breaches(*, tenant: Tenant, now: datetime) -> int:
    """How many cases were opened, each in a transaction of its own, so that one's trouble keeps no other waiting.

    A breach that policy gives no case is left with the reason. One about a review that the seller contests already
    waits until that case is closed.
    """
    with tenant_scope(tenant):
        waiting = list(_without_a_case().values_list("pk", flat=True)[:BATCH])
    opened = 0
    for settlement_id in waiting:
        with tenant_scope(tenant):
            opened += _file(settlement_id, tenant, now)
    return opened


def _without_a_case() -> QuerySet[Any]:
    contested = Q(status__in=OPEN, review__order=OuterRef("order")) & ~Q(origin=Origin.NOTICE)
    has_case = RemovalRequest.objects.filter(Q(settlement=OuterRef("pk")) | contested)
    return breached_settlements().filter(~Exists(has_case))


def _file(settlement_id: UUID, tenant: Tenant, now: datetime) -> bool:
    settlement = lock_breached(settlement_id)
    if settlement is None or RemovalRequest.objects.filter(settlement=settlement).exists():
        return False
    review = review_of_order(settlement.order)
    claim = Claim(GroundKey.MUTUAL_AGREEMENT, statement_of(settlement, tenant))
    pieces = _evidence(settlement)
    version = policy_in_force(at=now)
    if problems := _problems(review, claim, pieces, version.policy, tenant, now):
        leave_breach(tenant=tenant, settlement=settlement, problems=problems, now=now)
        return False
    try:
        open_case(
            tenant=tenant,
            by=None,
            filed_by=settlement.proposed_by,
            review=review,
            claims=[claim],
            pieces=pieces,
            version=version,
            cutoff_at=cutoff(review.published_at, version.policy, tenant.zone).ends_at,
            now=now,
            origin=Origin.SETTLEMENT,
            settlement=settlement,
        )
    except OpenedAlready:
        return False
    return True


def _evidence(settlement) -> list[dict[str, Any]]:
    """The order with its settlement, the terms, and what proves the performance."""
    pieces: list[dict[str, Any]] = [
        {"kind": EvidenceKind.ORDER, "order": settlement.order},
        {"kind": EvidenceKind.TEXT, "text": terms_of(settlement)},
    ]
    if settlement.performance:
        pieces.append({"kind": EvidenceKind.TEXT, "text": performance_of(settlement)})
    pieces += [{"kind": EvidenceKind.FILE, "upload": proof.upload} for proof in settlement.proofs.all()]
    return pieces


def _problems(
    review, claim: Claim, pieces: list[dict[str, Any]], policy, tenant: Tenant, now: datetime
) -> list[Problem]:
    """What policy says against a case. A suspended request right is no obstacle: nobody requests anything here."""
    if review is None:
        return [Problem(ProblemCode.CONFLICT, "", "There is no review of this order.")]
    facts = FilingFacts(
        review_status=ReviewStatus(review.status), first_published_at=review.published_at, timezone=tenant.zone
    )
    shown = [Evidence(each["kind"], ref="given", text=each.get("text")) for each in pieces]
    return may_file(facts, [claim], shown, policy, now)
