"""Orders and all that is agreed about them: messages, offers, files, settlements, compensations, custom orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, cast

from touchstone_client import types
from touchstone_client.calling import Caller


@dataclass(frozen=True)
class Orders:
    caller: Caller

    def get(self, external_id: str) -> types.OrderAnswer:
        return cast(types.OrderAnswer, self.caller.call("GET", "orders/{external_id}", at={"external_id": external_id}))

    def put(self, external_id: str, order: types.OrderBody) -> types.OrderAnswer:
        """State an order as it now is; the same again changes nothing."""
        at = {"external_id": external_id}
        return cast(types.OrderAnswer, self.caller.call("PUT", "orders/{external_id}", at=at, body={**order}))

    def messages(self, external_id: str) -> Iterator[types.MessageAnswer]:
        return self.caller.listed("orders/{external_id}/messages", at={"external_id": external_id})

    def send_message(
        self,
        order: str,
        *,
        sender: Literal["buyer", "seller"],
        body: str,
        external_id: str | None = None,
        sent_at: datetime | str | None = None,
        files: Sequence[str] | None = None,
    ) -> types.MessageAnswer:
        given = {"sender": sender, "body": body, "external_id": external_id, "sent_at": sent_at, "files": files}
        at = {"external_id": order}
        return cast(types.MessageAnswer, self.caller.call("POST", "orders/{external_id}/messages", at=at, body=given))

    def review(
        self,
        external_id: str,
        *,
        start_time: int,
        communication: int,
        fulfilment: int | None = None,
        comment: str | None = None,
    ) -> types.ReviewAnswer:
        """Leave the review of an order: 1 to 5 stars each; `fulfilment` is left out where nothing was ever begun."""
        given = {
            "fulfilment": fulfilment,
            "start_time": start_time,
            "communication": communication,
            "comment": comment,
        }
        at = {"external_id": external_id}
        return cast(types.ReviewAnswer, self.caller.call("POST", "orders/{external_id}/review", at=at, body=given))


@dataclass(frozen=True)
class Offers:
    caller: Caller

    def get(self, external_id: str, *, seller: str | None = None) -> types.OfferAnswer:
        at, query = {"external_id": external_id}, {"seller": seller}
        return cast(types.OfferAnswer, self.caller.call("GET", "offers/{external_id}", at=at, query=query))

    def put(self, external_id: str, offer: types.ListedOfferBody) -> types.OfferAnswer:
        at = {"external_id": external_id}
        return cast(types.OfferAnswer, self.caller.call("PUT", "offers/{external_id}", at=at, body={**offer}))


@dataclass(frozen=True, slots=True)
class Download:
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Files:
    caller: Caller

    def upload(self, name: str, content: bytes, content_type: str = "application/octet-stream") -> types.FileAnswer:
        """Show a file as evidence; its `id` is the `ref` of evidence of kind `file`."""
        return cast(types.FileAnswer, self.caller.upload("files", name, content, content_type))

    def get(self, file_id: str) -> Download:
        answer = self.caller.download("files/{file_id}", {"file_id": file_id})
        return Download(answer.content, answer.headers.get("content-type", "application/octet-stream"))


@dataclass(frozen=True)
class Settlements:
    caller: Caller

    def list(self, *, order: str | None = None) -> Iterator[types.SettlementAnswer]:
        return self.caller.listed("settlements", query={"order": order})

    def get(self, settlement_id: str) -> types.SettlementAnswer:
        at = {"settlement_id": settlement_id}
        return cast(types.SettlementAnswer, self.caller.call("GET", "settlements/{settlement_id}", at=at))

    def propose(
        self, *, order: str, terms: str, perform_by: datetime | str, withdraw_by: datetime | str
    ) -> types.SettlementAnswer:
        body = {"order": order, "terms": terms, "perform_by": perform_by, "withdraw_by": withdraw_by}
        return cast(types.SettlementAnswer, self.caller.call("POST", "settlements", body=body))

    def accept(self, settlement_id: str, *, version: int | None = None) -> types.SettlementAnswer:
        at, body = {"settlement_id": settlement_id}, {"version": version}
        path = "settlements/{settlement_id}/accept"
        return cast(types.SettlementAnswer, self.caller.call("POST", path, at=at, body=body))

    def decline(self, settlement_id: str, *, version: int | None = None) -> types.SettlementAnswer:
        at, body = {"settlement_id": settlement_id}, {"version": version}
        path = "settlements/{settlement_id}/decline"
        return cast(types.SettlementAnswer, self.caller.call("POST", path, at=at, body=body))

    def withdraw(self, settlement_id: str, *, version: int | None = None) -> types.SettlementAnswer:
        at, body = {"settlement_id": settlement_id}, {"version": version}
        path = "settlements/{settlement_id}/withdraw"
        return cast(types.SettlementAnswer, self.caller.call("POST", path, at=at, body=body))

    def perform(
        self,
        settlement_id: str,
        *,
        performance: str | None = None,
        files: Sequence[str] | None = None,
        version: int | None = None,
    ) -> types.SettlementAnswer:
        at, body = {"settlement_id": settlement_id}, {"performance": performance, "files": files, "version": version}
        path = "settlements/{settlement_id}/perform"
        return cast(types.SettlementAnswer, self.caller.call("POST", path, at=at, body=body))


@dataclass(frozen=True)
class Compensations:
    caller: Caller

    def list(self, *, order: str | None = None) -> Iterator[types.CompensationAnswer]:
        return self.caller.listed("compensations", query={"order": order})

    def give(
        self, *, order: str, kind: str, description: str, amount: Decimal | str | None = None
    ) -> types.CompensationAnswer:
        body = {"order": order, "kind": kind, "description": description, "amount": amount}
        return cast(types.CompensationAnswer, self.caller.call("POST", "compensations", body=body))


@dataclass(frozen=True)
class CustomOrders:
    caller: Caller

    def offer(self, custom_order: types.CustomOrderBody) -> types.CustomOrderAnswer:
        """A private offer to one buyer, with the link to pay it."""
        return cast(types.CustomOrderAnswer, self.caller.call("POST", "custom-orders", body={**custom_order}))
