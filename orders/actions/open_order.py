"""Opens an order that waits to be paid, without asking what offers allow: buying and custom orders end here."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import FulfilledBy, Offer, Order, Seller
from orders.numbers import number_candidates
from orders.permissions import check_may_buy
from orders.queries import runs_seller
from orders.stating.changes import self_dealing
from policy.terms import OrderStatus
from tenants.models import Member, Tenant
from wire.refusals import Refused

TIME_TO_PAY = timedelta(minutes=30)


class UnableToOpenOrder(Refused):
    """`validation_failed`: the buyer runs the seller."""


@transaction.atomic
def open_order(
    *,
    tenant: Tenant,
    buyer: Member | None,
    seller: Seller,
    offer: Offer | None,
    amount: Decimal,
    currency: str,
    quantity: int = 1,
    complete_within_hours: int | None = None,
    start_within_hours: int | None = None,
    now: datetime,
    attempt: str = "",
) -> Order:
    """The order, to be paid within TIME_TO_PAY. The promised hours run from `now`, and again from its payment.

    The same `attempt` (a form sent twice) of one buyer is the order that it made. Raises NotPermitted for who is
    no buyer, UnableToOpenOrder.
    """
    check_may_buy(buyer)
    if runs_seller(buyer, seller):
        raise UnableToOpenOrder(self_dealing())
    numbers = number_candidates("T-", f"{buyer.pk} {attempt}" if attempt else "")
    for number in numbers:
        ours = Order(
            tenant=tenant,
            external_id=number,
            buyer=buyer,
            seller=seller,
            offer=offer,
            status=OrderStatus.AWAITING_PAYMENT,
            fulfilled_by=FulfilledBy.SELLER,
            placed_at=now,
            promised_start_at=_after(now, start_within_hours),
            promised_completion_at=_after(now, complete_within_hours),
            amount=amount,
            currency=currency,
            quantity=quantity,
            pay_by=now + TIME_TO_PAY,
            created_at=now,
            updated_at=now,
        )
        Order.objects.bulk_create([ours], ignore_conflicts=True)
        standing = Order.objects.select_related("offer", "seller", "buyer").get(external_id=number)
        if standing.pk == ours.pk:
            data = {"status": standing.status, "amount": str(amount), "currency": currency, "quantity": quantity}
            record_entry(tenant=tenant, by=buyer, action="order.created", subject=standing, now=now, data=data)
            return standing
        if attempt and standing.buyer_id == buyer.pk:
            return standing
    raise AssertionError("number_candidates never ends")


def order_of_attempt(buyer: Member | None, attempt: str) -> Order | None:
    """The order that this attempt of the buyer made already."""
    if buyer is None or not attempt:
        return None
    number = next(number_candidates("T-", f"{buyer.pk} {attempt}"))
    return Order.objects.select_related("offer", "seller", "buyer").filter(external_id=number, buyer=buyer).first()


def _after(now: datetime, hours: int | None) -> datetime | None:
    return None if hours is None else now + timedelta(hours=hours)
