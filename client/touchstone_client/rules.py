"""The rules a marketplace goes by, and the counts by which the public checks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from touchstone_client import types
from touchstone_client.calling import Caller

ONE = "policy/drafts/{draft_id}"


@dataclass(frozen=True)
class Policy:
    caller: Caller

    def get(self) -> types.PolicyAnswer:
        """The version in force."""
        return cast(types.PolicyAnswer, self.caller.call("GET", "policy"))

    def version(self, number: int) -> types.PolicyAnswer:
        """One that is or was in force, such as the `policy_version` of a decision."""
        return cast(types.PolicyAnswer, self.caller.call("GET", "policy/versions/{number}", at={"number": number}))

    def drafts(self) -> Iterator[types.DraftInList]:
        return self.caller.listed("policy/drafts")

    def draft(self, *, document: dict[str, Any], title: str | None = None) -> types.DraftAnswer:
        body = {"document": document, "title": title}
        return cast(types.DraftAnswer, self.caller.call("POST", "policy/drafts", body=body))

    def get_draft(self, draft_id: str) -> types.DraftAnswer:
        return cast(types.DraftAnswer, self.caller.call("GET", ONE, at={"draft_id": draft_id}))

    def change_draft(
        self, draft_id: str, *, version: int, document: dict[str, Any] | None = None, title: str | None = None
    ) -> types.DraftAnswer:
        at, body = {"draft_id": draft_id}, {"version": version, "document": document, "title": title}
        return cast(types.DraftAnswer, self.caller.call("PATCH", ONE, at=at, body=body))

    def drop_draft(self, draft_id: str, *, version: int | None = None) -> types.DraftAnswer:
        at, body = {"draft_id": draft_id}, {"version": version}
        return cast(types.DraftAnswer, self.caller.call("DELETE", ONE, at=at, body=body))

    def replay(self, draft_id: str, *, days: int) -> types.ReplayAskedAnswer:
        """Ask what the draft would have changed; `get_draft` has the report once it is there."""
        at, body = {"draft_id": draft_id}, {"days": days}
        return cast(types.ReplayAskedAnswer, self.caller.call("POST", ONE + "/replay", at=at, body=body))

    def publish(
        self,
        draft_id: str,
        *,
        effective_from: datetime | str | None = None,
        note: str | None = None,
        version: int | None = None,
    ) -> types.PolicyAnswer:
        at, body = {"draft_id": draft_id}, {"effective_from": effective_from, "note": note, "version": version}
        return cast(types.PolicyAnswer, self.caller.call("POST", ONE + "/publish", at=at, body=body))


@dataclass(frozen=True)
class Transparency:
    caller: Caller

    def get(self, *, first_month: str | None = None, last_month: str | None = None) -> types.TransparencyAnswer:
        """The counts of some months, each as in "2026-01"."""
        query = {"from": first_month, "to": last_month}
        return cast(types.TransparencyAnswer, self.caller.call("GET", "transparency", query=query))

    def year(self, year: int) -> types.YearlyAnswer:
        """The figures of the yearly transparency report (DSA Art. 15 and 24)."""
        return cast(types.YearlyAnswer, self.caller.call("GET", "transparency/{year}", at={"year": year}))
