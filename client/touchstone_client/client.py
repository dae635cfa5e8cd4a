"""The client of one marketplace: its address and a key in, resources with typed methods out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from touchstone_client import cases, desk, endpoints, feedback, rules, trade
from touchstone_client.calling import Caller
from touchstone_client.sending import Sender


@dataclass(frozen=True)
class Resources:
    """Everything that can be called, with whatever goes with each write."""

    caller: Caller

    @cached_property
    def orders(self) -> trade.Orders:
        return trade.Orders(self.caller)

    @cached_property
    def offers(self) -> trade.Offers:
        return trade.Offers(self.caller)

    @cached_property
    def files(self) -> trade.Files:
        return trade.Files(self.caller)

    @cached_property
    def settlements(self) -> trade.Settlements:
        return trade.Settlements(self.caller)

    @cached_property
    def compensations(self) -> trade.Compensations:
        return trade.Compensations(self.caller)

    @cached_property
    def custom_orders(self) -> trade.CustomOrders:
        return trade.CustomOrders(self.caller)

    @cached_property
    def reviews(self) -> feedback.Reviews:
        return feedback.Reviews(self.caller)

    @cached_property
    def sellers(self) -> feedback.Sellers:
        return feedback.Sellers(self.caller)

    @cached_property
    def partners(self) -> feedback.Partners:
        return feedback.Partners(self.caller)

    @cached_property
    def requests(self) -> cases.Requests:
        return cases.Requests(self.caller)

    @cached_property
    def decisions(self) -> cases.Decisions:
        return cases.Decisions(self.caller)

    @cached_property
    def appeals(self) -> cases.Appeals:
        return cases.Appeals(self.caller)

    @cached_property
    def statements(self) -> cases.Statements:
        return cases.Statements(self.caller)

    @cached_property
    def documents(self) -> desk.Documents:
        return desk.Documents(self.caller)

    @cached_property
    def notices(self) -> desk.Notices:
        return desk.Notices(self.caller)

    @cached_property
    def suspensions(self) -> desk.Suspensions:
        return desk.Suspensions(self.caller)

    @cached_property
    def policy(self) -> rules.Policy:
        return rules.Policy(self.caller)

    @cached_property
    def transparency(self) -> rules.Transparency:
        return rules.Transparency(self.caller)

    @cached_property
    def webhook_endpoints(self) -> endpoints.WebhookEndpoints:
        return endpoints.WebhookEndpoints(self.caller)

    def acting_for(self, *, buyer: str | None = None, seller: str | None = None) -> Resources:
        """The same calls for one of the marketplace's buyers or sellers, by their external id (integrators' keys)."""
        if (buyer is None) == (seller is None):
            raise ValueError("Name a buyer or a seller.")
        return Resources(self.caller.on_behalf({"buyer": buyer} if buyer is not None else {"seller": seller or ""}))

    def once(self, idempotency_key: str) -> Resources:
        """The same calls with this Idempotency-Key: a write that may have been done is answered again, not done again.

        The key is kept for 24 hours; use one for each thing that is to happen once, such as "review-of-order-17".
        """
        return Resources(self.caller.once(idempotency_key))


class Client(Resources):
    """`Client("https://shop.example.org", key)`.

    `timeout` is in seconds. A call that nobody answered, or that was answered 429, 502, 503 or 504, is sent again up
    to `retries` times, later each time or when the answer's Retry-After says; a write is done once all the same.
    """

    def __init__(self, base_url: str, key: str = "", *, timeout: float = 30.0, retries: int = 4) -> None:
        super().__init__(Caller(Sender(base_url.rstrip("/"), key, timeout, retries)))
