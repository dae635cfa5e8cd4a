"""Finds sellers for the public: by what an address calls them, and by the beginnings of the words of their names."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from orders.models import Seller, SellerWord
from wire.text import is_showable


def seller_called(name: str) -> Seller | None:
    """The seller of that external id; where there is none, of that address.

    External ids are the marketplace's, addresses come of names that sellers choose: so nobody can take another's
    place by choosing a name.
    """
    if not is_showable(name):
        return None
    found = {seller.external_id == name: seller for seller in Seller.objects.filter(Q(external_id=name) | Q(slug=name))}
    return found.get(True) or found.get(False)


def sellers_with_words(beginnings: Iterable[str]) -> QuerySet[Seller]:
    """Sellers of whose names each of the beginnings begins a word. They are as `words_of` of
    orders.naming gives them; order them for pages by "sorted_as", "id"."""
    found = Seller.objects.all()
    for each in beginnings:
        # A range of the index by code points; LIKE could use none behind the wall, since it may leak what it reads.
        words = SellerWord.objects.filter(seller=OuterRef("pk"), word__gte=each, word__lt=each + "\U0010ffff")
        found = found.filter(Exists(words))
    return found


def number_of_sellers() -> int:
    return Seller.objects.count()


def slugs_of_sellers(start: int, end: int) -> list[str]:
    """Of the sellers in the order of their addresses, those from `start` to before `end`."""
    return list(Seller.objects.order_by("slug").values_list("slug", flat=True)[start:end])
