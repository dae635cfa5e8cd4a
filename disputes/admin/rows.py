"""A case or an appeal as one row of its queue: what is due when, where it stands, who works on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from disputes.models import Appeal, Origin, RemovalRequest
from disputes.progress import deadline_passed, holder
from policy.grounds import GROUNDS
from policy.terms import GroundKey, RequestStatus
from tenants.models import Member

SOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Due:
    """When a decision is due, seen from `now`."""

    at: datetime
    left: timedelta
    over: bool

    @property
    def tone(self) -> str:
        if self.over:
            return "danger"
        return "warning" if self.left < SOON else "neutral"


@dataclass(frozen=True, slots=True)
class Row:
    href: str
    subject: str
    about: str
    seller: str
    status: str
    due: Due | None
    grounds: tuple[str, ...]
    worker: str
    mine: bool
    until: datetime | None
    seller_id: UUID | None = None
    why: tuple[str, ...] = ()
    """What is behind the case's place in the queue, in words."""
    decided: bool = False
    """Somebody has decided it, and it takes effect in a moment."""
    handed_over: bool = False
    """To whoever looks at the list, and nobody else works on it."""
    replied: bool = False
    reply_due_at: datetime | None = None
    party: str = ""
    outcome: str = ""


def due_of(at: datetime, now: datetime) -> Due:
    return Due(at, abs(at - now), over=at <= now)


def status_now(case: RemovalRequest, now: datetime) -> str:
    """Where the case stands by the clock: a deadline that has passed has taken effect, swept or not."""
    return RequestStatus.IN_REVIEW if deadline_passed(case, now) else RequestStatus(case.status)


def ground_name(key: str) -> str:
    return GROUNDS[GroundKey(key)].text.name


def why_there(case: RemovalRequest, now: datetime) -> tuple[str, ...]:
    """What is behind the time at which the case is due, and who waits meanwhile."""
    told = []
    if case.origin == Origin.NOTICE:
        told.append("A notice of unlawful content")
    if case.review.hidden_at is not None:
        told.append("Nobody can read the review until it is decided")
    if deadline_passed(case, now):
        told.append("The time to reply is over")
    elif case.status == RequestStatus.MORE_INFORMATION:
        told.append("Due after the seller's time to answer")
    elif case.status == RequestStatus.AWAITING_BUYER:
        told.append("Due after the buyer's time to reply")
    return tuple(told)


def row_of_case(
    case: RemovalRequest,
    *,
    href: str,
    member: Member,
    now: datetime,
    handed_over: bool = False,
    decided: bool = False,
) -> Row:
    who = holder(case, now)
    order = case.review.order
    return Row(
        href=href,
        subject=order.external_id,
        about=order.offer.title if order.offer_id else "",
        seller=case.seller.name,
        seller_id=case.seller_id,
        why=why_there(case, now) if case.is_open else (),
        status=status_now(case, now),
        due=due_of(case.due_at, now) if case.is_open else None,
        grounds=tuple(ground_name(claim.ground) for claim in case.claims.all()),
        worker=str(who) if who else "",
        mine=who is not None and who.pk == member.pk,
        until=case.claimed_until if who else None,
        decided=decided,
        handed_over=handed_over and case.is_open and (who is None or who.pk == member.pk),
        replied=case.has_reply,
        reply_due_at=case.buyer_reply_due_at,
    )


def row_of_appeal(appeal: Appeal, *, href: str, member: Member, now: datetime) -> Row:
    who = holder(appeal, now)
    case = appeal.decision.request
    return Row(
        href=href,
        subject=case.review.order.external_id,
        about="",
        seller=case.seller.name,
        status=appeal.status,
        due=due_of(appeal.due_at, now) if appeal.decided_at is None else None,
        grounds=(ground_name(appeal.decision.ground),) if appeal.decision.ground else (),
        worker=str(who) if who else "",
        mine=who is not None and who.pk == member.pk,
        until=appeal.claimed_until if who else None,
        party=appeal.party,
        outcome=appeal.decision.outcome,
    )
