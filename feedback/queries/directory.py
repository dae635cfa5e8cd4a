"""The list of a marketplace's sellers: found by the beginnings of their names' words, in three orders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from feedback.models import SellerRate
from orders.sellers.finding import sellers_with_words
from policy.recommendation import Recommendation
from wire.pages import CursorPages, Cut

if TYPE_CHECKING:
    from orders.models import Seller

ORDERS = ("rate", "ratings", "name")
"""By the lower bound of the rate, by the number of ratings, by name."""

# Each follows an index; ids break ties.
_BY_RATE = CursorPages("-lower_bound", "-seller_id")
_BY_RATINGS = CursorPages("-ratings", "-seller_id")
_BY_NAME = CursorPages("sorted_as", "id")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader of the list wants: words, one of Recommendation or "", one of ORDERS, and where a page begins."""

    words: tuple[str, ...] = ()
    standing: str = ""
    order: str = "rate"
    cursor: str = ""


def page_of_sellers(asked: Asked, size: int) -> tuple[list[tuple[Seller, SellerRate | None]], Cut]:
    """The sellers of one page with their figures as last counted, and the cut that leads to the pages beside it.

    By rate or ratings those who have none are left out: they are a list of their own ("not_rated"), by name.
    Raises UnableToRead for a cursor of another list.
    """
    if asked.standing == Recommendation.NOT_RATED:
        rated = SellerRate.objects.filter(seller=OuterRef("pk"), lower_bound__isnull=False)
        return _by_name(sellers_with_words(asked.words).filter(~Exists(rated)), asked, size)
    if asked.order == "name":
        sellers = sellers_with_words(asked.words)
        if asked.standing:
            stands = SellerRate.objects.filter(recommendation=asked.standing, seller=OuterRef("pk"))
            sellers = sellers.filter(Exists(stands.filter(lower_bound__isnull=False)))
        return _by_name(sellers, asked, size)
    rates = SellerRate.objects.filter(lower_bound__isnull=False).select_related("seller")
    if asked.standing:
        rates = rates.filter(recommendation=asked.standing)
    if asked.words:
        rates = rates.filter(Exists(sellers_with_words(asked.words).filter(pk=OuterRef("seller_id"))))
    pages = _BY_RATE if asked.order == "rate" else _BY_RATINGS
    cut = pages.cut(rates, cursor=asked.cursor, size=size)
    return [(row.seller, row) for row in cut.rows], cut


def first_not_rated(asked: Asked, size: int) -> list[Seller]:
    """The first sellers by name whom nobody has rated yet."""
    sellers, _ = page_of_sellers(replace(asked, standing=Recommendation.NOT_RATED, cursor=""), size)
    return [seller for seller, _ in sellers]


def _by_name(sellers: QuerySet[Any], asked: Asked, size: int) -> tuple[list[tuple[Seller, SellerRate | None]], Cut]:
    cut = _BY_NAME.cut(sellers, cursor=asked.cursor, size=size)
    rates = {row.seller_id: row for row in SellerRate.objects.filter(seller__in=[each.pk for each in cut.rows])}
    return [(seller, rates.get(seller.pk)) for seller in cut.rows], cut
