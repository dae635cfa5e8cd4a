"""How a row of a CSV file of messages reads: its columns, and what each must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from orders.stating.csv_rows import reasons
from orders.stating.facts import LONGEST
from orders.stating.moments import read_moment
from orders.talking.content import content_problems, told_too_early
from policy.problems import Problem
from policy.terms import ProblemCode

REQUIRED = ("order", "sender", "body", "sent_at")
OPTIONAL = ("external_id",)

BY_CONTENT = "content:"
"""How the external id begins of a message whose file gave none; see `MessageRow.key`."""


class RowWrong(Exception):
    """The row cannot be taken; `reason` says why, each sentence after its column."""

    def __init__(self, *problems: Problem) -> None:
        # Columns are named as the fields are.
        self.reason = reasons(problems, {})
        super().__init__(self.reason)


@dataclass(frozen=True, slots=True)
class MessageRow:
    order: str
    sender: str
    body: str
    sent_at: datetime
    external_id: str

    @property
    def key(self) -> str:
        """The message's external id: the file's, or else one made from all that the row says.

        So the database itself refuses the same row a second time. Of two messages of one side in one order that say
        the same at the same moment, nobody could tell whether they were one.
        """
        if self.external_id:
            return self.external_id
        told = "\0".join((self.order, self.sender, self.sent_at.isoformat(), self.body))
        return BY_CONTENT + sha256(told.encode()).hexdigest()


def read_message(cells: Mapping[str, str], *, now: datetime) -> MessageRow:
    """The message that a row states, with one kind of line end. Raises RowWrong with all that is wrong."""
    problems: list[Problem] = []
    order = cells.get("order", "").strip()
    sender = cells.get("sender", "").strip()
    external_id = cells.get("external_id", "").strip()
    body = cells.get("body", "").replace("\r\n", "\n").replace("\r", "\n")
    if not order or len(order) > LONGEST["external_id"]:
        problems.append(_invalid("/order", "Every message names its order, by the order's external id."))
    problems += content_problems(sender=sender, body=body, external_id=external_id)
    sent_at = None
    try:
        sent_at = read_moment(cells.get("sent_at", "").strip())
    except ValueError as error:
        problems.append(_invalid("/sent_at", str(error)))
    else:
        problems += told_too_early(sent_at, now)
    if problems or sent_at is None:
        raise RowWrong(*problems)
    return MessageRow(order, sender, body, sent_at, external_id)


def _invalid(pointer: str, detail: str) -> Problem:
    return Problem(ProblemCode.VALIDATION_FAILED, pointer, detail)
