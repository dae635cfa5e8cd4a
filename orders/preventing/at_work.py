"""Reads of a seller's orders and offers that may end in bad reviews now; `policy.prevention` says which do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate

from orders.models import Message, Offer, Order, Seller
from orders.offering.offers import RUNNING, offer_run_by
from orders.preventing.times import LONG_AGO
from orders.queries import runs_seller
from policy.prevention import (
    ANSWER_WITHIN,
    DUE_SOON,
    LOOKED_BACK,
    NEAR_COMPLETION,
    STILL_TALKING,
    AtRisk,
    OfferOnSale,
    OrderAtWork,
    most_urgent,
    risks_of_offer,
    risks_of_order,
)
from policy.terms import OrderStatus
from tenants.models import Member
from wire.refusals import NotThere

MOST_ORDERS = 100
"""Of those whose promise presses, and of those whose buyer waits; the most urgent of each."""
MOST_OFFERS = 50
TO_DO = (OrderStatus.AWAITING_PAYMENT, OrderStatus.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class OrderInDanger:
    order: Order
    facts: OrderAtWork
    reasons: list[AtRisk]


@dataclass(frozen=True, slots=True)
class OfferInDanger:
    offer: Offer
    facts: OfferOnSale
    reasons: list[AtRisk]


def orders_in_danger(seller: Seller, *, now: datetime, settled_at: Any) -> tuple[list[OrderInDanger], bool]:
    """The seller's orders at risk, the most urgent first, and whether there may be more of them; two queries.

    `settled_at`: when the seller said that nothing was left to answer, an expression of the order; nothing where not.
    """
    pressing = list(_pressing(seller, settled_at, now)[:MOST_ORDERS])
    waiting = list(_unanswered(seller, settled_at, now)[:MOST_ORDERS])
    more = MOST_ORDERS in (len(pressing), len(waiting))
    found = []
    for order in {order.pk: order for order in (*pressing, *waiting)}.values():
        facts = _at_work(order)
        if reasons := risks_of_order(facts, now):
            found.append(OrderInDanger(order, facts, reasons))
    return sorted(found, key=lambda each: (most_urgent(each.reasons), each.order.placed_at)), more


def offers_in_danger(seller: Seller, *, now: datetime) -> list[OfferInDanger]:
    """The seller's offers at risk, those with the most orders to do first; at most three queries."""
    ordered = {each["offer_id"]: each for each in _ordered(seller, now)[:MOST_OFFERS]}
    shown = Q(listed=True, stock=0) & ~_paused("", now)
    offers = Offer.objects.filter(Q(pk__in=list(ordered)) | shown, seller=seller).select_related("seller")
    days = _best_days(seller, [pk for pk, each in ordered.items() if each["due_soon"] > 1], now)
    found = []
    for offer in offers.order_by("title", "id")[: 2 * MOST_OFFERS]:
        facts = _on_sale(offer, ordered.get(offer.pk, {}), *days.get(offer.pk, (0, 0)))
        if reasons := risks_of_offer(facts, now):
            found.append(OfferInDanger(offer, facts, reasons))
    return sorted(found, key=lambda each: -each.facts.waiting)


def order_sold_by(member: Member | None, order_id: UUID, *, settled_at: Any, now: datetime) -> OrderInDanger:
    """An order of a seller that the member runs, at risk or not. Raises NotThere."""
    order = _with_waiting(Order.objects.filter(pk=order_id), settled_at).first()
    if order is None or not runs_seller(member, order.seller_id):
        raise NotThere
    facts = _at_work(order)
    return OrderInDanger(order, facts, risks_of_order(facts, now))


def offer_sold_by(member: Member | None, offer_id: UUID, *, now: datetime) -> OfferInDanger:
    """An offer of a seller that the member runs, at risk or not. Raises NotThere."""
    offer = offer_run_by(member, offer_id)
    ordered = _ordered(offer.seller, now).filter(offer_id=offer.pk).first() or {}
    days = _best_days(offer.seller, [offer.pk], now)
    facts = _on_sale(offer, ordered, *days.get(offer.pk, (0, 0)))
    return OfferInDanger(offer, facts, risks_of_offer(facts, now))


def _with_waiting(orders: QuerySet[Order], settled_at: Any) -> QuerySet[Order]:
    """With `waiting_since`: when the buyer wrote the oldest message after which the seller has said nothing."""
    talk = Message.objects.filter(order=OuterRef("pk"))
    answered = talk.filter(sender=Message.Sender.SELLER).order_by("-sent_at", "-id").values("sent_at")[:1]
    orders = orders.annotate(answered_at=Greatest(Subquery(answered), settled_at))
    unheard = Message.objects.filter(
        order=OuterRef("pk"), sender=Message.Sender.BUYER, sent_at__gt=Coalesce(OuterRef("answered_at"), LONG_AGO)
    )
    first = unheard.order_by("sent_at", "id").values("sent_at")[:1]
    return orders.annotate(waiting_since=Subquery(first)).select_related("buyer", "seller", "offer")


def _pressing(seller: Seller, settled_at: Any, now: datetime) -> QuerySet[Order]:
    """Wider than the rules by as little as an index can say: promised by tomorrow, or of an offer that is paused."""
    start = Case(When(started_at=None, then="promised_start_at"), output_field=DateTimeField())
    working = Order.objects.filter(seller=seller, status=OrderStatus.IN_PROGRESS)
    working = working.annotate(next_promise=Least(start, "promised_completion_at"))
    soon = Q(next_promise__lte=now + NEAR_COMPLETION)
    return _with_waiting(working.filter(soon | _paused("offer__", now)), settled_at).order_by("next_promise", "id")


def _unanswered(seller: Seller, settled_at: Any, now: datetime) -> QuerySet[Order]:
    lately = Q(status__in=RUNNING) | Q(closed_at__gte=now - STILL_TALKING)
    talking = _with_waiting(Order.objects.filter(lately, seller=seller), settled_at)
    return talking.filter(waiting_since__lte=now - ANSWER_WITHIN).order_by("waiting_since", "id")


def _paused(prefix: str, now: datetime) -> Q:
    ends = Q(**{f"{prefix}paused_until": None}) | Q(**{f"{prefix}paused_until__gt": now})
    return Q(**{f"{prefix}paused_from__lte": now}) & ends


def _ordered(seller: Seller, now: datetime) -> QuerySet:
    """By offer, what is to be done: those only of which the rules may say something."""
    at_work = Q(status=OrderStatus.IN_PROGRESS)
    elsewhere = Q(pay_by=None, placed_at__gt=Coalesce(F("offer__changed_at"), Value(LONG_AGO)))
    to_do = Order.objects.filter(seller=seller, status__in=TO_DO, offer__isnull=False)
    counted = to_do.values("offer_id", "offer__stock").annotate(
        waiting=Count("pk", filter=at_work),
        due_soon=Count("pk", filter=at_work & Q(promised_completion_at__lte=now + DUE_SOON)),
        uncounted=Coalesce(Sum("quantity", filter=elsewhere), 0),
        last_placed_at=Max("placed_at"),
    )
    telling = Q(uncounted__gt=F("offer__stock")) | Q(due_soon__gt=1) | (_paused("offer__", now) & Q(waiting__gt=0))
    # A sold-out offer is found by itself; what is ordered of it is asked here.
    return counted.filter(telling | Q(offer__stock=0)).order_by("-waiting", "offer_id")


def _best_days(seller: Seller, offers: list[UUID], now: datetime) -> dict[UUID, tuple[int, int]]:
    """By offer: how many orders of the time looked back on were delivered, and the most of them on one day."""
    since = now - LOOKED_BACK
    done = Order.objects.filter(seller=seller, placed_at__gte=since, offer__in=offers, delivered_at__gte=since)
    day = TruncDate("delivered_at", tzinfo=seller.tenant.zone)
    found: dict[UUID, tuple[int, int]] = {}
    for offer, _, number in done.values_list("offer", day).annotate(Count("pk")).order_by():
        total, best = found.get(offer, (0, 0))
        found[offer] = total + number, max(best, number)
    return found


def _at_work(order: Any) -> OrderAtWork:
    return OrderAtWork(
        status=OrderStatus(order.status),
        placed_at=order.placed_at,
        promised_start_at=order.promised_start_at,
        started_at=order.started_at,
        promised_completion_at=order.promised_completion_at,
        closed_at=order.closed_at,
        waiting_since=order.waiting_since,
        paused_from=order.offer.paused_from if order.offer else None,
        paused_until=order.offer.paused_until if order.offer else None,
    )


def _on_sale(offer: Offer, ordered: dict[str, Any], delivered: int, best_day: int) -> OfferOnSale:
    return OfferOnSale(
        listed=offer.listed,
        stock=offer.stock,
        paused_from=offer.paused_from,
        paused_until=offer.paused_until,
        stated_at=offer.changed_at,
        last_placed_at=ordered.get("last_placed_at"),
        uncounted=ordered.get("uncounted", 0),
        waiting=ordered.get("waiting", 0),
        due_soon=ordered.get("due_soon", 0),
        delivered=delivered,
        best_day=best_day,
    )
