"""One order: stated by the marketplace, read by those whom it concerns."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.actions.put_order import put_order
from orders.models import Order
from orders.queries import order_of_external_id, reviewable, visible_order
from orders.stating.facts import TIMES
from orders.stating.traces import KINDS, LONGEST_VALUE, MOST_FINGERPRINTS
from policy.document import PolicyDocument
from policy.terms import FulfilledBy, OrderStatus
from tenants.models import Tenant
from tenants.queries import policy_in_force
from wire.answers import AnswerOf
from wire.bodies import Amount, Choice, Email, ExternalId, Flag, Id, Instant, Line, StrictBody, Text
from wire.instants import show_instant
from wire.views import ANY_SCOPE, ApiView


class FingerprintBody(StrictBody):
    """What may show that two accounts are of one hand: any text that is the same for the same device, address or
    means of payment, plain or already hashed. Only a keyed hash of it is kept, for a year after it was last seen."""

    kind = Choice(KINDS)
    value = Line(max_length=LONGEST_VALUE, allow_blank=True)


class BuyerBody(StrictBody):
    """`account_created_at` is since when the marketplace itself knows the buyer; once known, the earliest stays."""

    external_id = ExternalId()
    email = Email()
    name = Line(max_length=200, allow_blank=True)
    account_created_at = Instant(required=False, allow_null=True)
    fingerprints = FingerprintBody(many=True, required=False, max_length=MOST_FINGERPRINTS)


class PartyBody(StrictBody):
    external_id = ExternalId()
    name = Line(max_length=200, allow_blank=True)


class OfferBody(StrictBody):
    external_id = ExternalId()
    title = Line(max_length=300, allow_blank=True)
    description = Text(max_length=10_000, allow_blank=True, required=False)


class OrderBody(StrictBody):
    """A time that is null clears the one kept before; one that is left out stays."""

    buyer = BuyerBody()
    seller = PartyBody()
    offer = OfferBody()
    status = Choice(OrderStatus)
    placed_at = Instant()
    promised_start_at = Instant(required=False, allow_null=True)
    promised_completion_at = Instant(required=False, allow_null=True)
    started_at = Instant(required=False, allow_null=True)
    shipped_at = Instant(required=False, allow_null=True)
    promised_ship_at = Instant(required=False, allow_null=True)
    delivered_at = Instant(required=False, allow_null=True)
    closed_at = Instant(required=False, allow_null=True)
    fulfilled_by = Choice(FulfilledBy)
    partner = PartyBody(required=False, allow_null=True)
    tracking_number = Line(max_length=100, required=False, allow_null=True, allow_blank=True)
    amount = Amount(required=False, allow_null=True)
    currency = Line(max_length=3, required=False, allow_null=True, allow_blank=True)


class OrderAnswer(AnswerOf, OrderBody):
    id = Id()
    external_id = ExternalId()
    reviewable = Flag()
    buyer = PartyBody()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class OrderView(ApiView):
    scopes = {"GET": ANY_SCOPE, "PUT": "orders:write"}
    bodies = {"PUT": OrderBody}
    answers = {"GET": OrderAnswer, "PUT": OrderAnswer}
    statuses = {"PUT": (201, 200)}

    def get(self, request: Request, external_id: str) -> dict[str, Any]:
        return self._shown(visible_order(request.member, external_id))

    def put(self, request: Request, external_id: str) -> Response:
        _order, created, _changed = put_order(
            tenant=request.tenant,
            by=request.member,
            facts={**self.body(), "external_id": external_id},
            now=self.now,
        )
        return self.created(self._shown(order_of_external_id(external_id)), is_new=created)

    def _shown(self, order: Order) -> dict[str, Any]:
        tenant: Tenant = self.request.tenant
        return show_order(order, tenant=tenant, policy=policy_in_force(at=self.now).policy, now=self.now)


def show_order(order: Order, *, tenant: Tenant, policy: PolicyDocument, now: Any) -> dict[str, Any]:
    """The order as it travels: times in UTC, the amount as a decimal text, no e-mail address."""
    times = {name: getattr(order, name) for name in (*TIMES, "created_at", "updated_at")}
    return {
        "id": str(order.pk),
        "external_id": order.external_id,
        "status": order.status,
        "reviewable": reviewable(order, tenant=tenant, policy=policy, now=now),
        "buyer": {"external_id": order.buyer.external_id, "name": order.buyer.name},
        "seller": {"external_id": order.seller.external_id, "name": order.seller.name},
        "offer": order.offer
        and {
            "external_id": order.offer.external_id,
            "title": order.offer.title,
            "description": order.offer.description,
        },
        "fulfilled_by": order.fulfilled_by,
        "partner": order.partner and {"external_id": order.partner.external_id, "name": order.partner.name},
        "tracking_number": order.tracking_number,
        "amount": None if order.amount is None else format(order.amount, "f"),
        "currency": order.currency,
        **{name: moment and show_instant(moment) for name, moment in times.items()},
    }
