"""Sends one batch and finds out what became of each statement in it: taken, refused, or to be sent again.

A batch is taken whole or not at all. What the database names as wrong or as there already is dealt with by itself,
and the others go out again at once; where it names nothing, the batch is halved until it is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from disputes.models import Report
from disputes.reporting.calling import Answer, Calls, Trouble
from disputes.reporting.likeness import fingerprint, is_told

MOST_REASONS: Final = 20
LONGEST_REASON: Final = 300
NOT_OURS: Final = (
    "The database has another statement under this identifier: what it says is not what we sent. "
    "Please look it up there before you send it again."
)
NOT_SHOWN: Final = (
    "The database has a statement under this identifier, does not show it, and we have no record of sending it. "
    "Please look it up there before you send it again."
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one statement, for good."""

    state: str
    uuid: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class Sent:
    """What is known after a run; a report without a fate waits on."""

    fates: dict[UUID, Fate] = field(default_factory=dict)
    doubtful: set[UUID] = field(default_factory=set)
    """Sent, with no answer that says what became of it."""
    trouble: Trouble | None = None


def send(reports: list[Report], doubted: set[UUID], calls: Calls) -> Sent:
    """Send all of these; `doubted` are those that an earlier run sent without learning what became of them."""
    sent, stack = Sent(), [reports]
    try:
        while stack:
            batch = stack.pop()
            if batch:
                stack += _post(batch, doubted, calls, sent)
    except Trouble as trouble:
        sent.trouble = trouble
    return sent


def _post(batch: list[Report], doubted: set[UUID], calls: Calls, sent: Sent) -> list[list[Report]]:
    """Batches that are still to be sent."""
    try:
        answer = calls.post([each.payload for each in batch])
    except Trouble as trouble:
        if trouble.arrived:
            sent.doubtful |= {each.pk for each in batch}
        raise
    if answer.status == 201:
        _note_taken(batch, answer, sent)
        return []
    if wrong := _wrong(batch, answer):
        for report, reasons in wrong.items():
            sent.fates[report.pk] = Fate(Report.State.REFUSED, reasons=reasons)
        return [[each for each in batch if each not in wrong]]
    if there := _there_already(batch, answer):
        rest = [each for each in batch if each not in there]
        try:
            for report in there:
                sent.fates[report.pk] = _fate_of_double(report, report.pk in doubted, calls)
        except Trouble as trouble:
            # The others can go out all the same, unless the database wants to be left alone.
            sent.trouble = trouble
            raise
        return [rest]
    if len(batch) == 1:
        said = answer.body.get("message") or f"The database refused it ({answer.status}) and gave no reason."
        sent.fates[batch[0].pk] = Fate(Report.State.REFUSED, reasons=_cut([str(said)]))
        return []
    return [batch[len(batch) // 2 :], batch[: len(batch) // 2]]


def _note_taken(batch: list[Report], answer: Answer, sent: Sent) -> None:
    made = answer.body.get("statements")
    named = {each.get("puid"): each for each in made if isinstance(each, dict)} if isinstance(made, list) else {}
    for report in batch:
        if found := named.get(report.payload["puid"]):
            sent.fates[report.pk] = Fate(Report.State.SENT, uuid=str(found.get("uuid") or "")[:64])
        else:
            sent.doubtful.add(report.pk)
    if sent.doubtful:
        raise Trouble("The database took a batch, and its answer does not name every statement of it.")


def _wrong(batch: list[Report], answer: Answer) -> dict[Report, tuple[str, ...]]:
    """{report: reasons} of those that break a rule of the database."""
    errors = answer.body.get("errors")
    if not isinstance(errors, dict):
        return {}
    told = {report: errors.get(f"statement_{number}") for number, report in enumerate(batch)}
    return {report: _cut(_sentences(fields)) for report, fields in told.items() if fields}


def _sentences(fields: Any) -> Iterable[str]:
    if not isinstance(fields, dict):
        return [str(fields)]
    return [f"{name}: {said}" for name, each in fields.items() for said in (each if isinstance(each, list) else [each])]


def _there_already(batch: list[Report], answer: Answer) -> list[Report]:
    errors = answer.body.get("errors")
    named = errors.get("existing_puids") if isinstance(errors, dict) else None
    puids = {str(each) for each in named} if isinstance(named, list) else set()
    found = [each for each in batch if each.payload["puid"] in puids]
    # A batch of one needs no name.
    return batch if not found and len(batch) == 1 and isinstance(errors, dict) and "puid" in errors else found


def _fate_of_double(report: Report, doubted: bool, calls: Calls) -> Fate:
    """Done only where what the database has is ours. Raises Trouble where it says that it has none after all."""
    existing = calls.existing(report.payload["puid"])
    if existing is None:
        raise Trouble("The database says that a statement is there, and that it is not. It is asked again later.")
    if is_told(existing):
        if fingerprint(existing) != fingerprint(report.payload):
            return Fate(Report.State.REFUSED, reasons=(NOT_OURS,))
    elif not doubted:
        return Fate(Report.State.REFUSED, reasons=(NOT_SHOWN,))
    return Fate(Report.State.SENT, uuid=str(existing.get("uuid") or "")[:64])


def _cut(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(each[:LONGEST_REASON] for each in reasons)[:MOST_REASONS]
