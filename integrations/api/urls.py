"""Addresses of the API of webhooks, below /api/v1/."""

from django.urls import path

from integrations.api.webhook_endpoints import (
    EndpointDeliveries,
    Endpoints,
    OneEndpoint,
    ReplayDelivery,
    ReplaySince,
    RotateSecret,
    SendTest,
    TurnOn,
)

_ONE = "webhook-endpoints/<str:endpoint_id>"

urlpatterns = [
    path("webhook-endpoints", Endpoints.as_view(), name="api_webhook_endpoints"),
    path(_ONE, OneEndpoint.as_view(), name="api_webhook_endpoint"),
    path(f"{_ONE}/rotate-secret", RotateSecret.as_view(), name="api_rotate_secret"),
    path(f"{_ONE}/turn-on", TurnOn.as_view(), name="api_turn_on_endpoint"),
    path(f"{_ONE}/test", SendTest.as_view(), name="api_send_test"),
    path(f"{_ONE}/deliveries", EndpointDeliveries.as_view(), name="api_webhook_deliveries"),
    path(f"{_ONE}/replay", ReplaySince.as_view(), name="api_replay_since"),
    path("webhook-deliveries/<str:delivery_id>/replay", ReplayDelivery.as_view(), name="api_replay_delivery"),
]
