"""The refusals that several actions share: which code, and the sentence for the person."""

from __future__ import annotations

from datetime import datetime

from policy.lifecycle import MoveRefused
from policy.problems import Problem
from policy.saying import Said, say
from policy.terms import ProblemCode
from tenants.models import Tenant
from wire.refusals import Refused

LONGEST_TEXT = 5000


class UnableToAct(Refused):
    """A case or an appeal does not allow the act; each action refines it."""


def invalid(pointer: str, detail: str) -> Problem:
    return Problem(ProblemCode.VALIDATION_FAILED, pointer, detail)


def conflict(detail: str, pointer: str = "") -> Problem:
    return Problem(ProblemCode.CONFLICT, pointer, detail)


def not_in_lifecycle(error: MoveRefused) -> Problem:
    return conflict(say("That is not possible any more: This move is not allowed ({move}).", move=error.name))


def too_early(detail: str) -> Problem:
    return Problem(ProblemCode.TOO_EARLY, "", detail)


def coded(code: str, detail: str, pointer: str = "") -> Problem:
    """A problem with a code of the HTTP contract that policy itself never gives."""
    return Problem(code, pointer, detail)  # type: ignore[arg-type]


def version_problems(given: int | None, current: int) -> list[Problem]:
    """A missing version is invalid; an old one is stale."""
    if given is None:
        return [invalid("/version", say("Say which version you have seen, so that nothing is decided unseen."))]
    if given != current:
        detail = say(
            "This has changed since you opened it: you saw version {given}, now it is {current}. "
            "Please look at it again.",
            given=given,
            current=current,
        )
        return [coded("stale_version", detail, "/version")]
    return []


def text_problems(text: str, pointer: str, ask: str) -> list[Problem]:
    """Empty and overlong texts; `ask` is what to write there."""
    if not text.strip():
        return [invalid(pointer, ask)]
    if len(text) > LONGEST_TEXT:
        return [too_long(text, pointer)]
    return []


def too_long(text: str, pointer: str, most: int = LONGEST_TEXT) -> Problem:
    detail = say("At most {most} characters; these are {length}.", most=str(most), length=str(len(text)))
    return invalid(pointer, detail)


def moment(at: datetime, tenant: Tenant) -> Said:
    """A moment as sentences name it, in the marketplace's time zone: 1 March 2027, 14:05 (Europe/Berlin)."""
    return say("{moment} ({zone})", moment=at.astimezone(tenant.zone), zone=tenant.timezone)


def clock(at: datetime, tenant: Tenant) -> str:
    """A moment of these minutes: 14:05:30 (Europe/Berlin)."""
    return f"{at.astimezone(tenant.zone):%H:%M:%S} ({tenant.timezone})"
