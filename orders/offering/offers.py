"""Reads of offers: what is sold, to whom it shows, and how it stands at a moment."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from orders.models import Offer, Order, Seller
from orders.queries import runs_seller, sees_every_order, sellers_run_by
from policy.terms import OrderStatus
from tenants.models import Member
from wire.refusals import NotThere

RUNNING = (OrderStatus.AWAITING_PAYMENT, OrderStatus.IN_PROGRESS, OrderStatus.DELIVERED)


class Sale(StrEnum):
    """How an offer stands with buyers."""

    ON_SALE = "on sale"
    PAUSED = "paused"
    SOLD_OUT = "sold out"
    UNLISTED = "not listed"


def sale_of(offer: Offer, now: datetime) -> Sale:
    if not offer.listed:
        return Sale.UNLISTED
    if offer.is_paused(now):
        return Sale.PAUSED
    return Sale.SOLD_OUT if offer.stock == 0 else Sale.ON_SALE


def public_offer(offer_id: UUID) -> Offer:
    """An offer that is sold on these pages. Raises NotThere."""
    offer = Offer.objects.filter(pk=offer_id, listed=True).select_related("seller").first()
    if offer is None:
        raise NotThere
    return offer


def listed_offers_of(seller: Seller) -> QuerySet[Offer]:
    return Offer.objects.filter(seller=seller, listed=True)


def offers_run_by(member: Member | None) -> QuerySet[Offer]:
    """Those of the sellers that the member runs, each with how many orders of it run."""
    running = Count("orders", filter=Q(orders__status__in=RUNNING))
    mine = Offer.objects.filter(seller__in=sellers_run_by(member)).exclude(external_id__startswith="custom-")
    return mine.select_related("seller").annotate(running=running)


def offer_run_by(member: Member | None, offer_id: UUID) -> Offer:
    """An offer of a seller that the member runs. Raises NotThere."""
    offer = Offer.objects.filter(pk=offer_id).select_related("seller").first()
    if offer is None or not runs_seller(member, offer.seller_id):
        raise NotThere
    return offer


def offers_visible_to(member: Member | None, external_id: str) -> QuerySet[Offer]:
    """Those of that external id, of every seller: listed, or of a seller the member runs, or for who sees all."""
    named = Offer.objects.filter(external_id=external_id).select_related("seller")
    if member is not None and sees_every_order(member):
        return named
    return named.filter(Q(listed=True) | Q(seller__in=sellers_run_by(member)))


def unfinished_with(offer: Offer) -> int:
    """How many orders of it run."""
    return Order.objects.filter(offer=offer, status__in=RUNNING).count()
