"""Orders as far as many reviews at once must know them: a fraction of the time that whole rows take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from orders.models import Order


class StandingOrder(NamedTuple):
    id: UUID
    external_id: str
    status: str
    closed_at: datetime | None
    started_at: datetime | None
    seller_id: UUID
    buyer_id: UUID
    seller: str
    """The seller's external id, as the buyer's below; "" of a buyer who has none."""
    buyer: str


_COLUMNS = (*StandingOrder._fields[:-2], "seller__external_id", "buyer__external_id")


def standing_orders(external_ids: Iterable[str]) -> dict[str, StandingOrder]:
    """By external id; those that do not exist are left out."""
    rows = Order.objects.filter(external_id__in=set(external_ids)).values_list(*_COLUMNS)
    return {order.external_id: order for order in map(StandingOrder._make, rows)}
