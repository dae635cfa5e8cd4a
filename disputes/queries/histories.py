"""What is known of the two sides of a case: their other cases, what came of them, and steps against misuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from disputes.models import Claim, Decision, MisuseStep, Origin, RemovalRequest
from disputes.queries.fair_use import FairUse
from disputes.queries.misuse import standing_decisions
from disputes.queries.steps import status_at
from orders.queries import sellers_run_by
from policy.document import PolicyDocument
from policy.terms import MisuseKind, MisuseSubject, Outcome, RequestStatus, SuspensionStatus
from tenants.models import Member

MOST_OF_BUYER = 100
MOST_OF_SELLER = 200
YEAR = timedelta(days=365)
ABOUT_BUYER, OF_SELLER = "buyer", "seller"
_OPEN_OR_SO = "open"


@dataclass(frozen=True, slots=True)
class PastCase:
    """Another case as its line tells it; `outcome` is of the decision that stands, '' while there is none."""

    id: UUID
    status: str
    filed_at: datetime
    origin: str
    outcome: str
    grounds: tuple[str, ...]
    review_id: UUID
    order: str
    seller: str

    @property
    def ended(self) -> str:
        """The outcome; withdrawn; or open."""
        if self.status == RequestStatus.WITHDRAWN:
            return RequestStatus.WITHDRAWN.value
        return self.outcome if self.status == RequestStatus.DECIDED else _OPEN_OR_SO


@dataclass(frozen=True, slots=True)
class PastCases:
    """The newest first. `capped`: there are more than were read."""

    cases: tuple[PastCase, ...]
    capped: bool

    def by_end(self) -> dict[str, int]:
        """How many ended how; the open ones last."""
        ends: dict[str, int] = {}
        for each in self.cases:
            ends[each.ended] = ends.get(each.ended, 0) + 1
        order = [*(outcome.value for outcome in Outcome), RequestStatus.WITHDRAWN.value, _OPEN_OR_SO]
        return {end: ends[end] for end in order if end in ends}


@dataclass(frozen=True, slots=True)
class Histories:
    """`of_seller` are the requests that the seller filed in the year before; `about_buyer` all about their reviews."""

    about_buyer: PastCases
    of_seller: PastCases
    fair_use: FairUse
    buyer_steps: tuple[MisuseStep, ...] = ()
    seller_steps: tuple[MisuseStep, ...] = field(default=())


def histories_of(case: RemovalRequest, *, member: Member | None, now: datetime) -> Histories:
    """In three queries, whoever they are. Cases on whose side `member` is are not there for them."""
    rows: dict[str, list[PastCase]] = {ABOUT_BUYER: [], OF_SELLER: []}
    buyer_rows = _rows(
        _not_of(member).filter(review__buyer=case.review.buyer_id).exclude(pk=case.pk), ABOUT_BUYER, MOST_OF_BUYER
    )
    seller_rows = _rows(
        _not_of(member)
        .filter(seller=case.seller_id, origin=Origin.SELLER, filed_at__gt=now - YEAR, filed_at__lte=now)
        .exclude(pk=case.pk),
        OF_SELLER,
        MOST_OF_SELLER,
    )
    for side, *values, grounds, review_id, order, seller in buyer_rows.union(seller_rows, all=True):
        rows[side].append(PastCase(*values, tuple(sorted(grounds)), review_id, order, seller))
    steps = _steps(case)
    in_force = [step for step in steps if _is_in_force(step, now)]
    return Histories(
        _sorted(rows[ABOUT_BUYER], MOST_OF_BUYER),
        _sorted(rows[OF_SELLER], MOST_OF_SELLER),
        _fair_use(case, [each for each in in_force if each.seller_id], now),
        tuple(step for step in steps if step.member_id),
        tuple(step for step in steps if step.seller_id),
    )


def _not_of(member: Member | None) -> QuerySet[RemovalRequest]:
    cases = RemovalRequest.objects.all()
    if member is None:
        return cases
    return cases.exclude(seller__in=sellers_run_by(member)).exclude(review__buyer=member)


def _rows(cases: QuerySet[RemovalRequest], side: str, limit: int) -> QuerySet[Any]:
    """Lines of the newest, one more than are shown; in the order of PastCase behind the side."""
    stands = Decision.objects.filter(
        Q(held=False) | Q(approval__approved=True), request=OuterRef("pk"), superseded_by__isnull=True
    )
    grounds = Claim.objects.filter(request=OuterRef("pk")).values("ground")
    return (
        cases.order_by("-filed_at", "-id")
        .annotate(
            side=Value(side),
            outcome=Coalesce(Subquery(stands.values("outcome")[:1]), Value(""), output_field=CharField()),
            grounds=ArraySubquery(grounds),
            order=F("review__order__external_id"),
            seller_name=F("seller__name"),
        )
        .values_list(
            *("side", "id", "status", "filed_at", "origin", "outcome"),
            *("grounds", "review_id", "order", "seller_name"),
        )[: limit + 1]
    )


def _sorted(found: list[PastCase], limit: int) -> PastCases:
    newest = sorted(found, key=lambda each: (each.filed_at, each.id), reverse=True)
    return PastCases(tuple(newest[:limit]), len(newest) > limit)


def _steps(case: RemovalRequest) -> list[MisuseStep]:
    """Confirmed steps against the seller, and against the buyer as a buyer, the newest first."""
    told = Q(status__in=[SuspensionStatus.ACTIVE, SuspensionStatus.ENDED, SuspensionStatus.LIFTED])
    against = Q(seller=case.seller_id) | Q(member=case.review.buyer_id, subject=MisuseSubject.BUYER)
    return list(MisuseStep.objects.filter(told & against).order_by("-confirmed_at", "-id"))


def _is_in_force(step: MisuseStep, now: datetime) -> bool:
    return status_at(step, now) is SuspensionStatus.ACTIVE and step.confirmed_at <= now


def _fair_use(case: RemovalRequest, steps: list[MisuseStep], now: datetime) -> FairUse:
    """As `fair_use_of`, counted by the database: a seller may have thousands of decided cases."""
    policy: PolicyDocument = case.policy_version.policy
    since = now - timedelta(days=policy.misuse.within_days)
    theirs = standing_decisions(since, now).filter(request__seller=case.seller_id, request__origin=Origin.SELLER)
    counted = theirs.order_by().aggregate(
        decided=Count("pk"), groundless=Count("pk", filter=Q(outcome=Outcome.KEEP, good_faith=False))
    )
    ends = [step.ends_at for step in steps if step.kind == MisuseKind.SUSPENSION]
    return FairUse(
        groundless=counted["groundless"],
        cautions=sum(step.kind == MisuseKind.CAUTION for step in steps),
        suspended_until=max(ends, default=None),
        decided=counted["decided"],
        steps=tuple(steps),
    )
