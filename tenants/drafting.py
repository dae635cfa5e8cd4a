"""What the actions on drafts share: the draft under lock, its document read, and why it cannot be worked on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy.document import PolicyDocument, PolicyInvalid, parse_policy
from policy.problems import Problem
from policy.terms import ProblemCode
from tenants.models import PolicyDraft, Tenant
from wire.refusals import NotThere, Refused

LONGEST_TITLE = PolicyDraft._meta.get_field("title").max_length


class UnableToWorkOnPolicy(Refused):
    """A draft does not allow the act; each action refines it."""


def invalid(pointer: str, detail: str) -> Problem:
    return Problem(ProblemCode.VALIDATION_FAILED, pointer, detail)


def conflict(detail: str, pointer: str = "") -> Problem:
    return Problem(ProblemCode.CONFLICT, pointer, detail)


def read_document(document: Mapping[str, Any]) -> tuple[PolicyDocument | None, list[Problem]]:
    """The typed policy, or every field that is wrong, below /document."""
    try:
        return parse_policy(document), []
    except PolicyInvalid as error:
        return None, [invalid(f"/document{path}", _sentence(reason)) for path, reason in error.problems]


def title_problems(title: str) -> list[Problem]:
    if len(title) <= LONGEST_TITLE:
        return []
    return [invalid("/title", f"At most {LONGEST_TITLE} characters; these are {len(title)}.")]


def lock_policy(tenant: Tenant) -> None:
    """Hold the marketplace's policy until the transaction ends: whoever publishes does so alone."""
    Tenant.objects.select_for_update(of=("self",), no_key=True).get(pk=tenant.pk)


def open_draft(draft: PolicyDraft) -> PolicyDraft:
    """The draft as it stands now, held until the transaction ends.

    Raises NotThere, and UnableToWorkOnPolicy (`conflict`) where it is no draft any more.
    """
    if PolicyDraft.objects.select_for_update(of=("self",), no_key=True).filter(pk=draft.pk).first() is None:
        raise NotThere
    held = PolicyDraft.objects.select_related("based_on", "published_as").get(pk=draft.pk)
    if held.state == PolicyDraft.State.PUBLISHED:
        number = held.published_as.number
        raise UnableToWorkOnPolicy(conflict(f"This draft was published as version {number}. Begin a new draft."))
    if held.state == PolicyDraft.State.DISCARDED:
        raise UnableToWorkOnPolicy(conflict("This draft was discarded. Begin a new one."))
    return held


def version_problems(given: int | None, current: int) -> list[Problem]:
    """A missing version is invalid; an old one is stale."""
    if given is None:
        return [invalid("/version", "Say which version of the draft you have seen, so that nothing is lost unseen.")]
    if given != current:
        detail = f"This draft has changed since you opened it: you saw version {given}, now it is {current}."
        # A code of the HTTP contract that the pure policy never gives itself.
        return [Problem("stale_version", "/version", f"{detail} Please look at it again.")]  # type: ignore[arg-type]
    return []


def _sentence(reason: str) -> str:
    text = reason[:1].upper() + reason[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
