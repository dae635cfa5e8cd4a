"""The agents' queue: open cases by deadline, narrowed as an agent likes, and how many each way of narrowing leaves.

Every filter is a word under which the case is marked, so that an index gives its cases in the order of deadlines:
the first page costs what a page costs, however long the queue is. The marks of `disputes.queue` say the deadline too;
equal by definition, it is compared, so that the database knows that both orders are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from disputes.models import OPEN, Appeal, Claim, GroupReview, QueueMark, RemovalRequest
from disputes.queries.appeals import OPEN_APPEALS
from disputes.queries.cases import assigned_to
from disputes.queries.searching import Sought, sought
from disputes.queue.bands import UNKNOWN, amounts_in
from disputes.queue.marks import FILED, YES, filed_mark
from orders.queries import sellers_run_by
from policy.terms import RequestStatus
from tenants.models import Member

_OPEN = [status.value for status in OPEN]
_CLOSED = (RequestStatus.DECIDED.value, RequestStatus.WITHDRAWN.value)
_Name = QueueMark.Name
_MANY = 1_000


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


def queue_for(member: Member | None, *, filters: QueueFilters, now: datetime) -> QuerySet[RemovalRequest]:
    """Cases on no side of which the member is, ready to be listed, the most urgent first.

    Open ones, unless a closed status, `appealed` or the search for an order asks for others. Of closed ones nobody
    keeps language and words, so these two find none of them.
    """
    text = filters.search.replace("\0", "").strip()
    meant = sought(text) if text else Sought()
    if meant is None or member is None or not member.at_the_desk:
        return RemovalRequest.objects.none()
    cases = _listed()
    if filters.status in _CLOSED or filters.which == "appealed" or meant.closed_too:
        cases = _of_any_status(cases, filters, meant)
    else:
        cases = _of_the_open(cases, filters, meant, now)
    if filters.status:
        cases = cases.filter(status=filters.status)
    if meant.about is not None:
        cases = cases.filter(meant.about)
    return _standing(cases, filters, member, now).order_by("due_at", "id")


def _listed() -> QuerySet[RemovalRequest]:
    """With what a row of the list shows. Of everything in one statement the planning alone would take longer than
    all the rest, so what few rows share is read after it."""
    return RemovalRequest.objects.select_related("review__order", "seller").prefetch_related(
        "review__order__offer", "review__buyer", "claimed_by", "claims"
    )


def on_no_side(cases: QuerySet[RemovalRequest], member: Member | None) -> QuerySet[RemovalRequest]:
    """Without the cases of sellers whom the member runs and of reviews that they wrote."""
    return cases.exclude(seller__in=sellers_run_by(member)).exclude(review__buyer=member)


def _of_the_open(
    cases: QuerySet[RemovalRequest], filters: QueueFilters, meant: Sought, now: datetime
) -> QuerySet[RemovalRequest]:
    marks = [(name, [value]) for name, value in _marks(filters)]
    marks += [(_Name.WORD, [word]) for word in meant.words]
    if meant.sellers:
        marks.append((_Name.SELLER, [str(each) for each in meant.sellers]))
    until = {"marks__due_at__lte": now} if filters.which == "overdue" else {}
    for name, values in marks:
        one_of = {"marks__value": values[0]} if len(values) == 1 else {"marks__value__in": values}
        cases = cases.filter(marks__name=name, marks__due_at=F("due_at"), **one_of, **until)
    if filters.older_than is not None:
        oldest = _oldest(until=now - timedelta(days=filters.older_than))
        # Of many the first by deadline are among the first that are read; a few could be anywhere.
        cases = cases.filter(pk__in=oldest) if len(oldest) < _MANY else cases
    return cases.filter(status__in=_OPEN)


def _oldest(*, until: datetime) -> list[UUID]:
    """Those filed until then, to the minute; no more than `_MANY`."""
    marks = QueueMark.objects.filter(name=FILED, value__lte=filed_mark(until)).order_by("value", "due_at", "request")
    return list(marks.values_list("request", flat=True)[:_MANY])


def _of_any_status(cases: QuerySet[RemovalRequest], filters: QueueFilters, meant: Sought) -> QuerySet[RemovalRequest]:
    """By what the cases themselves say, for those that have no marks."""
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


def _marks(filters: QueueFilters) -> list[tuple[str, str]]:
    asked = [
        (_Name.GROUND, filters.ground or None),
        (_Name.LANGUAGE, filters.language),
        (_Name.SELLER, str(filters.seller) if filters.seller else None),
        (_Name.VALUE, filters.value or None),
        (_Name.GROUP, YES if filters.grouped else None),
    ]
    return [(name, value) for name, value in asked if value is not None]


def _of_value(band: str) -> Q:
    if band == UNKNOWN:
        return Q(review__order__amount__isnull=True)
    least, below = amounts_in(band)
    bounds = {"review__order__amount__gte": least, "review__order__amount__lt": below}
    given = {name: end for name, end in bounds.items() if end is not None}
    return Q(**given) if given else Q(pk__in=())
