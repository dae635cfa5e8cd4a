"""A seller's page for programs: schema.org data of what the page shows, and how it looks where it is shared."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from feedback.pages.cards import Card
from feedback.queries.public_face import Face, base_in_words
from policy.phrases import fixed
from policy.saying import say
from wire.encoding import as_json_block

BEST, WORST = 5, 1


def structured_data(request: HttpRequest, seller: Any, face: Face, cards: Iterable[Card]) -> SafeString:
    """JSON-LD of the seller as an Organization, with its ratings and the reviews on the page that count.

    Redacted reviews are left out, so that nothing depends on who looks. See schema.org/AggregateRating.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": seller.name,
        "url": request.build_absolute_uri(request.path),
    }
    if face.stars is not None:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": face.stars,
            "bestRating": BEST,
            "worstRating": WORST,
            "ratingCount": face.ratings,
        }
    if reviews := [_review(request, card) for card in cards if card.status == "published" and not card.parts]:
        data["review"] = reviews
    return mark_safe(as_json_block(data))  # noqa: S308 - nothing in it can end the block


def shared_as(request: HttpRequest, seller: Any, face: Face) -> dict[str, str]:
    """Title, sentence, address and picture, as components/social_card.html takes them."""
    if face.rate is None:
        said = say("{seller} is not rated yet.", seller=seller.name)
    else:
        said = say("{rate} % positive, {base}.", rate=fixed(Decimal(face.rate), 1), base=base_in_words(face))
    return {
        "title": seller.name,
        "description": said,
        "url": request.build_absolute_uri(request.path),
        "image": request.build_absolute_uri(reverse("seller_card", args=[seller.slug])),
    }


def _review(request: HttpRequest, card: Card) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "@type": "Review",
        "url": request.build_absolute_uri(card.href),
        "author": {"@type": "Person", "name": card.author or str(say("A buyer"))},
        "datePublished": card.at,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": round(card.overall or 0, 1),
            "bestRating": BEST,
            "worstRating": WORST,
        },
    }
    return {**shown, "reviewBody": card.comment} if card.comment else shown
