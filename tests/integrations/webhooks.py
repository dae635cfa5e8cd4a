"""Endpoints and events as the tests of webhooks make them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from feedback.actions.post_review import post_review
from integrations.actions.add_endpoint import AddedEndpoint, add_endpoint
from integrations.jobs.deliver import deliver
from integrations.jobs.pass_on import pass_on
from integrations.models import WebhookDelivery
from tests.cast import NOW, Cast, finished_order

STARS = {"fulfilment": 5, "start_time": 4, "communication": 5}


def listening(cast: Cast, url: str, *events: str, by: Any = None) -> AddedEndpoint:
    with cast.inside():
        return add_endpoint(tenant=cast.tenant, by=by or cast.laura, url=url, events=events, now=NOW)


def reviewed(cast: Cast, comment: str = "A fine blade.") -> Any:
    with cast.inside():
        order = finished_order(cast)
        return post_review(tenant=cast.tenant, by=cast.alice, order=order, stars=STARS, comment=comment, now=NOW)


def sent(cast: Cast, now: datetime = NOW) -> int:
    """Pass on what was announced and send what is due at `now`; how many tries that took."""
    pass_on(tenant=cast.tenant, now=now)
    return deliver(tenant=cast.tenant, clock=lambda: now)


def deliveries(cast: Cast) -> Sequence[WebhookDelivery]:
    with cast.inside():
        return list(WebhookDelivery.objects.select_related("message", "endpoint").order_by("created_at", "id"))


def the_delivery(cast: Cast) -> WebhookDelivery:
    (one,) = deliveries(cast)
    return one
