"""The buyer of a custom order takes it: from then on it is an order that waits for its payment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.actions.ensure_offer import ensure_offer
from orders.actions.open_order import open_order
from orders.custom.orders import leads_to_it, taken_as
from orders.custom.standing import bring_up_to_date, lock_custom_order
from orders.models import CustomOrder, Order
from policy.problems import Problem
from policy.saying import say
from policy.terms import CustomOrderStatus, ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import NotThere, Refused

ENDED = {
    CustomOrderStatus.EXPIRED: say("The time for this custom order is over. Ask the seller for a new one."),
    CustomOrderStatus.REVOKED: say("The seller has taken this custom order back."),
    CustomOrderStatus.PAID: say("You have bought this already."),
}


class UnableToTakeCustomOrder(Refused):
    """`conflict` where it has ended."""


@transaction.atomic
def take_custom_order(*, tenant: Tenant, by: Member | None, custom_order: CustomOrder, now: datetime) -> Order:
    """The order that it becomes; taking it again gives the same one, until that one is canceled for want of payment.

    Raises NotThere for everybody but its buyer, UnableToTakeCustomOrder.
    """
    if by is None or custom_order.buyer_id != by.pk:
        raise NotThere
    held = lock_custom_order(custom_order.pk)
    if (order := taken_as(held)) is not None:
        return order
    bring_up_to_date(held, tenant=tenant, now=now)
    if not leads_to_it(held, now):
        detail = ENDED[CustomOrderStatus(held.status)]
        raise UnableToTakeCustomOrder(Problem(ProblemCode.CONFLICT, "", detail))
    offer = ensure_offer(
        tenant=tenant,
        seller=held.seller,
        external_id=f"custom-{held.pk}",
        title=held.title,
        description=held.description,
    )
    order = open_order(
        tenant=tenant,
        buyer=by,
        seller=held.seller,
        offer=offer,
        amount=held.amount,
        currency=held.currency,
        quantity=1,
        complete_within_hours=held.complete_within_hours,
        start_within_hours=None,
        now=now,
    )
    held.order = order
    held.version += 1
    held.save(update_fields=["order", "version"])
    data = {"order": str(order.pk)}
    record_entry(tenant=tenant, by=by, action="custom_order.taken", subject=held, now=now, data=data)
    return order
