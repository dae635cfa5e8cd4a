"""For sellers: what is behind their negative reviews, over the last twelve months and of late."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from feedback.pages.cause_figures import cause_figures, first_day
from feedback.queries import ratings_a_day
from feedback.queries.causes import causes_a_day
from orders.queries import sellers_run_by
from policy.saying import say_number
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
        "lead": _lead(figures["year"], ratings if ratings >= figures["year"] else 0, href()),
    }
    return render(request, "feedback/causes.html", page)


def _lead(reviews: int, ratings: int, href: str) -> SafeString:
    """How many reviews were negative, with a link to them; `ratings` is what they are of, 0 where that is not known."""
    if not ratings:
        said = say_number(
            "In the last 12 months <a>{number} review</a> was negative.",
            "In the last 12 months <a>{number} reviews</a> were negative.",
            reviews,
        )
    else:
        said = say_number(
            "In the last 12 months <a>{number} review</a> of {ratings} was negative.",
            "In the last 12 months <a>{number} reviews</a> of {ratings} were negative.",
            reviews,
            ratings=say_number("{number} rating", "{number} ratings", ratings),
        )
    # Words of ours and numbers; nothing that anybody typed.
    return mark_safe(str(said).replace("<a>", format_html('<a href="{}">', href)))  # noqa: S308


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
