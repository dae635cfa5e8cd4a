"""What else the desk works on: documents of partners, notices, steps against misuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from touchstone_client import types
from touchstone_client.calling import Caller


@dataclass(frozen=True)
class Documents:
    """What fulfilment partners are asked to show about an order."""

    caller: Caller

    def list(self, *, review: str | None = None, state: str | None = None) -> Iterator[types.DocumentsAnswer]:
        return self.caller.listed("document-requests", query={"review": review, "state": state})

    def get(self, request_id: str) -> types.DocumentsAnswer:
        at = {"request_id": request_id}
        return cast(types.DocumentsAnswer, self.caller.call("GET", "document-requests/{request_id}", at=at))

    def ask(self, *, review: str, feedback_type: str | None = None) -> types.DocumentsAnswer:
        body = {"review": review, "feedback_type": feedback_type}
        return cast(types.DocumentsAnswer, self.caller.call("POST", "document-requests", body=body))

    def give(self, request_id: str, *, answer: str, files: Sequence[str] | None = None) -> types.DocumentsAnswer:
        at, body = {"request_id": request_id}, {"answer": answer, "files": files}
        path = "document-requests/{request_id}/give"
        return cast(types.DocumentsAnswer, self.caller.call("POST", path, at=at, body=body))

    def judge(self, request_id: str, *, version: int, proves_it_right: bool, judgement: str) -> types.DocumentsAnswer:
        at = {"request_id": request_id}
        body = {"version": version, "proves_it_right": proves_it_right, "judgement": judgement}
        path = "document-requests/{request_id}/judge"
        return cast(types.DocumentsAnswer, self.caller.call("POST", path, at=at, body=body))


@dataclass(frozen=True)
class Notices:
    """What anybody says is illegal (DSA Art. 16); sending one needs no key."""

    caller: Caller

    def submit(
        self,
        *,
        url: str,
        explanation: str,
        name: str,
        email: str,
        good_faith: bool = True,
        law: str | None = None,
        about: str | None = None,
    ) -> types.ReceiptAnswer:
        body = {
            "url": url,
            "explanation": explanation,
            "name": name,
            "email": email,
            "good_faith": good_faith,
            "law": law,
            "about": about,
        }
        return cast(types.ReceiptAnswer, self.caller.call("POST", "notices", body=body))

    def list(self, *, status: str | None = None, about: str | None = None) -> Iterator[types.NoticeAnswer]:
        return self.caller.listed("notices", query={"status": status, "about": about})

    def get(self, notice_id: str) -> types.NoticeAnswer:
        return cast(types.NoticeAnswer, self.caller.call("GET", "notices/{notice_id}", at={"notice_id": notice_id}))

    def triage(
        self,
        notice_id: str,
        *,
        version: int,
        outcome: str,
        review: str | None = None,
        answer: str | None = None,
        manifestly_unfounded: bool | None = None,
    ) -> types.NoticeAnswer:
        at = {"notice_id": notice_id}
        body = {
            "version": version,
            "outcome": outcome,
            "review": review,
            "answer": answer,
            "manifestly_unfounded": manifestly_unfounded,
        }
        return cast(types.NoticeAnswer, self.caller.call("POST", "notices/{notice_id}/triage", at=at, body=body))


@dataclass(frozen=True)
class Suspensions:
    """Cautions and suspensions (DSA Art. 23)."""

    caller: Caller

    def list(
        self, *, kind: str | None = None, status: str | None = None, subject: str | None = None
    ) -> Iterator[types.StepAnswer]:
        return self.caller.listed("misuse", query={"kind": kind, "status": status, "subject": subject})

    def get(self, step_id: str) -> types.StepAnswer:
        return cast(types.StepAnswer, self.caller.call("GET", "suspensions/{step_id}", at={"step_id": step_id}))

    def confirm(self, step_id: str, *, version: int, reason: str) -> types.StepAnswer:
        return self._act(step_id, "confirm", {"version": version, "reason": reason})

    def dismiss(self, step_id: str, *, version: int, reason: str) -> types.StepAnswer:
        return self._act(step_id, "dismiss", {"version": version, "reason": reason})

    def lift(self, step_id: str, *, version: int, reason: str) -> types.StepAnswer:
        return self._act(step_id, "lift", {"version": version, "reason": reason})

    def appeal(self, step_id: str, *, body: str) -> types.StepAnswer:
        return self._act(step_id, "appeal", {"body": body})

    def decide_appeal(
        self, step_id: str, *, version: int, outcome: Literal["upheld", "rejected"], reason: str
    ) -> types.StepAnswer:
        return self._act(step_id, "decide-appeal", {"version": version, "outcome": outcome, "reason": reason})

    def _act(self, step_id: str, act: str, body: dict[str, Any]) -> types.StepAnswer:
        at = {"step_id": step_id}
        return cast(types.StepAnswer, self.caller.call("POST", "suspensions/{step_id}/" + act, at=at, body=body))
