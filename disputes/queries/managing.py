"""What the Feedback Manager knows of cases: where each review's last one stands, and which reviews wait for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from disputes.models import OPEN, Decision, Origin, RemovalRequest
from feedback.queries import contestable
from policy.document import PolicyDocument
from policy.terms import Outcome, RequestStatus

if TYPE_CHECKING:
    from orders.models import Seller

RUNNING, KEPT, CHANGED, WITHDRAWN, NONE = "running", "kept", "changed", "withdrawn", "none"
STATES = (NONE, RUNNING, KEPT, CHANGED, WITHDRAWN)
SOON = 7
"""Days left from which on a review that may still be contested is worth a sentence."""

_OPEN = [status.value for status in OPEN]
_DUE = {
    RequestStatus.AWAITING_BUYER: "buyer_reply_due_at",
    RequestStatus.MORE_INFORMATION: "more_information_due_at",
}


@dataclass(frozen=True, slots=True)
class LastCase:
    """The seller's newest case about a review; `outcome` is that of the decision that holds, "" before one."""

    id: UUID
    status: RequestStatus
    outcome: str
    due_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


def with_last_case(reviews: QuerySet) -> QuerySet:
    """The reviews with a column `last_case`, which `last_case_of` reads."""
    cases = _of_seller().filter(review=OuterRef("pk"), seller=OuterRef("seller")).order_by("-filed_at", "-id")
    outcome = _in_effect().filter(request=OuterRef("pk")).order_by("-decided_at", "-id").values("outcome")[:1]
    columns = {name: name for name in ("id", "status", "due_at", *_DUE.values())}
    told = cases.values(told=JSONObject(**columns, outcome=Subquery(outcome)))
    return reviews.annotate(last_case=Subquery(told[:1]))


def last_case_of(review: Any, now: datetime) -> LastCase | None:
    """Where it stands at `now`: a deadline that has passed counts, whether or not the sweep came by."""
    row = review.last_case
    if row is None:
        return None
    status = RequestStatus(row["status"])
    waits_until = parse_datetime(row[_DUE[status]] or "") if status in _DUE else None
    if waits_until is not None and now >= waits_until:
        status, waits_until = RequestStatus.IN_REVIEW, None
    due_at = waits_until or parse_datetime(row["due_at"] or "")
    return LastCase(UUID(row["id"]), status, row["outcome"] or "", due_at if status in OPEN else None)


def in_state(state: str, seller: Seller) -> Q:
    """Reviews of the seller with a case in that state, one of STATES; "none": without any."""
    cases = _of_seller().filter(seller=seller)
    if state == NONE:
        return ~Q(Exists(cases.filter(review=OuterRef("pk"))))
    if state == RUNNING:
        return Q(pk__in=cases.filter(status__in=_OPEN).values("review"))
    if state == WITHDRAWN:
        return Q(pk__in=cases.filter(status=RequestStatus.WITHDRAWN).values("review"))
    decided = _in_effect().filter(request__in=cases.filter(status=RequestStatus.DECIDED))
    kept = Q(outcome=Outcome.KEEP)
    return Q(pk__in=decided.filter(kept if state == KEPT else ~kept).values("review"))


def soon_too_late(policy: PolicyDocument, today: date) -> Subquery:
    """A column of sellers: `{number, first}` of negative reviews that nobody contested and that may be contested for
    at most SOON more days; `first` is the day of the earliest one's publication."""
    until = today - timedelta(days=policy.removal.cutoff_days - SOON)
    waiting = contestable(policy=policy, today=today, derived=False).filter(
        ~Exists(_of_seller().filter(review=OuterRef("pk"), seller=OuterRef("seller"))),
        seller=OuterRef("pk"),
        published_on__lte=until,
    )
    counted = waiting.order_by().values("seller").annotate(number=Count("pk"), first=Min("published_on"))
    return Subquery(counted.values(told=JSONObject(number=F("number"), first=F("first"))))


def _of_seller() -> QuerySet[RemovalRequest]:
    """Notices of others are no cases of the seller."""
    return RemovalRequest.objects.exclude(origin=Origin.NOTICE)


def _in_effect() -> QuerySet[Decision]:
    took_effect = Q(held=False) | Q(approval__approved=True)
    return Decision.objects.filter(took_effect, superseded_by__isnull=True)
