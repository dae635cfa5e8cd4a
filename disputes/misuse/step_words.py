"""What a caution or a suspension means, in the words that its subject reads in pages and letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from disputes.models import MisuseStep
from disputes.queries.misuse import cases_of, whose
from disputes.queries.steps import steps_of
from disputes.refusals import moment
from policy.misuse import CONDUCT, about_the_same, many_after_a_caution, many_in_the_span
from policy.saying import Said, say, say_number
from policy.terms import MisuseGravity, MisuseKind, MisuseSubject, SuspensionStatus
from tenants.models import Tenant
from wire.speaking import SPEAKER

RIGHTS: Final[Mapping[MisuseSubject, str]] = {
    MisuseSubject.SELLER: say("to request the removal of reviews"),
    MisuseSubject.BUYER: say("to leave reviews"),
    MisuseSubject.NOTICE_AUTHOR: say("to send notices"),
}
_STAYS: Final[Mapping[MisuseSubject, str]] = {
    MisuseSubject.SELLER: say("Open cases go on, and what is illegal can still be reported by a notice, by anybody."),
    MisuseSubject.BUYER: say("You can still buy, write to sellers, and change or withdraw the reviews that you left."),
    MisuseSubject.NOTICE_AUTHOR: say("Notices that you sent before are still decided."),
}
_KINDS: Final[Mapping[MisuseKind, str]] = {
    MisuseKind.CAUTION: say("caution"),
    MisuseKind.SUSPENSION: say("suspension"),
}
_GRAVITY: Final[Mapping[MisuseGravity, str]] = {
    MisuseGravity.MINOR: say("Minor: it takes several cases before anything follows."),
    MisuseGravity.GRAVE: say("Grave: one case is enough for a caution."),
}


def right_of(step: MisuseStep) -> str:
    return RIGHTS[MisuseSubject(step.subject)]


def kind_in_words(step: MisuseStep) -> str:
    """What it is, within a sentence: "caution", "suspension"."""
    return _KINDS[MisuseKind(step.kind)]


def gravity_in_words(step: MisuseStep) -> str:
    return _GRAVITY[MisuseGravity(step.gravity)]


def share_in_words(step: MisuseStep) -> str:
    """The count with its base: "3 groundless requests, out of 4 decided in the span: 75%."."""
    conduct = CONDUCT[MisuseSubject(step.subject)]
    percent = f"{step.share:.0%}".removesuffix("%")
    counted = conduct.said(step.counted)
    return say(
        "{counted}, out of {decided} decided in the span: {percent}%.",
        counted=counted,
        decided=step.decided,
        percent=percent,
    )


def reasons_told(step: MisuseStep) -> list[str]:
    """Why it was proposed, in the reader's language: said again from the figures of the step and the cases under it.

    The stored English is the record; a reason that would be put otherwise today is shown as it is kept.
    """
    if SPEAKER.is_english():
        return step.reasons
    again = {said[:]: said for said in _reasons_again(step)}
    return [again.get(reason, reason) for reason in step.reasons]


def _reasons_again(step: MisuseStep) -> Iterator[Said]:
    subject, policy = MisuseSubject(step.subject), step.policy_version.policy
    if step.kind == MisuseKind.CAUTION:
        yield many_in_the_span(subject, step.counted, policy)
        cases = cases_of(whose(step), policy=policy, now=step.proposed_at)
        rests_on = {str(each) for each in step.cases}
        yield from about_the_same(subject, [each for each in cases if each.case_id in rests_on])
        return
    cautions = steps_of(whose(step)).filter(kind=MisuseKind.CAUTION, confirmed_at__lte=step.proposed_at)
    for cautioned_at in cautions.values_list("confirmed_at", flat=True):
        share = Fraction(step.counted, step.decided)
        yield many_after_a_caution(subject, step.counted, share, cautioned_at, policy)


def meaning_of(step: MisuseStep, tenant: Tenant) -> list[str]:
    """What it changes for its subject, and what it leaves."""
    subject = MisuseSubject(step.subject)
    right = RIGHTS[subject]
    suspension = step.policy_version.policy.misuse.suspension_days
    days = say_number("{number} day", "{number} days", suspension)
    if step.kind == MisuseKind.CAUTION:
        return [
            say("This is a warning. Nothing is taken away: you keep your right {right}.", right=right),
            say(
                "If more of the same follows while the caution is in force, that right may be suspended for {days}.",
                days=days,
            ),
        ]
    if step.status == SuspensionStatus.LIFTED:
        return [say("Your right {right} is back.", right=right)]
    if step.ends_at is None:
        return [say("It would suspend the right {right} for {days}.", right=right, days=days)]
    until = moment(step.ends_at, tenant)
    return [
        say("Your right {right} is suspended until {until}. It comes back by itself.", right=right, until=until),
        _STAYS[subject],
    ]


def letter_words(step: MisuseStep | None, tenant: Tenant) -> dict[str, object]:
    """What letters about it say; empty for other letters."""
    if step is None:
        return {}
    appeal = getattr(step, "appeal", None)
    decided = appeal is not None and appeal.decided_at is not None
    return {
        "kind": kind_in_words(step),
        "right": right_of(step),
        "share": share_in_words(step),
        "reasons": reasons_told(step),
        "gravity": gravity_in_words(step),
        "meaning": meaning_of(step, tenant),
        "appeal_reason": appeal.reason if decided else "",
        "window": say_number("{number} day", "{number} days", step.policy_version.policy.appeals.window_days),
    }
