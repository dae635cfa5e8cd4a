"""Who runs a seller, and the rules that its team keeps while it changes."""

from __future__ import annotations

from django.db.models import QuerySet

from orders.models import Order, Seller, SellerSeat
from orders.queries import runs_seller
from tenants.models import Member
from wire.refusals import NotThere


def seats_of(seller: Seller) -> QuerySet[SellerSeat]:
    """The team, by name."""
    return SellerSeat.objects.filter(seller=seller).select_related("member").order_by("member__name", "pk")


def seat_of_id(seller: Seller, seat_id: object) -> SellerSeat | None:
    """The seat of that id at this seller, or None."""
    return SellerSeat.objects.select_related("member").filter(seller=seller, pk=seat_id).first()


def locked_team(by: Member | None, seller: Seller) -> Seller:
    """The seller, held until the transaction ends, so that a team changes one step at a time.

    Whoever does not run it (any more) does not find it: NotThere.
    """
    held = Seller.objects.select_for_update(of=("self",), no_key=True).filter(pk=seller.pk).first()
    if held is None or by is None or by.acting_for_seller_id is not None or not runs_seller(by, held):
        raise NotThere
    return held


def member_with_address(email: str) -> Member | None:
    """The member of this marketplace who signs in with that e-mail address, or None."""
    found = Member.objects.filter(user__email__iexact=email, user__is_active=True)
    return found.order_by("joined_at", "id").first() if email else None


def has_bought_from(member: Member, seller: Seller) -> bool:
    return Order.objects.filter(seller=seller, buyer=member).exists()
