"""The addresses that a marketplace's events are sent to, and what became of each delivery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from touchstone_client import types
from touchstone_client.calling import Caller

ONE = "webhook-endpoints/{endpoint_id}"


@dataclass(frozen=True)
class WebhookEndpoints:
    caller: Caller

    def list(self) -> Iterator[types.EndpointAnswer]:
        return self.caller.listed("webhook-endpoints")

    def get(self, endpoint_id: str) -> types.EndpointAnswer:
        return cast(types.EndpointAnswer, self.caller.call("GET", ONE, at={"endpoint_id": endpoint_id}))

    def create(
        self, *, url: str, events: Sequence[str] | None = None, description: str | None = None
    ) -> types.EndpointWithSecret:
        """A new address; without `events` it is sent all of them. Its `secret` is shown this once."""
        body = {"url": url, "events": events, "description": description}
        return cast(types.EndpointWithSecret, self.caller.call("POST", "webhook-endpoints", body=body))

    def change(
        self,
        endpoint_id: str,
        *,
        version: int,
        url: str | None = None,
        events: Sequence[str] | None = None,
        description: str | None = None,
    ) -> types.EndpointAnswer:
        at = {"endpoint_id": endpoint_id}
        body = {"version": version, "url": url, "events": events, "description": description}
        return cast(types.EndpointAnswer, self.caller.call("PATCH", ONE, at=at, body=body))

    def delete(self, endpoint_id: str) -> None:
        self.caller.call("DELETE", ONE, at={"endpoint_id": endpoint_id})

    def rotate_secret(self, endpoint_id: str) -> types.EndpointWithSecret:
        """A new secret; for a while messages are signed with the former one, too."""
        at = {"endpoint_id": endpoint_id}
        return cast(types.EndpointWithSecret, self.caller.call("POST", ONE + "/rotate-secret", at=at))

    def turn_on(self, endpoint_id: str) -> types.EndpointAnswer:
        """Send to it again, after it was turned off for failing."""
        return cast(types.EndpointAnswer, self.caller.call("POST", ONE + "/turn-on", at={"endpoint_id": endpoint_id}))

    def test(self, endpoint_id: str) -> types.DeliveryAnswer:
        """Send it something to try."""
        return cast(types.DeliveryAnswer, self.caller.call("POST", ONE + "/test", at={"endpoint_id": endpoint_id}))

    def deliveries(
        self, endpoint_id: str, *, status: str | None = None, event: str | None = None
    ) -> Iterator[types.DeliveryAnswer]:
        at, query = {"endpoint_id": endpoint_id}, {"status": status, "event": event}
        return self.caller.listed(ONE + "/deliveries", at=at, query=query)

    def replay(self, endpoint_id: str, *, since: datetime | str) -> types.ReplayedAnswer:
        """Send everything since then again, each with the id that it had."""
        at, body = {"endpoint_id": endpoint_id}, {"since": since}
        return cast(types.ReplayedAnswer, self.caller.call("POST", ONE + "/replay", at=at, body=body))

    def replay_delivery(self, delivery_id: str) -> types.DeliveryAnswer:
        at = {"delivery_id": delivery_id}
        return cast(types.DeliveryAnswer, self.caller.call("POST", "webhook-deliveries/{delivery_id}/replay", at=at))
