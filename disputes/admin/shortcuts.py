"""The keys of the desk as its pages name them; docs/desk.md lists the same, static/js/shortcuts.js presses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tenants.models import DESK_ROLES, Member, Role


@dataclass(frozen=True, slots=True)
class Shortcut:
    keys: tuple[str, ...]
    does: str
    then: bool = False
    """Whether the keys are pressed one after the other; otherwise any one of them does it."""


QUEUE = (
    Shortcut(("j", "k"), "Next row, row before"),
    Shortcut(("o", "Enter"), "Open the row's case"),
    Shortcut(("n",), "Claim the next case"),
    Shortcut(("/",), "Search"),
)
CASE = (
    Shortcut(("c",), "Claim it; while you hold it, keep it longer"),
    Shortcut(("f",), "Go to the next unanswered finding"),
    Shortcut(("m", "x"), "Answer the finding: met, not met; go on to the next (in a finding also y, n)"),
    Shortcut(("1", "2", "3", "4", "5"), "Choose the outcome in that place"),
    Shortcut(("s",), "Strike, and choose which criteria"),
    Shortcut(("a",), "Accept the next passage that was found"),
    Shortcut(("h",), "Choose words of the comment (arrows, with Shift for more), and again to hide them"),
    Shortcut(("r",), "Choose a draft of the reason; Enter takes it"),
    Shortcut(("e",), "Edit the reason"),
    Shortcut(("w",), "Write why you see it differently than was found"),
    Shortcut(("v",), "Preview what both sides will read"),
    Shortcut(("Ctrl", "Enter"), "Decide, from anywhere; in another form's field, send that form", then=True),
    Shortcut(("u",), "Take the decision back while it waits"),
    Shortcut(("n",), "Claim the next case, once this one is not yours"),
    Shortcut(("i",), "Ask for more information"),
    Shortcut(("t",), "Hand the case over"),
    Shortcut(("l",), "Release it"),
)
APPEAL = (
    Shortcut(("c",), "Claim it; while you hold it, keep it longer"),
    Shortcut(("1", "2"), "Upheld, rejected"),
    Shortcut(("3", "4", "5", "6"), "If upheld, choose what takes its place"),
    Shortcut(("s",), "Strike instead, and choose which criteria"),
    Shortcut(("a",), "Accept the next passage that was found"),
    Shortcut(("h",), "Choose words of the comment (arrows, with Shift for more), and again to hide them"),
    Shortcut(("e",), "Edit the reason"),
    Shortcut(("Ctrl", "Enter"), "Decide, from anywhere", then=True),
)
GROUP = (
    Shortcut(("c",), "Claim what is free; while you hold cases, keep them longer"),
    Shortcut(("f",), "Go to the finding"),
    Shortcut(("m", "x"), "Answer the finding for all of them: met, not met (in the finding also y, n)"),
    Shortcut(("1", "2", "3", "4", "5"), "Choose the outcome in that place"),
    Shortcut(("e",), "Edit the reason"),
    Shortcut(("w",), "Write why you see it differently than was found"),
    Shortcut(("Ctrl", "Enter"), "Decide together, from anywhere; in another form's field, send that form", then=True),
    Shortcut(("u",), "Take the decision back while it waits"),
)
ANYWHERE = (
    Shortcut(("?",), "Show these keys"),
    Shortcut(("Esc",), "Leave a field, or close this"),
)
PLACES = (
    ("q", "Queue", "disputes_removalrequest_changelist", DESK_ROLES),
    ("a", "Appeals", "disputes_appeal_changelist", DESK_ROLES),
    ("n", "Notices", "disputes_notice_changelist", DESK_ROLES),
    ("g", "Group cases", "disputes_groupcase_changelist", DESK_ROLES),
    ("s", "Second looks", "disputes_secondlook_changelist", DESK_ROLES),
    ("p", "Programs", "disputes_judgedfinding_changelist", DESK_ROLES),
    ("t", "Team", "disputes_decision_changelist", {Role.LEAD}),
)


def shortcuts_of(page: tuple[Shortcut, ...], member: Member) -> dict[str, Any]:
    """What the dialog of a page shows: its keys, those of every page, and the places that the member may go to."""
    places = [
        {"key": key, "label": label, "href": reverse(f"admin:{name}")}
        for key, label, name, roles in PLACES
        if member.has_role(*roles)
    ]
    return {"shortcuts": {"page": page, "anywhere": ANYWHERE, "places": places}}
