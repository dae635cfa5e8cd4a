"""For sellers: what is behind their negative reviews, over the last twelve months and of late."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.pages.cause_figures import cause_figures, first_day
from feedback.queries import ratings_a_day
from feedback.queries.causes import causes_a_day
from orders.queries import sellers_run_by
from policy.windows import local_day
from wire.entry import for_members
from wire.refusals import NotThere

if TYPE_CHECKING:
    from orders.models import Seller


@require_safe
@for_members
def causes(request: HttpRequest) -> HttpResponse:
    sellers = list(sellers_run_by(request.member).select_related("tenant").order_by("name", "pk"))
    seller = _chosen(sellers, request.GET.get("seller", ""))
    today = local_day(timezone.now(), request.tenant.zone)
    since = first_day(today)
    listed = reverse("seller_page", args=[seller.slug])

    def href(**wanted: str) -> str:
        return f"{listed}?{urlencode({'sentiment': 'negative', **wanted})}#reviews-title"

    figures = cause_figures(causes_a_day(seller, since=since), today=today, href=href)
    ratings = sum(number for _, number in ratings_a_day(seller.pk, since=since).values())
    page = {
        "seller": seller,
        "tabs": _tabs(sellers, seller),
        "figures": figures,
        # Rates are counted a moment after their reviews: a base that is smaller than its part is none.
        "ratings": ratings if ratings >= figures["year"] else 0,
        "all_href": href(),
    }
    return render(request, "feedback/causes.html", page)


def _chosen(sellers: list[Seller], slug: str) -> Seller:
    """The one that the address names, or the first; NotThere where it is none of theirs."""
    for seller in sellers:
        if slug in ("", seller.slug):
            return seller
    raise NotThere


def _tabs(sellers: list[Seller], chosen: Seller) -> list[dict[str, object]]:
    """Only for those who run several."""
    if len(sellers) < 2:
        return []
    return [
        {
            "label": seller.name,
            "href": f"{reverse('causes')}?{urlencode({'seller': seller.slug})}",
            "current": seller == chosen,
        }
        for seller in sellers
    ]
