"""Which cases an agent could take now, and in which order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from disputes.models import OPEN, RemovalRequest
from disputes.queries.prepared import not_prepared
from orders.queries import partners_run_by, sellers_run_by
from policy.terms import RequestStatus
from tenants.models import Member
from tenants.queries import policy_versions

_OPEN = [status.value for status in OPEN]
_CLOCKS_DIFFER = timedelta(hours=1)


def free_to_decide(member: Member, *, now: datetime, but: Collection[UUID] = frozenset()) -> QuerySet[RemovalRequest]:
    """Open cases that nobody holds, that wait for nobody else at `now` and on no side of which the member is, the most
    urgent first; without those in `but`. An agent who sent the notice of a case is not known here (permissions are).

    A decision is due so many hours after the last thing that a case waited for, so whatever can be decided is due
    within that time from now. To read no further passes by all cases that still wait, however many there are.
    """
    decidable = (
        Q(status=RequestStatus.IN_REVIEW)
        | Q(status=RequestStatus.AWAITING_BUYER, buyer_reply_due_at__lte=now)
        | Q(status=RequestStatus.MORE_INFORMATION, more_information_due_at__lte=now)
    )
    cases = (
        RemovalRequest.objects.filter(decidable, status__in=_OPEN, due_at__lte=_horizon(now))
        .filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=now))
        .filter(not_prepared())
        .exclude(review__buyer=member)
    )
    if but:
        cases = cases.exclude(pk__in=but)
    if sellers := list(sellers_run_by(member).values_list("pk", flat=True)):
        cases = cases.exclude(seller__in=sellers)
    if partners := list(partners_run_by(member).values_list("pk", flat=True)):
        cases = cases.exclude(review__order__partner__in=partners)
    return cases.order_by("due_at", "id")


def _horizon(now: datetime) -> datetime:
    """The last moment at which a case may be due that can be decided at `now`, under whichever policy it is."""
    longest = max(version.policy.removal.decision_due_hours for version in policy_versions())
    return now + timedelta(hours=longest) + _CLOCKS_DIFFER
