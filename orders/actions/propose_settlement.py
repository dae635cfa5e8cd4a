"""A seller proposes a mutual agreement: what they do by when, and until when the buyer withdraws the feedback."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from audit.actions.record_entry import record_entry
from orders.agreeing.settling import lock_running, review_stands
from orders.models import Message, Order, Settlement
from orders.permissions import check_is_side
from orders.queries import review_of
from orders.telling.sides import tell_proposal
from policy import time_limits
from policy.document import PolicyDocument
from policy.problems import Problem
from policy.saying import joined, say
from policy.settlements import Terms, may_propose
from policy.terms import OrderStatus, ProblemCode, ReviewStatus
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.refusals import Refused
from wire.text import is_showable


class UnableToProposeSettlement(Refused):
    """`not_allowed_by_policy`, `validation_failed` at a field, `conflict` where one runs or nothing stands."""


@transaction.atomic
def propose_settlement(
    *,
    tenant: Tenant,
    by: Member | None,
    order: Order,
    terms: str,
    perform_by: datetime | None,
    withdraw_by: datetime | None,
    warned_of: str = "",
    now: datetime,
) -> Settlement:
    """The proposal; it binds nobody until the buyer accepts it. `warned_of` is the rule that the seller was shown.

    Raises NotThere, NotPermitted for all but the order's seller, UnableToProposeSettlement with every problem.
    """
    check_is_side(by, order, Message.Sender.SELLER, say("proposes a settlement"))
    order = Order.objects.get(pk=order.pk)
    policy = policy_in_force(at=now).policy
    problems = may_propose(
        policy,
        Terms(terms, perform_by, withdraw_by),
        now,
        review_stands=review_stands(order),
        order_status=OrderStatus(order.status),
    )
    problems += [*_unshowable(terms), *_after_the_buyers_time(order, withdraw_by, policy, tenant)]
    if not problems and lock_running(order, tenant=tenant, now=now) is not None:
        problems = [_one_runs()]
    if problems:
        raise UnableToProposeSettlement(*problems)
    try:
        with transaction.atomic():
            settlement = Settlement.objects.create(
                tenant=tenant,
                order=order,
                proposed_by=by,
                terms=terms.strip(),
                perform_by=perform_by,
                withdraw_by=withdraw_by,
                proposed_at=now,
            )
    except IntegrityError as error:
        if "one_running_settlement_an_order" not in str(error):
            raise
        raise UnableToProposeSettlement(_one_runs()) from None
    data = {"order": str(order.pk), "perform_by": perform_by.isoformat(), "withdraw_by": withdraw_by.isoformat()}
    if warned_of:
        data["warned_of"] = warned_of
    record_entry(tenant=tenant, by=by, action="settlement.proposed", subject=settlement, now=now, data=data)
    tell_proposal(settlement, tenant=tenant, now=now)
    return settlement


def _one_runs() -> Problem:
    detail = say("A settlement about this order runs already. You can propose another one when it has ended.")
    return Problem(ProblemCode.CONFLICT, "/order", detail)


def _unshowable(terms: str) -> list[Problem]:
    if is_showable(terms):
        return []
    detail = say("This has control characters or broken characters, which cannot be kept.")
    return [Problem(ProblemCode.VALIDATION_FAILED, "/terms", detail)]


def _after_the_buyers_time(
    order: Order, withdraw_by: datetime | None, policy: PolicyDocument, tenant: Tenant
) -> list[Problem]:
    """Nobody can promise to withdraw feedback at a time when it cannot be withdrawn any more."""
    review = review_of(order)
    if review is None or review.status != ReviewStatus.PUBLISHED or withdraw_by is None:
        return []
    limit = time_limits.withdrawing(review.published_at, policy, tenant.zone)
    if limit.ends_at is None or withdraw_by <= limit.ends_at:
        return []
    detail = joined(
        say("The buyer could not keep this."), limit.reason, say("Please choose a time before that day ends.")
    )
    return [Problem(ProblemCode.VALIDATION_FAILED, "/withdraw_by", detail)]
