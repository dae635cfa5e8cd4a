"""Who may write what about orders."""

from __future__ import annotations

from orders.models import Message, Order
from orders.queries import conversation_visible_to, order_visible_to, runs_seller
from tenants.models import Member, Role
from wire.refusals import NotPermitted, NotThere


def check_may_put_orders(by: Member | None) -> None:
    """The marketplace itself, through an integrator's key, or the system (None)."""
    if by is not None and not by.has_role(Role.INTEGRATOR):
        raise NotPermitted("Orders are stated by the marketplace itself, with an integrator's key.")


def sides_of(member: Member, order: Order) -> frozenset[str]:
    """Which sides of the order the member writes for themselves: buyer, seller or none."""
    sides = set()
    if order.buyer_id == member.pk:
        sides.add(Message.Sender.BUYER.value)
    if runs_seller(member, order.seller_id):
        sides.add(Message.Sender.SELLER.value)
    return frozenset(sides)


def passes_on_for_others(by: Member | None) -> bool:
    """Whether the writer is the marketplace, which passes on what either side wrote, and when."""
    return by is None or (by.has_role(Role.INTEGRATOR) and by.acting_for_seller_id is None)


def check_may_send(by: Member | None, order: Order, sender: str) -> None:
    """Each side writes for itself; the marketplace passes on either side's words."""
    if passes_on_for_others(by):
        return
    if not order_visible_to(by, order):
        raise NotThere
    if sender not in sides_of(by, order):
        raise NotPermitted(f"Only the order's {sender} writes here as the {sender}.")


def check_is_side(by: Member | None, order: Order, side: Message.Sender, act: str) -> None:
    """`act` is what only that side of the order does, as in "accepts a settlement"."""
    if by is None or not conversation_visible_to(by, order):
        raise NotThere
    if side.value not in sides_of(by, order):
        raise NotPermitted(f"Only the order's {side} {act}.")
