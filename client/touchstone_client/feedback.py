"""Reviews, responses and ratings: as they are, as they were, as they would be, and what is behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from touchstone_client import types
from touchstone_client.calling import Caller

Moment = datetime | str
"""An aware datetime, or RFC 3339 with an offset."""
WindowName = Literal["30", "90", "365", "lifetime"]


@dataclass(frozen=True)
class Reviews:
    caller: Caller

    def list(
        self,
        *,
        seller: str | None = None,
        sentiment: Literal["positive", "neutral", "negative"] | None = None,
        status: Literal["published", "struck", "removed", "attributed", "withdrawn"] | None = None,
        since: Moment | None = None,
        until: Moment | None = None,
    ) -> Iterator[types.ReviewAnswer]:
        """The newest first; `since` and `until` bound the first publication."""
        query = {"seller": seller, "sentiment": sentiment, "status": status, "since": since, "until": until}
        return self.caller.listed("reviews", query=query)

    def get(self, review_id: str) -> types.ReviewAnswer:
        return cast(types.ReviewAnswer, self.caller.call("GET", "reviews/{review_id}", at={"review_id": review_id}))

    def edit(
        self,
        review_id: str,
        *,
        version: int,
        fulfilment: int | None = None,
        start_time: int | None = None,
        communication: int | None = None,
        comment: str | None = None,
    ) -> types.ReviewAnswer:
        """Change what is given; `version` is the one that was read, and StaleVersion says it is not the last."""
        given = {
            "version": version,
            "fulfilment": fulfilment,
            "start_time": start_time,
            "communication": communication,
            "comment": comment,
        }
        at = {"review_id": review_id}
        return cast(types.ReviewAnswer, self.caller.call("PATCH", "reviews/{review_id}", at=at, body=given))

    def withdraw(self, review_id: str, *, version: int | None = None) -> None:
        self.caller.call("DELETE", "reviews/{review_id}", at={"review_id": review_id}, body={"version": version})

    def respond(self, review_id: str, *, body: str) -> types.ResponseAnswer:
        """The seller's one public response, or another text for it."""
        at, given = {"review_id": review_id}, {"body": body}
        return cast(types.ResponseAnswer, self.caller.call("PUT", "reviews/{review_id}/response", at=at, body=given))

    def withdraw_response(self, review_id: str) -> None:
        self.caller.call("DELETE", "reviews/{review_id}/response", at={"review_id": review_id})

    def set_type(self, review_id: str, *, feedback_type: str, note: str | None = None) -> types.CauseAnswer:
        at, given = {"review_id": review_id}, {"feedback_type": feedback_type, "note": note}
        return cast(types.CauseAnswer, self.caller.call("POST", "reviews/{review_id}/type", at=at, body=given))

    def history(self, review_id: str) -> Iterator[types.ChangeAnswer]:
        """Every change, the earliest first, with the decision that made it."""
        return self.caller.listed("reviews/{review_id}/history", at={"review_id": review_id})


@dataclass(frozen=True)
class Sellers:
    caller: Caller

    def get(self, external_id: str) -> types.SellerAnswer:
        at = {"external_id": external_id}
        return cast(types.SellerAnswer, self.caller.call("GET", "sellers/{external_id}", at=at))

    def rating(self, external_id: str, *, at: Moment | None = None) -> types.RatingAnswer:
        """The rating as last counted, or with `at` exactly as it stood at that moment."""
        named, query = {"external_id": external_id}, {"at": at}
        return cast(types.RatingAnswer, self.caller.call("GET", "sellers/{external_id}/rating", at=named, query=query))

    def what_if(self, external_id: str, *, review: str, outcome: Literal["remove", "strike"]) -> types.WhatIfAnswer:
        named, query = {"external_id": external_id}, {"review": review, "outcome": outcome}
        return cast(
            types.WhatIfAnswer, self.caller.call("GET", "sellers/{external_id}/rating/what-if", at=named, query=query)
        )

    def reviews_behind(
        self,
        external_id: str,
        *,
        at: Moment | None = None,
        window: WindowName | None = None,
        counted: bool | None = None,
    ) -> Iterator[types.ReviewBehindAnswer]:
        """The reviews that a window's rate was counted from at a moment; with `counted=False` all others in it."""
        named, query = {"external_id": external_id}, {"at": at, "window": window, "counted": counted}
        return self.caller.listed("sellers/{external_id}/rating/reviews", at=named, query=query)


@dataclass(frozen=True)
class Partners:
    caller: Caller

    def get(self, external_id: str) -> types.SellerAnswer:
        at = {"external_id": external_id}
        return cast(types.SellerAnswer, self.caller.call("GET", "partners/{external_id}", at=at))

    def rating(self, external_id: str) -> types.PartnerRatingAnswer:
        at = {"external_id": external_id}
        return cast(types.PartnerRatingAnswer, self.caller.call("GET", "partners/{external_id}/rating", at=at))
