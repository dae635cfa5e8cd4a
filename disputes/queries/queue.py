"""The agents' queue: open cases by deadline, narrowed as an agent likes.

Every filter is a word under which the case is marked, so the first page costs what a page costs, however long the
queue is (see `narrowing`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from disputes.models import OPEN, Appeal, Claim, GroupReview, QueueMark, RemovalRequest
from disputes.queries.appeals import OPEN_APPEALS
from disputes.queries.cases import assigned_to
from disputes.queries.narrowing import Way, first_of
from disputes.queries.searching import Sought, sought
from disputes.queue.bands import UNKNOWN, amounts_in
from disputes.queue.marks import YES, filed_mark
from orders.queries import sellers_run_by
from policy.terms import RequestStatus
from tenants.models import Member

_OPEN = [status.value for status in OPEN]
_CLOSED = (RequestStatus.DECIDED.value, RequestStatus.WITHDRAWN.value)
_Name = QueueMark.Name
_LISTED = (
    *("tenant", "seller__name", "status", "origin", "filed_at", "due_at", "buyer_reply_due_at"),
    *("more_information_due_at", "claimed_until", "claimed_by__name", "claimed_by__email", "claimed_by__external_id"),
    *("review__hidden_at", "review__order__external_id", "review__order__offer__title"),
)
"""What a list shows of a case; reading all of it takes three times as long."""


@dataclass(frozen=True, slots=True)
class QueueFilters:
    """How the queue is narrowed; whatever is not given narrows nothing."""

    status: str = ""
    ground: str = ""
    language: str | None = None
    """A code of two letters; "" for comments of which no program can tell the language."""
    seller: UUID | None = None
    value: str = ""
    """A key of VALUE_BANDS."""
    grouped: bool = False
    which: str = ""
    """mine, unclaimed, overdue, held or appealed."""
    older_than: int | None = None
    """Days since the filing, to the minute."""
    assigned: UUID | None = None
    """The member who holds the case now."""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """A narrowed queue, ready to be listed, the most urgent first: those of `among` that `ids` name, where it does."""

    among: QuerySet[RemovalRequest]
    ids: list[str] | None = None
    """In their order, where marks narrow the queue: no more than 1,001, which is more than a list shows."""

    @property
    def cases(self) -> QuerySet[RemovalRequest]:
        return self.among if self.ids is None else self.among.filter(pk__in=self.ids)


def queue_for(member: Member | None, *, filters: QueueFilters, now: datetime) -> Queue:
    """Cases on no side of which the member is.

    Open ones, unless a closed status, `appealed` or the search for an order asks for others. Of closed ones nobody
    keeps language and words, so these two find none of them.
    """
    text = filters.search.replace("\0", "").strip()
    meant = sought(text) if text else Sought()
    if meant is None or member is None or not member.at_the_desk:
        return Queue(RemovalRequest.objects.none())
    asks_for_closed = filters.status in _CLOSED or filters.which == "appealed" or meant.closed_too
    cases = _by_themselves(filters, meant) if asks_for_closed else RemovalRequest.objects.filter(status__in=_OPEN)
    if filters.status:
        cases = cases.filter(status=filters.status)
    if meant.about is not None:
        cases = cases.filter(meant.about)
    cases = _standing(cases, filters, member, now)
    ways = [] if asks_for_closed else _ways(filters, meant, now)
    if not ways:
        return Queue(_listed(cases))
    few = filters.which == "mine" or filters.assigned is not None or meant.about is not None
    status = RequestStatus.AWAITING_APPROVAL if filters.which == "held" else filters.status
    others = RemovalRequest.objects.filter(status=status) if status else None
    ids = first_of(cases, ways, others=others, few=few)
    return Queue(_listed(RemovalRequest.objects.all()), ids)


def _listed(cases: QuerySet[RemovalRequest]) -> QuerySet[RemovalRequest]:
    joined = cases.select_related("review__order__offer", "seller", "claimed_by").only(*_LISTED)
    return joined.prefetch_related("claims").order_by("due_at", "id")


def on_no_side(cases: QuerySet[RemovalRequest], member: Member | None) -> QuerySet[RemovalRequest]:
    """Without the cases of sellers whom the member runs and of reviews that they wrote."""
    bought = RemovalRequest.objects.filter(review__buyer=member)
    return cases.exclude(seller__in=sellers_run_by(member)).exclude(pk__in=bought.values("pk"))


def _ways(filters: QueueFilters, meant: Sought, now: datetime) -> list[Way]:
    asked = [
        (_Name.GROUND, filters.ground or None),
        (_Name.LANGUAGE, filters.language),
        (_Name.SELLER, str(filters.seller) if filters.seller else None),
        (_Name.VALUE, filters.value or None),
        (_Name.GROUP, YES if filters.grouped else None),
        *((_Name.WORD, word) for word in meant.words),
    ]
    ways = [Way({"name": name, "value": value}) for name, value in asked if value is not None]
    if meant.sellers:
        ways.append(Way({"name": _Name.SELLER, "value__in": [str(each) for each in meant.sellers]}, in_order=False))
    if filters.older_than is not None:
        until = filed_mark(now - timedelta(days=filters.older_than))
        ways.append(Way({"name": _Name.FILED, "value__lte": until}, in_order=False, said_by_case=True))
    if filters.which == "overdue":
        ways = [replace(way, marks={**way.marks, "due_at__lte": now}) for way in ways]
    return ways


def _by_themselves(filters: QueueFilters, meant: Sought) -> QuerySet[RemovalRequest]:
    """Narrowed by what cases themselves say, since closed ones have no marks."""
    cases = RemovalRequest.objects.all()
    if filters.ground:
        cases = cases.filter(Exists(Claim.objects.filter(request=OuterRef("pk"), ground=filters.ground)))
    if filters.seller:
        cases = cases.filter(seller=filters.seller)
    if meant.sellers:
        cases = cases.filter(seller__in=meant.sellers)
    if filters.value:
        cases = cases.filter(_of_value(filters.value))
    if filters.grouped:
        cases = cases.filter(Exists(GroupReview.objects.filter(review=OuterRef("review"))))
    kept = [(_Name.WORD, word) for word in meant.words]
    if filters.language is not None:
        kept.append((_Name.LANGUAGE, filters.language))
    for name, value in kept:
        cases = cases.filter(Exists(QueueMark.objects.filter(request=OuterRef("pk"), name=name, value=value)))
    return cases


def _standing(
    cases: QuerySet[RemovalRequest], filters: QueueFilters, member: Member | None, now: datetime
) -> QuerySet[RemovalRequest]:
    """Narrowed by where the cases stand at `now` and who works on them."""
    open_appeals = Appeal.objects.filter(status__in=[status.value for status in OPEN_APPEALS])
    conditions = {
        "mine": lambda: assigned_to(member, now),
        "unclaimed": lambda: Q(claimed_until__isnull=True) | Q(claimed_until__lte=now),
        "overdue": lambda: Q(due_at__lte=now, status__in=_OPEN),
        "held": lambda: Q(status=RequestStatus.AWAITING_APPROVAL),
        "appealed": lambda: Q(pk__in=open_appeals.values("decision__request")),
    }
    if filters.which in conditions:
        cases = cases.filter(conditions[filters.which]())
    if filters.assigned is not None:
        cases = cases.filter(claimed_by=filters.assigned, claimed_until__gt=now)
    if filters.older_than is not None:
        until = now - timedelta(days=filters.older_than)
        cases = cases.filter(filed_at__lt=until.replace(second=0, microsecond=0) + timedelta(minutes=1))
    return on_no_side(cases, member)


def _of_value(band: str) -> Q:
    if band == UNKNOWN:
        return Q(review__order__amount__isnull=True)
    least, below = amounts_in(band)
    bounds = {"review__order__amount__gte": least, "review__order__amount__lt": below}
    given = {name: end for name, end in bounds.items() if end is not None}
    return Q(**given) if given else Q(pk__in=())
