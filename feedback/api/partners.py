"""Fulfilment partners and their ratings over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from rest_framework.request import Request

from feedback.api.rating_answers import PartnerRatingAnswer
from feedback.api.sellers import SellerAnswer
from feedback.queries import partner_rating_of
from orders.queries import partner_of_external_id
from wire.refusals import NotThere
from wire.views import ApiView

if TYPE_CHECKING:
    from orders.models import Partner


class PartnerView(ApiView):
    scopes = {"GET": "ratings:read"}
    answers = {"GET": SellerAnswer}

    def get(self, request: Request, external_id: str) -> dict[str, Any]:
        partner = _the_partner(external_id)
        return {
            "external_id": partner.external_id,
            "name": partner.name,
            "slug": partner.slug,
            "url": request.build_absolute_uri(reverse("partner_page", args=[partner.slug])),
        }


class PartnerRatingView(ApiView):
    scopes = {"GET": "ratings:read"}
    answers = {"GET": PartnerRatingAnswer}

    def get(self, request: Request, external_id: str) -> dict[str, Any]:
        return partner_rating_of(_the_partner(external_id), self.now)


def _the_partner(external_id: str) -> Partner:
    partner = partner_of_external_id(external_id)
    if partner is None:
        raise NotThere
    return partner
