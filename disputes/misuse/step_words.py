"""What a caution or a suspension means, in the words that its subject reads in pages and letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from disputes.models import MisuseStep
from disputes.refusals import moment
from policy.misuse import CONDUCT
from policy.phrases import plural
from policy.terms import MisuseGravity, MisuseKind, MisuseSubject, SuspensionStatus
from tenants.models import Tenant

RIGHTS: Final[Mapping[MisuseSubject, str]] = {
    MisuseSubject.SELLER: "to request the removal of reviews",
    MisuseSubject.BUYER: "to leave reviews",
    MisuseSubject.NOTICE_AUTHOR: "to send notices",
}
_STAYS: Final[Mapping[MisuseSubject, str]] = {
    MisuseSubject.SELLER: "Open cases go on, and what is illegal can still be reported by a notice, by anybody.",
    MisuseSubject.BUYER: "You can still buy, write to sellers, and change or withdraw the reviews that you left.",
    MisuseSubject.NOTICE_AUTHOR: "Notices that you sent before are still decided.",
}
_GRAVITY: Final[Mapping[MisuseGravity, str]] = {
    MisuseGravity.MINOR: "Minor: it takes several cases before anything follows.",
    MisuseGravity.GRAVE: "Grave: one case is enough for a caution.",
}


def right_of(step: MisuseStep) -> str:
    return RIGHTS[MisuseSubject(step.subject)]


def gravity_in_words(step: MisuseStep) -> str:
    return _GRAVITY[MisuseGravity(step.gravity)]


def share_in_words(step: MisuseStep) -> str:
    """The count with its base: "3 groundless requests, out of 4 decided in the span: 75%."."""
    conduct = CONDUCT[MisuseSubject(step.subject)]
    return f"{conduct.said(step.counted)}, out of {step.decided:,} decided in the span: {step.share:.0%}."


def meaning_of(step: MisuseStep, tenant: Tenant) -> list[str]:
    """What it changes for its subject, and what it leaves."""
    subject = MisuseSubject(step.subject)
    policy = step.policy_version.policy.misuse
    if step.kind == MisuseKind.CAUTION:
        days = plural(policy.suspension_days, "day")
        return [
            f"This is a warning. Nothing is taken away: you keep your right {RIGHTS[subject]}.",
            f"If more of the same follows while the caution is in force, that right may be suspended for {days}.",
        ]
    if step.status == SuspensionStatus.LIFTED:
        return [f"Your right {RIGHTS[subject]} is back."]
    if step.ends_at is None:
        return [f"It would suspend the right {RIGHTS[subject]} for {plural(policy.suspension_days, 'day')}."]
    until = moment(step.ends_at, tenant)
    return [f"Your right {RIGHTS[subject]} is suspended until {until}. It comes back by itself.", _STAYS[subject]]


def letter_words(step: MisuseStep | None, tenant: Tenant) -> dict[str, object]:
    """What letters about it say; empty for other letters."""
    if step is None:
        return {}
    appeal = getattr(step, "appeal", None)
    decided = appeal is not None and appeal.decided_at is not None
    return {
        "right": right_of(step),
        "share": share_in_words(step),
        "gravity": gravity_in_words(step),
        "meaning": meaning_of(step, tenant),
        "appeal_reason": appeal.reason if decided else "",
        "window": plural(step.policy_version.policy.appeals.window_days, "day"),
    }
