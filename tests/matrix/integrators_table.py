"""The rows of the table for what integrators' programs call and what developers set up."""

from __future__ import annotations

from typing import Any

from tests.matrix.rows import API_MEMBERS, EVERYONE, MEMBERS, Row, api, call, each

CONNECTING = "lead, integrator"
OTHERS = "buyer, other buyer, seller, partner, agent, stranger, strange agent"
A_KEY = {"name": "Shop", "scopes": ["policy:read"], "expires": "30", "key": "k" * 32}
AN_ENDPOINT = {"url": "https://shop.example/hook", "version": "1", "form": "f" * 32}
ENDPOINT = "/developers/webhooks/<uuid:endpoint_id>"
DELIVERY = "/developers/deliveries/<uuid:delivery_id>"


def sent(path: str, kind: str, **form: str) -> Row:
    """A page that only takes a form."""
    return Row(path, "", (kind,), writes={"POST": form}, other=each(EVERYONE, 405))


def hooks(path: str, *ids: str, **more: Any) -> Row:
    """Webhooks over the API, for two roles and their keys."""
    return api(f"webhook-endpoints{path}", f"{CONNECTING}, key", *ids, other=each(OTHERS, 403), **more)


INTEGRATOR_ROWS = (
    # Pages for developers: keys are everybody's own, and leads look after all; webhooks are two roles'.
    Row("/developers", MEMBERS),
    Row("/developers/keys", MEMBERS),
    Row("/developers/keys/new", MEMBERS, writes={"POST": A_KEY}),
    Row("/developers/keys/<uuid:key_id>", CONNECTING, ("api key",), writes={"POST": {"requests_a_minute": "5"}}),
    Row("/developers/keys/<uuid:key_id>/revoke", CONNECTING, ("api key",), writes={"POST": {"yes": "1"}}),
    Row("/developers/webhooks", CONNECTING),
    Row("/developers/webhooks/new", CONNECTING, writes={"POST": AN_ENDPOINT}),
    Row(ENDPOINT, CONNECTING, ("webhook endpoint",)),
    Row(f"{ENDPOINT}/edit", CONNECTING, ("webhook endpoint",), writes={"POST": AN_ENDPOINT}),
    Row(f"{ENDPOINT}/rotate", CONNECTING, ("webhook endpoint",), writes={"POST": {"version": "1"}}),
    Row(f"{ENDPOINT}/remove", CONNECTING, ("webhook endpoint",), writes={"POST": {"yes": "1"}}),
    sent(f"{ENDPOINT}/on", "webhook endpoint", yes="1"),
    sent(f"{ENDPOINT}/test", "webhook endpoint", yes="1"),
    sent(f"{ENDPOINT}/replay", "webhook endpoint", since="2026-01-01T00:00"),
    Row(DELIVERY, CONNECTING, ("webhook delivery",)),
    sent(f"{DELIVERY}/replay", "webhook delivery", yes="1"),
    # Webhooks over the API
    hooks("", writes={"POST": {"url": "https://shop.example/hook"}}),
    hooks(
        "/<str:endpoint_id>",
        "webhook endpoint",
        writes={"PATCH": {"version": 1, "description": "Shop"}, "DELETE": {}},
    ),
    hooks("/<str:endpoint_id>/deliveries", "webhook endpoint"),
    call("webhook-endpoints/<str:endpoint_id>/rotate-secret", "webhook endpoint", {}),
    call("webhook-endpoints/<str:endpoint_id>/turn-on", "webhook endpoint", {}),
    call("webhook-endpoints/<str:endpoint_id>/test", "webhook endpoint", {}),
    call("webhook-endpoints/<str:endpoint_id>/replay", "webhook endpoint", {"since": "2026-01-01T00:00:00Z"}),
    call("webhook-deliveries/<str:delivery_id>/replay", "webhook delivery", {}),
    # Everybody's own data
    Row("/account/data", MEMBERS),
    Row("/account/data/download", MEMBERS),
    Row("/account/data/erase", MEMBERS, writes={"POST": {}}),
    # From a displayed rate to the reviews and decisions behind it
    api("sellers/<str:external_id>/rating/reviews", API_MEMBERS, "seller"),
    api("reviews/<str:review_id>/history", API_MEMBERS, "review"),
    api("decisions/<str:decision_id>", API_MEMBERS, "decision"),
)
