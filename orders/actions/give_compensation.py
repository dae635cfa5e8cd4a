"""A seller makes something good: a thing of value, tied to nothing, least of all to feedback."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Compensation, Message, Order
from orders.permissions import check_is_side
from policy.compensations import may_give
from policy.problems import Problem
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.refusals import Refused
from wire.text import is_showable

MOST = Decimal("999999999999.99")
CENTS = Decimal("0.01")


class UnableToGiveCompensation(Refused):
    """`not_allowed_by_policy` for a kind or a text that names feedback; `validation_failed` at a field."""


@transaction.atomic
def give_compensation(
    *,
    tenant: Tenant,
    by: Member | None,
    order: Order,
    kind: str,
    description: str,
    amount: str | None = None,
    now: datetime,
) -> Compensation:
    """The compensation, for good. `amount` is a decimal text in the order's currency, or None.

    Raises NotThere, NotPermitted for all but the order's seller, UnableToGiveCompensation with every problem.
    """
    check_is_side(by, order, Message.Sender.SELLER, "gives a compensation")
    amount = (amount or "").strip() or None
    problems = may_give(policy_in_force(at=now).policy, kind, description, amount, paid=order.amount)
    if problems := problems or [*_unshowable(description), *_uncountable(amount)]:
        raise UnableToGiveCompensation(*problems)
    compensation = Compensation.objects.create(
        tenant=tenant,
        order=order,
        kind=kind,
        description=description.strip(),
        amount=Decimal(amount) if amount else None,
        currency=order.currency if amount else "",
        given_by=by,
        given_at=now,
    )
    data = {"order": str(order.pk), "kind": kind, "amount": amount}
    record_entry(tenant=tenant, by=by, action="compensation.given", subject=compensation, now=now, data=data)
    return compensation


def _unshowable(description: str) -> list[Problem]:
    if is_showable(description):
        return []
    detail = "This has control characters or broken characters, which cannot be kept."
    return [Problem(ProblemCode.VALIDATION_FAILED, "/description", detail)]


def _uncountable(amount: str | None) -> list[Problem]:
    """Larger or finer than money is kept."""
    if amount is None:
        return []
    try:
        kept = Decimal(amount) <= MOST and Decimal(amount) == Decimal(amount).quantize(CENTS)
    except InvalidOperation:
        kept = False
    detail = f"Please write an amount of at most {MOST:,}, with no more than two decimal places."
    return [] if kept else [Problem(ProblemCode.VALIDATION_FAILED, "/amount", detail)]
