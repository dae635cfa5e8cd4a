"""Orders that have ended, and which of them were at risk on the way: told from their promises, times and chats.

By the promise in force at the end: what an extension replaced is in the audit log, not in these columns.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least

from orders.models import Order, Payment, Seller
from orders.preventing.times import LONG_AGO, completed, pressed_columns, started, waited_for_answer, was_pressed
from policy.prevention import LOOKED_BACK, STILL_TALKING
from policy.terms import OrderStatus

NEWEST = 5_000
"""Orders looked at, the last to end first."""
ENDED = (OrderStatus.FINISHED, OrderStatus.REFUND, OrderStatus.CANCELED)


def ended_lately(seller: Seller, now: datetime) -> QuerySet[Order]:
    """The NEWEST of the seller's orders that ended within LOOKED_BACK; not those that were never paid for."""
    paid = Exists(Payment.objects.filter(order=OuterRef("pk"), booked_at__isnull=False))
    unpaid = Q(status=OrderStatus.CANCELED, pay_by__isnull=False, amount__gt=0) & ~Q(paid)
    ended = Order.objects.filter(seller=seller, status__in=ENDED, closed_at__gt=now - LOOKED_BACK, closed_at__lte=now)
    newest = ended.exclude(unpaid).order_by("-closed_at", "-id").values("pk")[:NEWEST]
    return Order.objects.filter(pk__in=newest)


def at_risk_on_the_way(orders: QuerySet[Order], *, now: datetime, settled_at: Any) -> QuerySet[Order]:
    """With `at_risk`: whether a promise came near or passed, or a message waited. `settled_at` as in `at_work`."""
    last = Least(ExpressionWrapper(F("closed_at") + Value(STILL_TALKING), DateTimeField()), Value(now))
    waited = waited_for_answer(order=OuterRef("pk"), since=OuterRef("settled"), until=OuterRef("talked_until"))
    pressed = orders.annotate(**pressed_columns(), settled=Coalesce(settled_at, Value(LONG_AGO)), talked_until=last)
    return pressed.annotate(at_risk=Case(When(was_pressed() | Q(waited), then=Value(True)), default=Value(False)))


def promised(prefix: str = "") -> Q:
    return Q(**{f"{prefix}promised_completion_at__isnull": False})


def promised_start(prefix: str = "") -> Q:
    return Q(**{f"{prefix}promised_start_at__isnull": False})


def kept_completion(prefix: str = "") -> Q:
    """It was delivered by the promise in force."""
    return Q(**{f"{prefix}promised_completion_at__gte": completed(prefix)})


def kept_start(prefix: str = "") -> Q:
    return Q(**{f"{prefix}promised_start_at__gte": started(prefix)})
