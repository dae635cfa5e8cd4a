"""What the widget's script shows on other sites: a seller's rate and newest reviews, in words, for anybody to read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from feedback.queries.public_face import base_in_words, latest_reviews
from integrations.pages.embed import REVIEWS_SHOWN, line_of
from integrations.pages.shown_seller import Shown, in_language_asked, shown_called
from policy.phrases import fixed
from policy.saying import say
from tenants.look import accents_of
from tenants.models import Tenant
from wire.caching import kept
from wire.encoding import as_json
from wire.entry import of_a_marketplace
from wire.speaking import short_day


@require_safe
@of_a_marketplace
@in_language_asked
def seller_widget(request: HttpRequest, seller: str) -> HttpResponse:
    """Every text is ready to be shown as it is, `stars` are numbers to draw, and each `href` is a path of this host."""
    shown = shown_called(request.tenant, seller, timezone.now())
    reviews = latest_reviews(shown.seller, REVIEWS_SHOWN)

    def make() -> HttpResponse:
        told = _told(shown, reviews, request.tenant)
        return HttpResponse(as_json(told), content_type="application/json")

    lines = tuple((review.pk, review.version, review.buyer.name) for review in reviews)
    answer = kept(request, ("widget", *shown.made_from, lines), make)
    # Anybody's page may read it: it is what everybody sees, asked for without cookies.
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _told(shown: Shown, reviews: list[Any], tenant: Tenant) -> dict[str, Any]:
    face = shown.face
    return {
        "seller": shown.seller.name,
        "href": reverse("seller_page", args=[shown.seller.slug]),
        "language": get_language(),
        "accent": accents_of(tenant),
        "rate": str(say("{rate} % positive", rate=fixed(Decimal(face.rate), 1)) if face.rate else say("Not rated yet")),
        "base": str(base_in_words(face)) if face.rate else "",
        "stars": float(face.stars) if face.rate and face.stars else None,
        "stars_in_words": _stars(float(face.stars)) if face.rate and face.stars else "",
        "heading": str(say("Newest reviews")) if reviews else "",
        "reviews": [_review(line_of(review)) for review in reviews],
        "foot": str(say("Every review belongs to an order on {marketplace}.", marketplace=tenant.name)),
    }


def _review(line: dict[str, Any]) -> dict[str, Any]:
    at = timezone.localtime(line["at"])
    return {
        "author": str(line["author"]),
        "at": short_day(at),
        "day": at.date().isoformat(),
        "href": line["href"],
        "stars": line["stars"],
        "stars_in_words": _stars(line["stars"]),
        "comment": line["comment"] or str(say("Stars without words")),
        "has_words": bool(line["comment"]),
        "more": str(say("Read all of it")) if line["cut"] else "",
    }


def _stars(value: float) -> str:
    return str(say("{number} of 5 stars", number=fixed(Decimal(value), 1)))
