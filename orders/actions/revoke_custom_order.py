"""The seller takes a custom order back before the buyer has taken it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from notifications.actions.notify import notify
from orders.actions.take_custom_order import ENDED
from orders.custom.orders import taken_as
from orders.custom.standing import bring_up_to_date, end_custom_order, lock_custom_order
from orders.models import CustomOrder
from orders.queries import runs_seller
from orders.talking.conduct import hears_of
from orders.telling.sides import page_of
from policy.problems import Problem
from policy.saying import say
from policy.terms import CustomOrderStatus, ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import NotThere, Refused

TAKEN = say("The buyer has taken this custom order and is about to pay for it, so it stays.")


class UnableToRevokeCustomOrder(Refused):
    """`conflict` where the buyer has taken it, or it has ended."""


@transaction.atomic
def revoke_custom_order(*, tenant: Tenant, by: Member | None, custom_order: CustomOrder, now: datetime) -> CustomOrder:
    """The custom order, taken back; its link leads nowhere from now on. Taking it back again changes nothing.

    Raises NotThere for all but who runs its seller, UnableToRevokeCustomOrder.
    """
    if not runs_seller(by, custom_order.seller_id):
        raise NotThere
    held = lock_custom_order(custom_order.pk)
    bring_up_to_date(held, tenant=tenant, now=now)
    if held.status == CustomOrderStatus.REVOKED:
        return held
    if taken_as(held) is not None or held.status != CustomOrderStatus.OPEN:
        detail = TAKEN if taken_as(held) is not None else ENDED[CustomOrderStatus(held.status)]
        raise UnableToRevokeCustomOrder(Problem(ProblemCode.CONFLICT, "", detail))
    end_custom_order(held, CustomOrderStatus.REVOKED, tenant=tenant, by=by, now=now)
    if held.made_in is not None and hears_of(held.buyer, held.seller, held.made_in):
        notify(
            tenant=tenant,
            member=held.buyer,
            kind="custom_order_ended",
            key=f"custom-order:{held.pk}:ended",
            title=say("{seller} took a custom order back: {title}", seller=held.seller.name, title=held.title),
            path=page_of(held.made_in),
            now=now,
        )
    return held
