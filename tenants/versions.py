"""Published versions in time: which one is in force, which comes, and from when to when each was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tenants.models import PolicyVersion


class Standing(StrEnum):
    IN_FORCE = "in_force"
    COMING = "coming"
    PAST = "past"
    NEVER = "never"  # another came into force at the same moment


@dataclass(frozen=True, slots=True)
class VersionInTime:
    """A version from `since` to `until`; None: nothing follows yet."""

    version: PolicyVersion
    since: datetime
    until: datetime | None
    standing: Standing


def in_time(versions: Sequence[PolicyVersion], now: datetime) -> list[VersionInTime]:
    """All versions of a marketplace, the newest first. `versions` must be all of them, in any order."""
    ordered = sorted(versions, key=lambda version: (version.effective_from, version.number))
    found = []
    for place, version in enumerate(ordered):
        until = ordered[place + 1].effective_from if place + 1 < len(ordered) else None
        # The first version also governs history moved in, so it begins long before it was published.
        since = max(version.effective_from, version.published_at)
        found.append(VersionInTime(version, since, until, _standing(version, until, now)))
    return found[::-1]


def _standing(version: PolicyVersion, until: datetime | None, now: datetime) -> Standing:
    if until is not None and until <= version.effective_from:
        return Standing.NEVER
    if version.effective_from > now:
        return Standing.COMING
    return Standing.PAST if until is not None and until <= now else Standing.IN_FORCE
