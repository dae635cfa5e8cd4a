"""What each agent did: so many decisions, how long one took, how many came before the deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Greatest, RowNumber

from audit.queries import last_done
from disputes.models import Approval, Decision, HandOver, RemovalRequest
from disputes.workload.durations import Durations, MedianAndP95, between
from disputes.workload.spans import Span
from policy.terms import RequestStatus

TIMED_AT_MOST = 200
"""Of each agent's decisions in a span, the newest so many tell how long one takes."""


@dataclass(frozen=True, slots=True)
class OfAgent:
    """Cases that one agent decided in a span.

    `in_time` is by when the agent gave the decision, whatever time a lead then took over approving it. `times` are
    from the agent's last claim of the case, or from when it was handed to them, to the decision; `timed` says of how
    many decisions that is: of the newest, and of those for which it is known.
    """

    member: UUID
    name: str
    decided: int
    in_time: int
    timed: int
    times: Durations

    @property
    def median(self) -> timedelta | None:
        return self.times[0] if self.times else None


def by_agent(span: Span) -> list[OfAgent]:
    """Who gave the decisions that took effect in the span, by name; together they are the desk's decisions."""
    rows = (
        _in_effect(span)
        .values("decided_by", "decided_by__name", "decided_by__email")
        .annotate(decided=Count("pk"), in_time=Count("pk", filter=Q(decided_at__lt=F("request__due_at"))))
        .order_by("decided_by__name", "decided_by")
    )
    handled = _handled(span)
    return [
        OfAgent(
            member=row["decided_by"],
            name=row["decided_by__name"] or row["decided_by__email"],
            decided=row["decided"],
            in_time=row["in_time"],
            **handled.get(row["decided_by"], {"timed": 0, "times": None}),
        )
        for row in rows
    ]


def _in_effect(span: Span) -> QuerySet[Decision]:
    # Asked only of the few that were held, which a join would not do.
    agreed_to = Exists(Approval.objects.filter(decision=OuterRef("pk"), approved=True))
    return Decision.objects.filter(
        Q(held=False) | agreed_to,
        appeal__isnull=True,
        request__status=RequestStatus.DECIDED,
        request__closed_at__gte=span.since,
        request__closed_at__lte=span.now,
    )


def _handled(span: Span) -> dict[UUID, dict[str, Any]]:
    """By agent; the log is asked for each decision alone, so no more of them are taken than tell the middle well."""
    newest = Window(RowNumber(), partition_by="decided_by", order_by=["-decided_at", "-pk"])
    lately = _in_effect(span).annotate(place=newest).filter(place__lte=TIMED_AT_MOST).values("pk")
    claimed = last_done("request.claimed", RemovalRequest, subject="request_id", by="decided_by_id", until="decided_at")
    handed = (
        HandOver.objects.filter(request=OuterRef("request"), to=OuterRef("decided_by"), at__lte=OuterRef("decided_at"))
        .order_by("-at")
        .values("at")[:1]
    )
    rows = (
        Decision.objects.filter(pk__in=lately)
        .annotate(begun=Greatest(Subquery(claimed), Subquery(handed)))
        .values("decided_by")
        .annotate(timed=Count("begun"), times=MedianAndP95(between(F("begun"), "decided_at")))
    )
    return {row.pop("decided_by"): row for row in rows}
