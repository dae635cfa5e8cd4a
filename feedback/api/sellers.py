"""Sellers and their ratings over HTTP: as they are, as they were, and as they would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request

from feedback.api.asked import AskedRating, AskedWhatIf
from feedback.api.rating_answers import RatingAnswer, WhatIfAnswer
from feedback.queries import rate_at, rating_of, review_of_id, review_visible_to, what_if
from orders.queries import seller_of_external_id
from wire.bodies import UnableToRead, wrong
from wire.refusals import NotThere
from wire.views import ApiView

if TYPE_CHECKING:
    from orders.models import Seller


class SellerAnswer(serializers.Serializer):
    external_id = serializers.CharField()
    name = serializers.CharField()
    slug = serializers.CharField()
    url = serializers.URLField()


class SellerView(ApiView):
    scopes = {"GET": "ratings:read"}
    answers = {"GET": SellerAnswer}

    def get(self, request: Request, external_id: str) -> dict[str, Any]:
        seller = _the_seller(external_id)
        return {
            "external_id": seller.external_id,
            "name": seller.name,
            "slug": seller.slug,
            "url": request.build_absolute_uri(reverse("seller_page", args=[seller.slug])),
        }


class RatingView(ApiView):
    scopes = {"GET": "ratings:read"}
    queries = {"GET": AskedRating}
    answers = {"GET": RatingAnswer}

    def get(self, request: Request, external_id: str) -> dict[str, Any]:
        seller, asked = _the_seller(external_id), self.query()
        if "at" not in asked:
            return rating_of(seller, self.now)
        if asked["at"] > self.now:
            raise UnableToRead(wrong("/at", "Nobody knows the rating of a moment to come."))
        return rate_at(seller, asked["at"])


class WhatIfView(ApiView):
    scopes = {"GET": "ratings:read"}
    queries = {"GET": AskedWhatIf}
    answers = {"GET": WhatIfAnswer}

    def get(self, request: Request, external_id: str) -> dict[str, Any]:
        seller, asked = _the_seller(external_id), self.query()
        review = review_of_id(asked["review"])
        if review is None or review.seller_id != seller.pk or not review_visible_to(request.member, review):
            raise UnableToRead(wrong("/review", "This seller has no such review."))
        return what_if(review, asked["outcome"], self.now)


def _the_seller(external_id: str) -> Seller:
    seller = seller_of_external_id(external_id)
    if seller is None:
        raise NotThere
    return seller
