"""Webhooks over HTTP: who hears of events, what was sent to them, and sending it again."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from integrations.actions.add_endpoint import AddedEndpoint, add_endpoint
from integrations.actions.change_endpoint import change_endpoint
from integrations.actions.remove_endpoint import remove_endpoint
from integrations.actions.replay_delivery import replay_delivery
from integrations.actions.replay_since import replay_since
from integrations.actions.rotate_secret import rotate_secret
from integrations.actions.send_test import send_test
from integrations.actions.turn_on_endpoint import turn_on_endpoint
from integrations.models import WebhookDelivery, WebhookEndpoint
from integrations.models.webhooks import LONGEST_URL
from integrations.queries import deliveries_of, delivery_of, endpoint_of, endpoints
from integrations.webhooks.listening import LONGEST_DESCRIPTION
from integrations.webhooks.shapes import delivery_json, endpoint_json
from notifications.events import EVENTS, TEST
from tenants.models import Role
from wire.bodies import Choice, Id, Instant, Line, Listing, Query, StrictBody, Version, Whole
from wire.views import ApiView

SCOPE = "webhooks:write"
ROLES = (Role.LEAD, Role.INTEGRATOR)
_MOST_EVENTS = 100


class NewEndpoint(StrictBody):
    url = Line(max_length=LONGEST_URL)
    events = Listing(child=Line(max_length=60), max_length=_MOST_EVENTS, required=False)
    description = Line(max_length=LONGEST_DESCRIPTION, required=False, allow_blank=True)


class ChangedEndpoint(NewEndpoint):
    url = Line(max_length=LONGEST_URL, required=False)
    version = Version()


class Since(StrictBody):
    since = Instant()


class DeliveryFilter(Query):
    status = Choice(WebhookDelivery.State, required=False)
    event = Choice((*EVENTS, TEST), required=False)


class EndpointAnswer(StrictBody):
    id = Id()
    url = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    events = serializers.ListField(child=Choice(EVENTS))
    status = Choice(["on", "disabled"])
    disabled_at = serializers.DateTimeField(allow_null=True)
    disabled_because = Choice(WebhookEndpoint.Stopped, allow_null=True)
    failing_since = serializers.DateTimeField(allow_null=True)
    former_secret_until = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    version = Whole()


class EndpointWithSecret(EndpointAnswer):
    secret = serializers.CharField()


class AttemptAnswer(StrictBody):
    at = serializers.DateTimeField()
    status = Whole(allow_null=True)
    error = serializers.CharField(allow_null=True)
    milliseconds = Whole()
    answer = serializers.CharField(allow_blank=True)


class DeliveryAnswer(StrictBody):
    id = Id()
    endpoint = Id()
    message = serializers.CharField()
    event = Choice((*EVENTS, TEST))
    status = Choice(WebhookDelivery.State)
    next_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    attempts = AttemptAnswer(many=True)


class ReplayedAnswer(StrictBody):
    deliveries = Whole()


class Endpoints(ApiView):
    scopes = {"GET": SCOPE, "POST": SCOPE}
    roles = {"GET": ROLES, "POST": ROLES}
    bodies = {"POST": NewEndpoint}
    answers = {"GET": EndpointAnswer, "POST": EndpointWithSecret}
    statuses = {"POST": (201,)}
    lists = True
    shows_secret = True

    def get(self, request: Request) -> dict[str, Any]:
        """The endpoints of the marketplace, the newest first."""
        return self.page(endpoints(request.member), ordering=("-created_at", "-id"), show=endpoint_json)

    def post(self, request: Request) -> Response:
        """Add an endpoint. The secret that signs what it gets is shown here and never again."""
        return self.created(
            _with_secret(add_endpoint(tenant=request.tenant, by=request.member, now=self.now, **self.body()))
        )


class OneEndpoint(ApiView):
    scopes = {"GET": SCOPE, "PATCH": SCOPE, "DELETE": SCOPE}
    roles = {"GET": ROLES, "PATCH": ROLES, "DELETE": ROLES}
    bodies = {"PATCH": ChangedEndpoint}
    answers = {"GET": EndpointAnswer, "PATCH": EndpointAnswer}

    def get(self, request: Request, endpoint_id: str) -> dict[str, Any]:
        return endpoint_json(endpoint_of(request.member, self.id_of(endpoint_id)))

    def patch(self, request: Request, endpoint_id: str) -> dict[str, Any]:
        endpoint = endpoint_of(request.member, self.id_of(endpoint_id))
        return endpoint_json(
            change_endpoint(
                tenant=request.tenant, by=request.member, endpoint_id=endpoint.pk, now=self.now, **self.body()
            )
        )

    def delete(self, request: Request, endpoint_id: str) -> None:
        """Remove the endpoint with its secret; nothing more is sent to it."""
        endpoint = endpoint_of(request.member, self.id_of(endpoint_id))
        remove_endpoint(tenant=request.tenant, by=request.member, endpoint_id=endpoint.pk, now=self.now)


class RotateSecret(ApiView):
    scopes = {"POST": SCOPE}
    roles = {"POST": ROLES}
    answers = {"POST": EndpointWithSecret}
    shows_secret = True

    def post(self, request: Request, endpoint_id: str) -> dict[str, Any]:
        """A new secret, shown here and never again; for 24 hours the former one signs too."""
        endpoint = endpoint_of(request.member, self.id_of(endpoint_id))
        return _with_secret(
            rotate_secret(tenant=request.tenant, by=request.member, endpoint_id=endpoint.pk, now=self.now)
        )


class TurnOn(ApiView):
    scopes = {"POST": SCOPE}
    roles = {"POST": ROLES}
    answers = {"POST": EndpointAnswer}

    def post(self, request: Request, endpoint_id: str) -> dict[str, Any]:
        """Set an endpoint going again that was disabled; one that is on stays as it is."""
        endpoint = endpoint_of(request.member, self.id_of(endpoint_id))
        return endpoint_json(
            turn_on_endpoint(tenant=request.tenant, by=request.member, endpoint_id=endpoint.pk, now=self.now)
        )


class SendTest(ApiView):
    scopes = {"POST": SCOPE}
    roles = {"POST": ROLES}
    answers = {"POST": DeliveryAnswer}
    statuses = {"POST": (201,)}
    conflicts = {"POST": ("conflict",)}

    def post(self, request: Request, endpoint_id: str) -> Response:
        """Send the event `webhook.test`; how it went stands in the endpoint's deliveries a moment later."""
        endpoint = endpoint_of(request.member, self.id_of(endpoint_id))
        sent = send_test(tenant=request.tenant, by=request.member, endpoint_id=endpoint.pk, now=self.now)
        return self.created(delivery_json(sent))


class EndpointDeliveries(ApiView):
    scopes = {"GET": SCOPE}
    roles = {"GET": ROLES}
    queries = {"GET": DeliveryFilter}
    answers = {"GET": DeliveryAnswer}
    lists = True

    def get(self, request: Request, endpoint_id: str) -> dict[str, Any]:
        """What was sent to the endpoint, each with every try; kept for 30 days."""
        endpoint, asked = endpoint_of(request.member, self.id_of(endpoint_id)), self.query()
        rows = deliveries_of(endpoint, state=asked.get("status", ""), kind=asked.get("event", ""))
        return self.page(rows.prefetch_related("tries"), ordering=("-created_at", "-id"), show=delivery_json)


class ReplaySince(ApiView):
    scopes = {"POST": SCOPE}
    roles = {"POST": ROLES}
    bodies = {"POST": Since}
    answers = {"POST": ReplayedAnswer}
    conflicts = {"POST": ("conflict",)}

    def post(self, request: Request, endpoint_id: str) -> dict[str, Any]:
        """Send everything since a moment again, also what the endpoint missed while it was disabled."""
        endpoint, since = endpoint_of(request.member, self.id_of(endpoint_id)), self.body()["since"]
        count = replay_since(
            tenant=request.tenant, by=request.member, endpoint_id=endpoint.pk, since=since, now=self.now
        )
        return {"deliveries": count}


class ReplayDelivery(ApiView):
    scopes = {"POST": SCOPE}
    roles = {"POST": ROLES}
    answers = {"POST": DeliveryAnswer}
    conflicts = {"POST": ("conflict",)}

    def post(self, request: Request, delivery_id: str) -> dict[str, Any]:
        """Send it once more, with the same webhook-id."""
        delivery = delivery_of(request.member, self.id_of(delivery_id))
        return delivery_json(
            replay_delivery(tenant=request.tenant, by=request.member, delivery_id=delivery.pk, now=self.now)
        )


def _with_secret(added: AddedEndpoint) -> dict[str, Any]:
    return endpoint_json(added.endpoint) | {"secret": added.secret}
