"""Who may write what about orders."""

from __future__ import annotations

from orders.models import Message, Order, Seller, SellerReport
from orders.queries import conversation_visible_to, order_visible_to, runs_seller
from policy.saying import say
from tenants.models import Member, Role
from wire.refusals import NotPermitted, NotThere

_WRITES = {
    Message.Sender.BUYER.value: say("Only the order's buyer writes here as the buyer."),
    Message.Sender.SELLER.value: say("Only the order's seller writes here as the seller."),
}


def check_may_put_orders(by: Member | None) -> None:
    """The marketplace itself, through an integrator's key, or the system (None)."""
    if by is not None and not by.has_role(Role.INTEGRATOR):
        raise NotPermitted("Orders are stated by the marketplace itself, with an integrator's key.")


def check_may_buy(by: Member | None) -> None:
    if by is None or not by.has_role(Role.BUYER):
        raise NotPermitted(say("Only buyers of this marketplace place orders."))


def check_may_sell(by: Member | None, seller: Seller) -> None:
    """Who runs the seller, the marketplace itself through an integrator's key, or the system (None)."""
    if not passes_on_for_others(by) and not runs_seller(by, seller):
        raise NotThere


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
        raise NotPermitted(_WRITES[sender])


def check_is_side(by: Member | None, order: Order, side: Message.Sender, act: str) -> None:
    """`act` is what only that side of the order does, as in "accepts a settlement"."""
    if by is None or not conversation_visible_to(by, order):
        raise NotThere
    if side.value not in sides_of(by, order):
        if side is Message.Sender.BUYER:
            raise NotPermitted(say("Only the order's buyer {act}.", act=act))
        raise NotPermitted(say("Only the order's seller {act}.", act=act))


def check_may_answer_report(by: Member | None, report: SellerReport) -> None:
    """Agents, but for one who runs the seller, or who bought or wrote the report."""
    if by is None or not by.at_the_desk:
        raise NotThere
    if not by.has_role(Role.AGENT):
        raise NotPermitted("Only agents of this marketplace answer reports.")
    if by.pk in (report.by_id, report.order.buyer_id):
        raise NotPermitted("This report is about an order of yours, so somebody else must answer it.")
    if runs_seller(by, report.seller_id):
        raise NotPermitted("You run this seller, so somebody else must answer the report.")


def may_answer_report(by: Member | None, report: SellerReport) -> bool:
    try:
        check_may_answer_report(by, report)
    except (NotPermitted, NotThere):
        return False
    return True
