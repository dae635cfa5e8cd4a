"""The widget that other sites show in a frame: a seller's rate and newest reviews, without cookies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from feedback.queries import Sight, shown_comment
from feedback.queries.public_face import base_in_words, latest_reviews, public_name, stars_shown
from integrations.pages.shown_seller import in_language_asked, shown_called, theme_of
from policy.saying import say
from tenants.look import look_version
from wire.caching import kept
from wire.entry import of_a_marketplace

REVIEWS_SHOWN = 3
LONGEST_COMMENT = 280
# Any site may frame it, and it loads nothing but its own sheet, script and pictures.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)


@require_safe
@xframe_options_exempt
@of_a_marketplace
@in_language_asked
def seller_embed(request: HttpRequest, seller: str) -> HttpResponse:
    tenant, theme = request.tenant, theme_of(request)
    shown = shown_called(tenant, seller, timezone.now())
    reviews = latest_reviews(shown.seller, REVIEWS_SHOWN)

    def make() -> HttpResponse:
        # Without the request: what a frame on another site shows knows nobody.
        html = render_to_string(
            "integrations/embed.html",
            {
                "seller": shown.seller,
                "face": shown.face,
                "base": base_in_words(shown.face),
                "language": get_language(),
                "reviews": [line_of(review) for review in reviews],
                "page_href": reverse("seller_page", args=[shown.seller.slug]),
                "tenant": tenant,
                "brand_css": f"{reverse('brand_css')}?v={look_version(tenant)}" if tenant.accent else "",
                "theme": theme,
            },
        )
        answer = HttpResponse(html)
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer

    lines = tuple((review.pk, review.version, review.buyer.name) for review in reviews)
    return kept(request, ("embed", theme, *shown.made_from, lines), make, last_modified=None)


def line_of(review: Any) -> dict[str, Any]:
    """A review as the widget shows it, in a frame or not."""
    comment = shown_comment(review, Sight.PUBLIC)
    short = Truncator(comment).chars(LONGEST_COMMENT)
    return {
        "author": public_name(review.buyer.name) or say("A buyer"),
        "stars": stars_shown(review),
        "at": review.published_at,
        "comment": short,
        "cut": short != comment,
        "href": reverse("review_page", args=[review.pk]),
    }
