"""Compensations over HTTP: given by the seller, read by both sides of the order."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.actions.give_compensation import give_compensation
from orders.agreeing.agreements import compensations_visible_to
from orders.api.settlements import OfOrder, named_order
from orders.models import Compensation
from wire.answers import AnswerOf
from wire.bodies import Amount, ExternalId, Id, Line, StrictBody, Text
from wire.instants import show_instant
from wire.views import ANY_SCOPE, ApiView


class CompensationBody(StrictBody):
    order = ExternalId()
    kind = Line(max_length=100, allow_blank=True)
    description = Text(max_length=20_000, allow_blank=True)
    amount = Amount(required=False, allow_null=True)


class CompensationAnswer(AnswerOf, CompensationBody):
    id = Id()
    currency = serializers.CharField()
    given_at = serializers.DateTimeField()


class Compensations(ApiView):
    scopes = {"GET": ANY_SCOPE, "POST": "orders:write"}
    bodies = {"POST": CompensationBody}
    queries = {"GET": OfOrder}
    answers = {"GET": CompensationAnswer, "POST": CompensationAnswer}
    statuses = {"POST": (201,)}
    lists = True

    def get(self, request: Request) -> dict[str, Any]:
        rows = compensations_visible_to(request.member)
        if order := self.query().get("order"):
            rows = rows.filter(order__external_id=order)
        return self.page(rows, ordering=("-given_at", "-id"), show=show_compensation)

    def post(self, request: Request) -> Response:
        body = self.body()
        amount = body.get("amount")
        compensation = give_compensation(
            tenant=request.tenant,
            by=request.member,
            order=named_order(request, body["order"]),
            kind=body["kind"],
            description=body["description"],
            amount=None if amount is None else format(amount, "f"),
            now=self.now,
        )
        return self.created(show_compensation(compensation))


def show_compensation(compensation: Compensation) -> dict[str, Any]:
    return {
        "id": str(compensation.pk),
        "order": compensation.order.external_id,
        "kind": compensation.kind,
        "description": compensation.description,
        "amount": None if compensation.amount is None else format(compensation.amount, "f"),
        "currency": compensation.currency,
        "given_at": show_instant(compensation.given_at),
    }
