"""Removal requests, decisions, appeals and statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from touchstone_client import types
from touchstone_client.calling import Caller

Claims = Sequence[types.ClaimBody]
Evidence = Sequence[types.EvidenceBody]
ONE = "removal-requests/{request_id}"


@dataclass(frozen=True)
class Requests:
    caller: Caller

    def check(self, *, review: str, claims: Claims, evidence: Evidence = ()) -> types.CheckAnswer:
        """What `file` would say, without writing anything."""
        body = {"review": review, "claims": claims, "evidence": evidence}
        return cast(types.CheckAnswer, self.caller.call("POST", "removal-requests/check", body=body))

    def file(self, *, review: str, claims: Claims, evidence: Evidence = ()) -> types.CaseAnswer:
        body = {"review": review, "claims": claims, "evidence": evidence}
        return cast(types.CaseAnswer, self.caller.call("POST", "removal-requests", body=body))

    def list(
        self, *, status: str | None = None, ground: str | None = None, assigned: str | None = None
    ) -> Iterator[types.CaseInList]:
        """`assigned` is `me`, `none` or an agent's e-mail address."""
        query = {"status": status, "ground": ground, "assigned": assigned}
        return self.caller.listed("removal-requests", query=query)

    def get(self, request_id: str) -> types.CaseAnswer:
        return cast(types.CaseAnswer, self.caller.call("GET", ONE, at={"request_id": request_id}))

    def reply(self, request_id: str, *, body: str) -> types.CaseAnswer:
        """The author's side of it."""
        return self._act(request_id, "reply", {"body": body})

    def withdraw(self, request_id: str, *, version: int | None = None) -> types.CaseAnswer:
        return self._act(request_id, "withdraw", {"version": version})

    def answer(self, request_id: str, *, answer: str, evidence: Evidence = ()) -> types.CaseAnswer:
        """What the desk asked for."""
        return self._act(request_id, "answer", {"answer": answer, "evidence": evidence})

    def claim(self, request_id: str) -> types.CaseAnswer:
        return self._act(request_id, "claim", {})

    def claim_next(self) -> types.CaseAnswer | None:
        """The case that is due first, or None where nothing waits."""
        return cast("types.CaseAnswer | None", self.caller.call("POST", "removal-requests/claim-next"))

    def release(self, request_id: str) -> types.CaseAnswer:
        return self._act(request_id, "release", {})

    def ask(self, request_id: str, *, version: int, question: str) -> types.CaseAnswer:
        return self._act(request_id, "ask", {"version": version, "question": question})

    def set_type(self, request_id: str, *, feedback_type: str, note: str | None = None) -> types.CauseAnswer:
        at, body = {"request_id": request_id}, {"feedback_type": feedback_type, "note": note}
        return cast(types.CauseAnswer, self.caller.call("POST", ONE + "/type", at=at, body=body))

    def decide(
        self,
        request_id: str,
        *,
        version: int,
        outcome: str,
        findings: Mapping[str, Literal["met", "not_met"]],
        reason: str,
        good_faith: bool = True,
        spans: Sequence[Sequence[int]] | None = None,
        criteria: Sequence[str] | None = None,
        departure_reason: str | None = None,
    ) -> types.DecidedAnswer:
        """`spans` [start, end) of the comment are for `redact`, `criteria` for a strike of a part."""
        body = {
            "version": version,
            "outcome": outcome,
            "findings": dict(findings),
            "reason": reason,
            "good_faith": good_faith,
            "spans": spans,
            "criteria": criteria,
            "departure_reason": departure_reason,
        }
        at = {"request_id": request_id}
        return cast(types.DecidedAnswer, self.caller.call("POST", ONE + "/decide", at=at, body=body))

    def approve(self, request_id: str, *, version: int, reason: str | None = None) -> types.DecidedAnswer:
        at, body = {"request_id": request_id}, {"version": version, "reason": reason}
        return cast(types.DecidedAnswer, self.caller.call("POST", ONE + "/approve", at=at, body=body))

    def send_back(self, request_id: str, *, version: int, reason: str) -> types.DecidedAnswer:
        at, body = {"request_id": request_id}, {"version": version, "reason": reason}
        return cast(types.DecidedAnswer, self.caller.call("POST", ONE + "/send-back", at=at, body=body))

    def _act(self, request_id: str, act: str, body: Mapping[str, Any]) -> types.CaseAnswer:
        at = {"request_id": request_id}
        return cast(types.CaseAnswer, self.caller.call("POST", f"{ONE}/{act}", at=at, body=body))


@dataclass(frozen=True)
class Decisions:
    caller: Caller

    def get(self, decision_id: str) -> types.DecisionTold:
        at = {"decision_id": decision_id}
        return cast(types.DecisionTold, self.caller.call("GET", "decisions/{decision_id}", at=at))

    def appeal(self, decision_id: str, *, body: str) -> types.AppealAnswer:
        at, given = {"decision_id": decision_id}, {"body": body}
        return cast(types.AppealAnswer, self.caller.call("POST", "decisions/{decision_id}/appeal", at=at, body=given))


@dataclass(frozen=True)
class Appeals:
    caller: Caller

    def list(
        self, *, status: str | None = None, party: str | None = None, assigned: str | None = None
    ) -> Iterator[types.AppealInList]:
        return self.caller.listed("appeals", query={"status": status, "party": party, "assigned": assigned})

    def get(self, appeal_id: str) -> types.AppealAnswer:
        return cast(types.AppealAnswer, self.caller.call("GET", "appeals/{appeal_id}", at={"appeal_id": appeal_id}))

    def claim(self, appeal_id: str) -> types.AppealAnswer:
        at = {"appeal_id": appeal_id}
        return cast(types.AppealAnswer, self.caller.call("POST", "appeals/{appeal_id}/claim", at=at))

    def decide(self, appeal_id: str, decision: types.AppealDecisionBody) -> types.AppealAnswer:
        """`new_outcome` is needed where the requester's appeal is upheld."""
        at = {"appeal_id": appeal_id}
        path = "appeals/{appeal_id}/decide"
        return cast(types.AppealAnswer, self.caller.call("POST", path, at=at, body={**decision}))


@dataclass(frozen=True)
class Statements:
    caller: Caller

    def list(
        self, *, kind: Literal["statement", "notice"] | None = None, review: str | None = None
    ) -> Iterator[types.StatementAnswer]:
        return self.caller.listed("statements", query={"kind": kind, "review": review})

    def get(self, statement_id: str) -> types.StatementAnswer:
        at = {"statement_id": statement_id}
        return cast(types.StatementAnswer, self.caller.call("GET", "statements/{statement_id}", at=at))

    def get_for_database(self, statement_id: str) -> types.DsaPayloadAnswer:
        """For agents: what the EU's DSA Transparency Database takes."""
        at, query = {"statement_id": statement_id}, {"format": "dsa"}
        return cast(types.DsaPayloadAnswer, self.caller.call("GET", "statements/{statement_id}", at=at, query=query))
