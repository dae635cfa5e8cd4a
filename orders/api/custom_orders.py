"""Custom orders over HTTP: made by the seller, for an order's buyer or for one of their buyers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.actions.make_custom_order import make_custom_order
from orders.api.settlements import named_order
from orders.custom.orders import path_of
from orders.queries import only_seller_run_by, sellers_run_by
from tenants.models import Member, Role
from tenants.queries import member_of_external_id
from wire.bodies import Amount, ExternalId, Id, Line, StrictBody, Text, UnableToRead, Whole, wrong
from wire.instants import show_instant
from wire.refusals import NotPermitted
from wire.views import ApiView


class CustomOrderBody(StrictBody):
    order = ExternalId(required=False)
    buyer = ExternalId(required=False)
    # Longer texts than people write; the action says what is too long.
    title = Line(max_length=2_000, allow_blank=True)
    description = Text(max_length=20_000, allow_blank=True, required=False)
    amount = Amount()
    currency = Line(max_length=100, allow_blank=True)
    complete_within_hours = Whole(required=False, allow_null=True)


class CustomOrderAnswer(StrictBody):
    id = Id()
    link = serializers.URLField()
    expires_at = serializers.DateTimeField()


class CustomOrders(ApiView):
    scopes = {"POST": "orders:write"}
    bodies = {"POST": CustomOrderBody}
    answers = {"POST": CustomOrderAnswer}
    statuses = {"POST": (201,)}

    def post(self, request: Request) -> Response:
        body = self.body()
        named = _named(request, body.pop("order", None), body.pop("buyer", None))
        body["amount"] = format(body["amount"], "f")
        custom = make_custom_order(tenant=request.tenant, by=request.member, now=self.now, **named, **body)
        return self.created(
            {
                "id": str(custom.pk),
                "link": request.build_absolute_uri(path_of(custom)),
                "expires_at": show_instant(custom.expires_at),
            }
        )


def _named(request: Request, order: str | None, buyer: str | None) -> dict[str, Any]:
    """Whom it is for: the buyer of an order, or a buyer of the caller's one seller."""
    if (order is None) == (buyer is None):
        raise UnableToRead(wrong("/order", "Name either the order in whose chat it is made, or the buyer."))
    if order is not None:
        return {"order": named_order(request, order)}
    member: Member = request.member
    if not sellers_run_by(member).exists():
        raise NotPermitted("Only sellers make custom orders.")
    seller = only_seller_run_by(member)
    if seller is None:
        raise UnableToRead(wrong("/buyer", "You run several sellers. Name an order of the buyer at one of them."))
    return {"seller": seller, "buyer": _buyer(buyer or "")}


def _buyer(external_id: str) -> Member:
    member = member_of_external_id(external_id)
    if member is None or not member.has_role(Role.BUYER):
        raise UnableToRead(wrong("/buyer", "There is no such buyer."))
    return member
