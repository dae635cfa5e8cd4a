"""Sellers in the order of how good they surely are: by the lower bound of their rate, the unrated last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.models import SellerRate
from orders.queries import sellers_by_slug

if TYPE_CHECKING:
    from orders.models import Seller


def leading_sellers(limit: int) -> list[Seller]:
    """The first `limit` sellers of the marketplace; two queries at most, both by an index."""
    rated = SellerRate.objects.filter(lower_bound__isnull=False).select_related("seller")
    sellers = [row.seller for row in rated.order_by("-lower_bound", "-seller_id")[:limit]]
    if len(sellers) < limit:
        unrated = sellers_by_slug().exclude(pk__in=[seller.pk for seller in sellers])
        sellers += unrated[: limit - len(sellers)]
    return sellers
