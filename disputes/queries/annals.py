"""A case from its first day, line by line: who did, saw, found, decided and was told what, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from audit.queries import entries_of
from disputes.models import Evidence, Finding, Letter, Reading
from disputes.queries.hand_overs import hand_overs_of
from disputes.queries.story import CaseStory
from policy.grounds import GROUNDS
from policy.terms import EvidenceKind, GroundKey
from tenants.models import Member
from tenants.queries import members_of_ids


class Kind(StrEnum):
    DID = "did"
    SAW = "saw"
    FOUND = "found"
    DECIDED = "decided"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. `by` is None where a program or the clock acted; `to` is whom it reached."""

    at: datetime
    kind: Kind
    what: str
    by: Member | None = None
    to: Member | None = None
    words: str = ""


_ORDER: Final = (Kind.DID, Kind.FOUND, Kind.SAW, Kind.DECIDED, Kind.TOLD)
LOGGED: Final = {
    "request.claimed": "took the case",
    "request.released": "gave the case back",
    "request.look_again_asked": "asked the programs to look again",
    "request.deadline_passed": "A deadline passed, and the case went on to the agents",
    "decision.prepared": "gave a decision that could still be taken back",
    "decision.taken_back": "took the decision back before it had an effect",
    "decision.refused": "The decision could not take effect any more",
}
"""Entries of the log that no other row of the case tells of."""

_SHOWN: Final = {
    EvidenceKind.MESSAGE: "a message of the chat",
    EvidenceKind.FILE: "a file",
    EvidenceKind.ORDER: "an order",
    EvidenceKind.REVIEW: "another review",
    EvidenceKind.TEXT: "a text",
}
_LETTERS: Final = {
    Letter.Kind.CASE_RECEIVED: "that the case was received",
    Letter.Kind.REPLY_INVITED: "an invitation to reply",
    Letter.Kind.INFORMATION_ASKED: "the question",
    Letter.Kind.STATEMENT: "the statement of reasons",
    Letter.Kind.NOTICE: "the decision and its reasons",
    Letter.Kind.APPEAL_RECEIVED: "that the appeal was received",
    Letter.Kind.APPEAL_REJECTED: "the answer to the appeal",
}


def annals_of(story: CaseStory) -> list[Line]:
    """Every line in the order of time; of one moment, what was done stands before what was found, seen and decided."""
    case = story.case
    lines = [Line(each.at, _kind(each.what), each.what, each.by) for each in story.events]
    lines += [_shown(each) for each in story.evidence]
    lines += _found(story)
    lines += [
        Line(each.at, Kind.SAW, f"opened the case (version {each.version})", each.by)
        for each in Reading.objects.filter(request=case).select_related("by").order_by("at")
    ]
    lines += [
        Line(each.at, Kind.DID, "handed the case over" if each.to else "put the case back", each.by, each.to, each.note)
        for each in hand_overs_of(case)
    ]
    lines += _logged(case)
    lines += _told(Letter.objects.filter(request=case).select_related("addressee").order_by("created_at"))
    return sorted(lines, key=lambda line: (line.at, _ORDER.index(line.kind)))


def _kind(what: str) -> Kind:
    return Kind.DECIDED if what.startswith(("Decided", "The decision was", "The appeal was")) else Kind.DID


def _shown(piece: Evidence) -> Line:
    kind = EvidenceKind(piece.kind)
    words = piece.text
    if piece.message_id:
        words = piece.message.body
    elif piece.upload_id:
        words = piece.upload.name
    return Line(piece.added_at, Kind.DID, f"showed {_SHOWN[kind]}", piece.added_by, words=words)


def _found(story: CaseStory) -> Iterator[Line]:
    """Each finding that programs proposed; one like the one before it says nothing new."""
    claims = [each.claim for each in story.claims]
    before: dict[object, tuple[str, str]] = {}
    for row in Finding.objects.filter(claim__in=claims).select_related("claim").order_by("found_at", "id"):
        if before.get(row.claim_id) == (row.verdict, row.explanation):
            continue
        before[row.claim_id] = (row.verdict, row.explanation)
        name = GROUNDS[GroundKey(row.claim.ground)].text.name
        verdict = row.verdict.lower().replace("_", " ")
        yield Line(row.found_at, Kind.FOUND, f"Programs proposed for “{name}”: {verdict}", words=row.explanation)


def _logged(case) -> Iterator[Line]:
    entries = [each for each in entries_of(case) if each.action in LOGGED]
    people = members_of_ids(each.actor_id for each in entries if each.actor_id)
    for entry in entries:
        by = people.get(entry.actor_id) if entry.actor_id else None
        yield Line(entry.at, Kind.DID, LOGGED[entry.action], by)


def _told(letters: Iterable[Letter]) -> Iterator[Line]:
    for letter in letters:
        about = _LETTERS.get(Letter.Kind(letter.kind), "a letter")
        if letter.sent_at:
            yield Line(letter.sent_at, Kind.TOLD, f"was sent {about}", to=letter.addressee)
        elif letter.state == Letter.State.UNDELIVERABLE:
            cause = letter.last_error
            yield Line(
                letter.next_attempt_at, Kind.TOLD, f"could not be sent {about}", to=letter.addressee, words=cause
            )
        if letter.read_at:
            yield Line(letter.read_at, Kind.SAW, f"read {about}", by=letter.addressee)
