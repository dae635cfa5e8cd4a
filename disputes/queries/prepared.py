"""Decisions that were given at the desk and have not taken effect: which wait, which could not, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from disputes.models import PreparedDecision, RemovalRequest
from tenants.models import Member


def waiting_decisions() -> QuerySet[PreparedDecision]:
    """Those that take effect by themselves unless they are taken back."""
    return PreparedDecision.objects.filter(refused_at__isnull=True)


def not_prepared() -> Q:
    """The condition that nobody has decided the case a moment ago: such a one is no longer there to be worked on."""
    return ~Q(Exists(waiting_decisions().filter(request=OuterRef("pk"))))


def waiting_decision(case: RemovalRequest) -> PreparedDecision | None:
    return waiting_decisions().filter(request=case).select_related("by", "group").first()


def waiting_among(case_ids: Iterable[UUID]) -> dict[UUID, PreparedDecision]:
    """Of several cases those that wait to take effect, by case."""
    rows = waiting_decisions().filter(request__in=list(case_ids)).select_related("by")
    return {row.request_id: row for row in rows}


def waiting_together(row: PreparedDecision) -> QuerySet[PreparedDecision]:
    """All that were decided with it for their group, itself included; they take effect together or not at all."""
    same = waiting_decisions().filter(group=row.group_id, by=row.by_id, prepared_at=row.prepared_at)
    return same.order_by("request")


def prepared_decision(case: RemovalRequest) -> PreparedDecision | None:
    """The one that waits, or the last that could not take effect."""
    return PreparedDecision.objects.filter(request=case).select_related("by", "group").first()


def refused_decisions_of(member: Member) -> QuerySet[PreparedDecision]:
    """What the member decided and what could not take effect, the newest first; until they have put it away."""
    refused = PreparedDecision.objects.filter(by=member, refused_at__isnull=False)
    return refused.select_related("request__review__order").order_by("-refused_at", "id")


def due_decisions(now: datetime) -> QuerySet[PreparedDecision]:
    """Those whose time to be taken back is over, the earliest first."""
    return waiting_decisions().filter(takes_effect_at__lte=now).order_by("takes_effect_at", "id")
