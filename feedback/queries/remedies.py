"""Reads of remedies: what was done lately, what needs no answer, and how orders ended with a remedy and without."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from feedback.models import Remedy
from orders.preventing.past import NEWEST, at_risk_on_the_way, ended_lately, kept_completion, promised
from policy.prevention import OF_ORDERS, RemedyKind
from policy.terms import OrderStatus, ReviewStatus, Sentiment

if TYPE_CHECKING:
    from orders.models import Seller


@dataclass(frozen=True, slots=True)
class Ended:
    """How orders ended that had been at risk: each a number of `orders`, `on_time` of `promised`."""

    orders: int = 0
    finished: int = 0
    promised: int = 0
    on_time: int = 0
    positive: int = 0
    neutral: int = 0
    negative: int = 0
    silent: int = 0
    """Without feedback that counts."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Of the `looked_at` orders that ended lately; `cut` where there were more of them."""

    remedied: Ended
    left_alone: Ended
    looked_at: int
    cut: bool


def settled_at() -> Subquery:
    """When the seller last said that an order's chat waits for no answer; an expression of the order."""
    said = Remedy.objects.filter(order=OuterRef("pk"), kind=RemedyKind.NO_ANSWER)
    return Subquery(said.order_by("-taken_at").values("taken_at")[:1])


def remedies_of(seller: Seller) -> QuerySet[Remedy]:
    """The newest first, with what each is about and who took it."""
    parties = Remedy.objects.select_related("order__offer", "order__buyer", "offer", "taken_by")
    return parties.filter(seller=seller).order_by("-taken_at", "-id")


def remedied_since(orders: list[UUID]) -> dict[UUID, tuple[str, datetime]]:
    """By order: the kind and time of what was done last about it."""
    taken = Remedy.objects.filter(order__in=orders).exclude(kind=RemedyKind.NO_ANSWER)
    rows = taken.order_by("order", "-taken_at", "-id").distinct("order").values_list("order", "kind", "taken_at")
    return {order: (kind, at) for order, kind, at in rows}


def ends_of_orders_at_risk(seller: Seller, *, now: datetime) -> Ends:
    """Orders that were at risk before they ended, counted apart by whether the desk did something about them.

    An order was at risk where its promises, times and chat say so, or where a remedy was taken against a risk: the
    promise in force then may have been replaced by it. A remedy counts that was taken before the feedback stood.
    """
    ended = ended_lately(seller, now)
    taken = Remedy.objects.filter(
        order=OuterRef("pk"),
        kind__in=[kind for kind in OF_ORDERS if kind != RemedyKind.NO_ANSWER],
        taken_at__lte=Coalesce(OuterRef("review__published_at"), Value(now)),
    )
    found = at_risk_on_the_way(ended, now=now, settled_at=settled_at()).annotate(remedied=Exists(taken))
    stands = Q(review__status=ReviewStatus.PUBLISHED)
    counted = found.values("remedied").annotate(
        orders=Count("pk", filter=Q(at_risk=True) | Q(remedied=True)),
        finished=_at_risk(Q(status=OrderStatus.FINISHED)),
        promised=_at_risk(promised()),
        on_time=_at_risk(kept_completion()),
        **{each.value: _at_risk(stands & Q(review__sentiment=each)) for each in Sentiment},
        silent=_at_risk(Q(review__isnull=True) | ~stands),
        all_of_them=Count("pk"),
    )
    rows = {row["remedied"]: row for row in counted.order_by()}
    looked_at = sum(row["all_of_them"] for row in rows.values())
    return Ends(_ended(rows.get(True)), _ended(rows.get(False)), looked_at, cut=looked_at >= NEWEST)


def _at_risk(which: Q) -> Count:
    return Count("pk", filter=which & (Q(at_risk=True) | Q(remedied=True)))


def _ended(row: dict[str, int] | None) -> Ended:
    return Ended(**{each.name: row[each.name] for each in fields(Ended)}) if row else Ended()
