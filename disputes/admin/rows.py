"""A case or an appeal as one row of its queue: what is due when, where it stands, who works on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from disputes.models import Appeal, RemovalRequest
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


def row_of_case(case: RemovalRequest, *, href: str, member: Member, now: datetime) -> Row:
    who = holder(case, now)
    order = case.review.order
    return Row(
        href=href,
        subject=order.external_id,
        about=order.offer.title if order.offer_id else "",
        seller=case.seller.name,
        status=status_now(case, now),
        due=due_of(case.due_at, now) if case.is_open else None,
        grounds=tuple(ground_name(claim.ground) for claim in case.claims.all()),
        worker=str(who) if who else "",
        mine=who is not None and who.pk == member.pk,
        until=case.claimed_until if who else None,
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
