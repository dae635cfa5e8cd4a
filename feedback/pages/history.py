"""What happened to a review, as a timeline: its own changes, and the cases that a room above tells of."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.text import capfirst

from feedback.models import Review, Revision
from feedback.pages.cards import CRITERIA
from feedback.queries import history_of
from feedback.queries.reviews import response_of
from policy.grounds import GROUNDS
from policy.phrases import criteria_in_words
from policy.saying import say
from policy.terms import GroundKey
from tenants.models import Member

_TITLES = {
    Revision.Kind.POSTED: (say("Published"), "success"),
    Revision.Kind.EDITED: (say("Edited by its author"), "neutral"),
    Revision.Kind.WITHDRAWN: (say("Withdrawn by its author"), "neutral"),
    Revision.Kind.STRUCK: (say("Struck through by a decision"), "warning"),
    Revision.Kind.REMOVED: (say("Removed by a decision"), "danger"),
    Revision.Kind.REDACTED: (say("Some words hidden by a decision"), "warning"),
    Revision.Kind.ATTRIBUTED: (say("Attributed to the fulfilment partner by a decision"), "info"),
    Revision.Kind.RESTORED: (say("Restored by a decision"), "success"),
    Revision.Kind.DERIVED: (say("Counted again under a new policy"), "neutral"),
}


class CaseLine(TypedDict):
    """One line about a case: `kind` is "case", "statement" or "cause"; `href` leads to its page."""

    kind: str
    title: str
    body: str
    at: datetime
    href: str
    tone: str


def cases_of(review: Review, member: Member | None) -> list[CaseLine]:
    """Lines about the review's cases that the member may read. Cases belong to a room above this one, which a
    setting names."""
    tell = getattr(settings, "CASE_LINES_OF_A_REVIEW", "")
    return import_string(tell)(review, member) if tell else []


def timeline_of(review: Review, cases: list[CaseLine], *, is_author: bool, now: datetime) -> list[dict[str, Any]]:
    """Timeline entries, oldest first, with what is due after `now`; the wording that an edit replaced is for its
    author alone."""
    entries: list[dict[str, Any]] = []
    before: Revision | None = None
    for revision in history_of(review):
        title, tone = _TITLES.get(revision.kind, (revision.kind.capitalize(), "neutral"))
        body = _reason(revision)
        if before is not None and (changed := _struck_criteria(before, revision)):
            title = _of_criteria(revision.kind, changed) or title
        if is_author and before is not None and revision.kind == Revision.Kind.EDITED:
            body = _changes(before, revision)
        entries.append({"title": title, "tone": tone, "at": revision.at, "body": body})
        before = revision
    if (response := response_of(review)) is not None:
        said = (
            say("Answered by the seller") if response.edited_at is None else say("Answer of the seller, as it is now")
        )
        at = response.edited_at or response.published_at
        entries.append({"title": said, "tone": "neutral", "at": at, "body": ""})
    entries += [{k: line[k] for k in ("title", "tone", "at", "body", "href")} for line in cases]
    entries.sort(key=lambda entry: entry["at"])
    past = [entry for entry in entries if entry["at"] <= now]
    if past:
        past[-1]["current"] = True
    return entries


def _struck_criteria(before: Revision, after: Revision) -> str:
    """The criteria that the change struck, or gave back; '' where it was about something else."""
    changed = set(before.struck_criteria or ()) ^ set(after.struck_criteria or ())
    return capfirst(str(criteria_in_words(changed))) if changed else ""


def _of_criteria(kind: str, criteria: str) -> str:
    if kind == Revision.Kind.STRUCK:
        return say("{criteria}: struck through by a decision", criteria=criteria)
    return say("{criteria}: restored by a decision", criteria=criteria) if kind == Revision.Kind.RESTORED else ""


def _reason(revision: Revision) -> str:
    if revision.ground not in set(GroundKey):
        return ""
    return say("Ground: {ground}.", ground=GROUNDS[GroundKey(revision.ground)].text.called)


def _changes(before: Revision, after: Revision) -> str:
    """What an edit replaced, in the author's own words."""
    stars = [
        str(say("{criterion} was {stars}.", criterion=label, stars=getattr(before, name) or say("not rated")))
        for name, label in CRITERIA
        if getattr(before, name) != getattr(after, name)
    ]
    if before.comment != after.comment:
        said = say("It said: “{comment}”", comment=before.comment) if before.comment else say("There was no comment.")
        stars.append(str(said))
    return "\n".join(stars)
