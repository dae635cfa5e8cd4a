"""Settlements over HTTP: proposed and performed by the seller, accepted or declined by the buyer."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.actions.accept_settlement import accept_settlement
from orders.actions.decline_settlement import decline_settlement
from orders.actions.perform_settlement import MOST_PROOFS, perform_settlement
from orders.actions.propose_settlement import propose_settlement
from orders.actions.withdraw_settlement import withdraw_settlement
from orders.agreeing.agreements import settlements_visible_to, visible_settlement
from orders.agreeing.settling import status_at
from orders.api.messages import FileAnswer
from orders.models import Order, Settlement
from orders.queries import known_uploads, visible_order
from policy.terms import SettlementStatus
from wire.answers import AnswerOf
from wire.bodies import Choice, ExternalId, Id, Instant, Listing, Query, StrictBody, Text, UnableToRead, Version, wrong
from wire.instants import show_instant
from wire.refusals import NotThere
from wire.views import ANY_SCOPE, ApiView

# Longer texts than people write; the actions say what is too long.
_TEXT = 20_000


class SettlementBody(StrictBody):
    order = ExternalId()
    terms = Text(max_length=_TEXT, allow_blank=True)
    perform_by = Instant()
    withdraw_by = Instant()


class AnswerBody(StrictBody):
    version = Version(required=False)


class PerformanceBody(AnswerBody):
    performance = Text(max_length=_TEXT, allow_blank=True, required=False)
    files = Listing(child=Id(), max_length=MOST_PROOFS, required=False)


class SettlementAnswer(AnswerOf, SettlementBody):
    id = Id()
    status = Choice(SettlementStatus)
    proposed_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    performed_at = serializers.DateTimeField(allow_null=True)
    performance = serializers.CharField()
    files = FileAnswer(many=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    no_case_because = serializers.CharField()
    version = serializers.IntegerField()


class OfOrder(Query):
    order = ExternalId(required=False)


class SettlementView(ApiView):
    """A view that answers with one settlement."""

    answers = {"GET": SettlementAnswer, "POST": SettlementAnswer}

    def settlement(self, settlement_id: Any) -> Settlement:
        return visible_settlement(self.request.member, self.id_of(str(settlement_id)))

    def shown(self, settlement_id: Any) -> dict[str, Any]:
        """The settlement as it is now, read again."""
        return show_settlement(self.settlement(settlement_id), now=self.now)


class Settlements(SettlementView):
    scopes = {"GET": ANY_SCOPE, "POST": "orders:write"}
    bodies = {"POST": SettlementBody}
    queries = {"GET": OfOrder}
    statuses = {"POST": (201,)}
    lists = True

    def get(self, request: Request) -> dict[str, Any]:
        rows = settlements_visible_to(request.member)
        if order := self.query().get("order"):
            rows = rows.filter(order__external_id=order)
        return self.page(rows, ordering=("-proposed_at", "-id"), show=lambda each: show_settlement(each, now=self.now))

    def post(self, request: Request) -> Response:
        body = self.body()
        order = named_order(request, body.pop("order"))
        settlement = propose_settlement(tenant=request.tenant, by=request.member, order=order, now=self.now, **body)
        return self.created(self.shown(settlement.pk))


class OneSettlement(SettlementView):
    scopes = {"GET": ANY_SCOPE}

    def get(self, request: Request, settlement_id: str) -> dict[str, Any]:
        return self.shown(settlement_id)


class AcceptSettlement(SettlementView):
    scopes = {"POST": "orders:write"}
    bodies = {"POST": AnswerBody}

    def post(self, request: Request, settlement_id: str) -> dict[str, Any]:
        settlement = self.settlement(settlement_id)
        accept_settlement(tenant=request.tenant, by=request.member, settlement=settlement, now=self.now, **self.body())
        return self.shown(settlement.pk)


class DeclineSettlement(SettlementView):
    scopes = {"POST": "orders:write"}
    bodies = {"POST": AnswerBody}

    def post(self, request: Request, settlement_id: str) -> dict[str, Any]:
        settlement = self.settlement(settlement_id)
        decline_settlement(tenant=request.tenant, by=request.member, settlement=settlement, now=self.now, **self.body())
        return self.shown(settlement.pk)


class WithdrawSettlement(SettlementView):
    scopes = {"POST": "orders:write"}
    bodies = {"POST": AnswerBody}

    def post(self, request: Request, settlement_id: str) -> dict[str, Any]:
        settlement = self.settlement(settlement_id)
        withdraw_settlement(
            tenant=request.tenant, by=request.member, settlement=settlement, now=self.now, **self.body()
        )
        return self.shown(settlement.pk)


class PerformSettlement(SettlementView):
    scopes = {"POST": "orders:write"}
    bodies = {"POST": PerformanceBody}

    def post(self, request: Request, settlement_id: str) -> dict[str, Any]:
        settlement = self.settlement(settlement_id)
        body = self.body()
        asked = list(dict.fromkeys(body.pop("files", [])))
        uploads = known_uploads(asked)
        if len(uploads) < len(asked):
            raise UnableToRead(wrong("/files", "There is no such file."))
        perform_settlement(
            tenant=request.tenant,
            by=request.member,
            settlement=settlement,
            uploads=uploads,
            now=self.now,
            **body,
        )
        return self.shown(settlement.pk)


def named_order(request: Request, external_id: str) -> Order:
    """The order that a body names; one that the caller may not see answers like one that nobody has."""
    try:
        return visible_order(request.member, external_id)
    except NotThere:
        raise UnableToRead(wrong("/order", "There is no such order.")) from None


def show_settlement(settlement: Settlement, *, now: Any) -> dict[str, Any]:
    """The settlement as it travels; a deadline that has passed counts, whether or not the sweep came by."""
    times = ("perform_by", "withdraw_by", "proposed_at", "answered_at", "performed_at", "closed_at")
    moments = {name: getattr(settlement, name) for name in times}
    files = [proof.upload for proof in settlement.proofs.all()]
    return {
        "id": str(settlement.pk),
        "order": settlement.order.external_id,
        "terms": settlement.terms,
        "status": status_at(settlement, now),
        "performance": settlement.performance,
        "files": [
            {"id": str(file.pk), "name": file.name, "content_type": file.content_type, "size": file.size}
            for file in files
        ],
        "no_case_because": settlement.no_case_because,
        "version": settlement.version,
        **{name: moment and show_instant(moment) for name, moment in moments.items()},
    }
