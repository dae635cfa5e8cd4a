"""One offer over HTTP: said by its seller or by the marketplace, read by whoever may see it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.actions.put_offer import put_offer
from orders.models import Offer, Seller
from orders.offering.offers import offers_visible_to, sale_of
from orders.queries import only_seller_run_by, seller_of_external_id
from tenants.models import Member
from wire.answers import AnswerOf
from wire.bodies import Amount, ExternalId, Flag, Id, Line, Query, StrictBody, Text, UnableToRead, Version, Whole, wrong
from wire.instants import show_instant
from wire.refusals import NotThere
from wire.views import ANY_SCOPE, ApiView


class ListedOfferBody(StrictBody):
    """What is left out stays as it is; null clears. A seller of one store need not name it."""

    seller = ExternalId(required=False)
    # Longer texts than people write; the action says what is too long.
    title = Line(max_length=2_000, allow_blank=True)
    description = Text(max_length=20_000, allow_blank=True, required=False)
    price = Amount(required=False, allow_null=True)
    currency = Line(max_length=100, allow_blank=True, required=False)
    stock = Whole(required=False, allow_null=True)
    start_within_hours = Whole(required=False, allow_null=True)
    complete_within_hours = Whole(required=False, allow_null=True)
    listed = Flag(required=False)
    version = Version(required=False)


class OfferAnswer(AnswerOf, ListedOfferBody):
    id = Id()
    external_id = ExternalId()
    sale = serializers.CharField()
    paused_from = serializers.DateTimeField(allow_null=True)
    paused_until = serializers.DateTimeField(allow_null=True)


class OfSeller(Query):
    of_a_list = False
    seller = ExternalId(required=False)


class OfferView(ApiView):
    scopes = {"GET": ANY_SCOPE, "PUT": "orders:write"}
    bodies = {"PUT": ListedOfferBody}
    queries = {"GET": OfSeller}
    answers = {"GET": OfferAnswer, "PUT": OfferAnswer}
    statuses = {"PUT": (201, 200)}

    def get(self, request: Request, external_id: str) -> dict[str, Any]:
        found = offers_visible_to(request.member, external_id)
        if seller := self.query().get("seller"):
            found = found.filter(seller__external_id=seller)
        rows = list(found.order_by("id")[:2])
        if not rows:
            self.not_there()
        if len(rows) > 1:
            raise UnableToRead(wrong("/seller", "Several sellers have an offer of this id. Please name the seller."))
        return show_offer(rows[0], self.now)

    def put(self, request: Request, external_id: str) -> Response:
        body = self.body()
        seller, version = _seller(request.member, body.pop("seller", None)), body.pop("version", None)
        try:
            offer, is_new, _changed = put_offer(
                tenant=request.tenant,
                by=request.member,
                seller=seller,
                external_id=external_id,
                facts=body,
                version=version,
                now=self.now,
            )
        except NotThere:
            # A seller that the caller does not run is answered like one that is made up.
            raise UnableToRead(wrong("/seller", "There is no such seller.")) from None
        return self.created(show_offer(offer, self.now), is_new=is_new)


def _seller(member: Member, named: str | None) -> Seller:
    seller = only_seller_run_by(member) if named is None else seller_of_external_id(named)
    if seller is None:
        detail = "Please name the seller." if named is None else "There is no such seller."
        raise UnableToRead(wrong("/seller", detail))
    return seller


def show_offer(offer: Offer, now: Any) -> dict[str, Any]:
    return {
        "id": str(offer.pk),
        "external_id": offer.external_id,
        "seller": offer.seller.external_id,
        "title": offer.title,
        "description": offer.description,
        "price": None if offer.price is None else format(offer.price, "f"),
        "currency": offer.currency,
        "stock": offer.stock,
        "start_within_hours": offer.start_within_hours,
        "complete_within_hours": offer.complete_within_hours,
        "listed": offer.listed,
        "sale": sale_of(offer, now).value.replace(" ", "_"),
        "paused_from": offer.paused_from and show_instant(offer.paused_from),
        "paused_until": offer.paused_until and show_instant(offer.paused_until),
        "version": offer.version,
    }
