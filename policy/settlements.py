"""Mutual agreements: when one may be proposed, accepted and performed, and what time makes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from policy.document import PolicyDocument
from policy.lifecycle import SETTLEMENT
from policy.phrases import moment_in_words, order_is
from policy.problems import Problem
from policy.saying import Said, joined, say
from policy.terms import OrderStatus, ProblemCode, SettlementStatus

MAX_TERMS: Final = 4000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What one side proposes. The times are aware, each the first instant at which it is too late."""

    terms: str
    perform_by: datetime | None
    """Until when the seller must have performed; also the end of the time to accept."""
    withdraw_by: datetime | None
    """Until when the buyer must have withdrawn the feedback, once the seller has performed."""


_IT_IS: Final = {
    SettlementStatus.PROPOSED: say("This settlement is proposed"),
    SettlementStatus.ACCEPTED: say("This settlement is accepted"),
    SettlementStatus.PERFORMED: say("This settlement is performed"),
    SettlementStatus.HONOURED: say("This settlement is honoured"),
    SettlementStatus.BREACHED: say("This settlement is breached"),
    SettlementStatus.DECLINED: say("This settlement is declined"),
    SettlementStatus.EXPIRED: say("This settlement is expired"),
    SettlementStatus.WITHDRAWN: say("This settlement is withdrawn"),
    SettlementStatus.FAILED: say("This settlement is failed"),
}


def may_propose(
    policy: PolicyDocument,
    terms: Terms,
    now: datetime,
    *,
    review_stands: bool,
    order_status: OrderStatus,
) -> list[Problem]:
    """Everything that stands in the way of a proposal, each beside its field; empty when nothing does."""
    if not policy.orders.settlements_allowed:
        detail = say("Settlements about feedback are not possible in this marketplace.")
        return [Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, "", detail)]
    problems = [*_terms_problems(terms.terms), *_time_problems(terms, now)]
    if not review_stands:
        # Agreed on beforehand, it would buy the feedback instead of settling a disagreement about it.
        detail = say(
            "This order is {status} and has no standing feedback, so there is nothing to settle yet.",
            status=order_is(order_status),
        )
        problems.append(Problem(ProblemCode.CONFLICT, "", detail))
    return problems


def may_accept(status: SettlementStatus, perform_by: datetime, now: datetime, *, timezone: tzinfo) -> list[Problem]:
    """A proposal binds both sides until the time to perform is over; after it there is nothing to accept."""
    return _moves(status, SettlementStatus.ACCEPTED) or _in_time(
        perform_by, now, timezone, say("It can no longer be accepted.")
    )


def may_decline(status: SettlementStatus) -> list[Problem]:
    """Whoever was asked may say no for as long as the proposal is open."""
    return _moves(status, SettlementStatus.DECLINED)


def may_withdraw(status: SettlementStatus) -> list[Problem]:
    """Whoever proposed it may take it back for as long as nobody has answered."""
    return _moves(status, SettlementStatus.WITHDRAWN)


def may_perform(status: SettlementStatus, perform_by: datetime, now: datetime, *, timezone: tzinfo) -> list[Problem]:
    """What the buyer accepted is performed in time, or not at all."""
    return _moves(status, SettlementStatus.PERFORMED) or _in_time(
        perform_by, now, timezone, say("What is performed later no longer binds the buyer.")
    )


def due_status(
    status: SettlementStatus,
    perform_by: datetime,
    withdraw_by: datetime,
    review_withdrawn: bool,
    now: datetime,
) -> SettlementStatus | None:
    """The status that time brings by itself; None where it stays as it is.

    `review_withdrawn` is true once the feedback no longer stands, for whatever reason.
    """
    match status:
        case SettlementStatus.PROPOSED if now >= perform_by:
            return SettlementStatus.EXPIRED
        case SettlementStatus.ACCEPTED if now >= perform_by:
            return SettlementStatus.FAILED
        case SettlementStatus.PERFORMED if review_withdrawn:
            return SettlementStatus.HONOURED
        case SettlementStatus.PERFORMED if now >= withdraw_by:
            return SettlementStatus.BREACHED
    return None


def _terms_problems(terms: str) -> list[Problem]:
    text = terms.strip()
    if not text:
        return [_invalid("/terms", say("Please write what each side agrees to do."))]
    if len(text) > MAX_TERMS:
        over = say("The terms can have up to {most} characters; these have {number}.", most=MAX_TERMS, number=len(text))
        return [_invalid("/terms", over)]
    return []


def _time_problems(terms: Terms, now: datetime) -> list[Problem]:
    problems: list[Problem] = []
    if terms.perform_by is None:
        problems.append(_invalid("/perform_by", say("Please say by when the seller will have performed.")))
    elif terms.perform_by <= now:
        detail = say("This time has already passed; please choose a later one, so that the seller can perform.")
        problems.append(_invalid("/perform_by", detail))
    if terms.withdraw_by is None:
        problems.append(_invalid("/withdraw_by", say("Please say by when the feedback will be withdrawn.")))
    elif terms.perform_by is not None and terms.withdraw_by <= terms.perform_by:
        detail = say("Please choose a time after the seller has performed, so that the buyer can see it first.")
        problems.append(_invalid("/withdraw_by", detail))
    return problems


def _moves(status: SettlementStatus, new: SettlementStatus) -> list[Problem]:
    if new in SETTLEMENT.next_of(status):
        return []
    return [Problem(ProblemCode.CONFLICT, "", _CANNOT[new](_IT_IS[status]))]


_CANNOT: Final[Mapping[SettlementStatus, Callable[[Said], Said]]] = {
    SettlementStatus.ACCEPTED: lambda it_is: say("{it_is}, so it cannot be accepted now.", it_is=it_is),
    SettlementStatus.DECLINED: lambda it_is: say("{it_is}, so it cannot be declined now.", it_is=it_is),
    SettlementStatus.WITHDRAWN: lambda it_is: say("{it_is}, so it cannot be withdrawn now.", it_is=it_is),
    SettlementStatus.PERFORMED: lambda it_is: say("{it_is}, so it cannot be performed now.", it_is=it_is),
}
"""By what somebody wanted to do."""


def _in_time(perform_by: datetime, now: datetime, timezone: tzinfo, consequence: Said) -> list[Problem]:
    if now < perform_by:
        return []
    when = moment_in_words(perform_by, timezone)
    over = say("This settlement was to be performed before {moment}, and that time has passed.", moment=when)
    return [Problem(ProblemCode.CONFLICT, "", joined(over, consequence))]


def _invalid(pointer: str, detail: str) -> Problem:
    return Problem(ProblemCode.VALIDATION_FAILED, pointer, detail)
