"""When a caution or a suspension is proposed against whoever misuses a right; a lead confirms (DSA Art. 23)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from policy.document import PolicyDocument
from policy.phrases import days
from policy.problems import Problem
from policy.saying import Said, say, say_number
from policy.terms import MisuseGravity, MisuseKind, MisuseSubject, Outcome, ProblemCode


@dataclass(frozen=True, slots=True)
class Conduct:
    """What counts against one kind of person, and how much."""

    gravity: MisuseGravity
    said: Callable[[int], Said]
    """So many cases that count: "3 groundless requests"."""
    among: Said
    """What the share is taken of, in words."""


CONDUCT: Final[Mapping[MisuseSubject, Conduct]] = MappingProxyType(
    {
        MisuseSubject.SELLER: Conduct(
            MisuseGravity.MINOR,
            lambda number: say_number("{number} groundless request", "{number} groundless requests", number),
            say("the decided removal requests"),
        ),
        MisuseSubject.BUYER: Conduct(
            MisuseGravity.GRAVE,
            lambda number: say_number(
                "{number} decision that found blackmail", "{number} decisions that found blackmail", number
            ),
            say("the decided cases about this buyer's reviews"),
        ),
        MisuseSubject.NOTICE_AUTHOR: Conduct(
            MisuseGravity.MINOR,
            lambda number: say_number(
                "{number} manifestly unfounded notice", "{number} manifestly unfounded notices", number
            ),
            say("the decided notices"),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """One decided case of that person; whether it `counts` is for `groundless` and its like to say."""

    review_id: str
    decided_at: datetime
    counts: bool
    case_id: str = ""
    """What the caller calls it; a proposal names the cases it rests on."""


@dataclass(frozen=True, slots=True)
class MisuseHistory:
    """All decided cases of one person and what was done about them."""

    cases: Sequence[DecidedCase]
    cautioned_at: Sequence[datetime] = ()
    """When cautions were confirmed; those lifted since are left out."""
    caution_open: bool = False
    """Whether a caution waits to be confirmed."""
    suspension_open: bool = False
    """Whether a suspension is proposed or active."""
    dismissed_at: datetime | None = None
    """When a lead last dismissed a proposal: the same cases do not call for another."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step to be confirmed, with the figures it rests on."""

    kind: MisuseKind
    subject: MisuseSubject
    gravity: MisuseGravity
    counted: int
    """Cases of the span that count."""
    decided: int
    """All decided cases of the span."""
    share: Fraction
    """`counted` out of `decided`."""
    reasons: tuple[str, ...]
    cases: tuple[str, ...] = ()
    """The ids of the counted ones."""


def groundless(outcome: Outcome, good_faith: bool | None) -> bool:
    """Whether a decided request counts: it was lost, and the agent said that it was not made in good faith."""
    return outcome is Outcome.KEEP and good_faith is False


def propose(
    history: MisuseHistory, policy: PolicyDocument, now: datetime, *, subject: MisuseSubject
) -> Proposal | None:
    """The step that the last `within_days` call for, if any.

    A suspension needs a caution in that span and a case that counts after it, the count, and more than the
    minimum share. A caution is not repeated within the span.
    """
    since = _span_start(policy, now)
    decided = [case for case in history.cases if since < case.decided_at <= now]
    counted = [case for case in decided if case.counts]
    if not counted or history.suspension_open or _seen(counted, history.dismissed_at):
        return None
    share = Fraction(len(counted), len(decided))
    cautions = [moment for moment in history.cautioned_at if since < moment <= now]
    if cautions:
        kind = MisuseKind.SUSPENSION
        reasons = _reasons_for_suspension(subject, counted, share, max(cautions), policy)
    elif history.caution_open:
        return None
    else:
        kind = MisuseKind.CAUTION
        reasons = _reasons_for_caution(subject, counted, policy)
    if not reasons:
        return None
    return Proposal(
        kind=kind,
        subject=subject,
        gravity=CONDUCT[subject].gravity,
        counted=len(counted),
        decided=len(decided),
        share=share,
        reasons=reasons,
        cases=tuple(case.case_id for case in counted),
    )


def caution_in_force(cautioned_at: Sequence[datetime], policy: PolicyDocument, now: datetime) -> bool:
    """Whether a caution was given in the span that counts back from now."""
    since = _span_start(policy, now)
    return any(since < moment <= now for moment in cautioned_at)


def may_confirm(kind: MisuseKind, had_caution_in_force: bool) -> list[Problem]:
    """A suspension without a caution before it is refused: nobody is suspended unwarned."""
    if kind is MisuseKind.CAUTION or had_caution_in_force:
        return []
    detail = say("A suspension needs a caution before it, and none is in force. Please give a caution first.")
    return [Problem(ProblemCode.CONFLICT, "", detail)]


def suspension_ends_at(confirmed_at: datetime, policy: PolicyDocument) -> datetime:
    """When a confirmed suspension ends by itself."""
    return confirmed_at + timedelta(days=policy.misuse.suspension_days)


def caution_ends_at(confirmed_at: datetime, policy: PolicyDocument) -> datetime:
    """When a caution is no longer in force: as far ahead as misuse looks back."""
    return confirmed_at + timedelta(days=policy.misuse.within_days)


def _span_start(policy: PolicyDocument, now: datetime) -> datetime:
    return now - timedelta(days=policy.misuse.within_days)


def _seen(counted: Sequence[DecidedCase], dismissed_at: datetime | None) -> bool:
    return dismissed_at is not None and all(case.decided_at <= dismissed_at for case in counted)


def _reasons_for_caution(
    subject: MisuseSubject, counted: Sequence[DecidedCase], policy: PolicyDocument
) -> tuple[Said, ...]:
    grave = CONDUCT[subject].gravity is MisuseGravity.GRAVE
    again = about_the_same(subject, counted)
    if grave or len(counted) >= policy.misuse.groundless_to_caution:
        return (many_in_the_span(subject, len(counted), policy), *again)
    return again


def _reasons_for_suspension(
    subject: MisuseSubject,
    counted: Sequence[DecidedCase],
    share: Fraction,
    cautioned_at: datetime,
    policy: PolicyDocument,
) -> tuple[Said, ...]:
    since_caution = any(case.decided_at > cautioned_at for case in counted)
    # The caution was for the first grave case, so one after it is the second.
    least = 1 if CONDUCT[subject].gravity is MisuseGravity.GRAVE else policy.misuse.groundless_to_suspend
    if not since_caution or len(counted) < least or share <= policy.misuse.share:
        return ()
    return (many_after_a_caution(subject, len(counted), share, cautioned_at, policy),)


def many_in_the_span(subject: MisuseSubject, counted: int, policy: PolicyDocument) -> Said:
    """That so many cases count."""
    return say("{cases} in {days}.", cases=CONDUCT[subject].said(counted), days=days(policy.misuse.within_days))


def about_the_same(subject: MisuseSubject, counted: Sequence[DecidedCase]) -> tuple[Said, ...]:
    """For each review about which more than one case counts, how many do."""
    return tuple(
        say("{cases} about the same review, {review}.", cases=CONDUCT[subject].said(times), review=review_id)
        for review_id, times in Counter(case.review_id for case in counted).items()
        if times >= 2
    )


def many_after_a_caution(
    subject: MisuseSubject, counted: int, share: Fraction, cautioned_at: datetime, policy: PolicyDocument
) -> Said:
    """That so many cases count, of how many, and that a caution went before."""
    return say(
        "{cases} in {days}: {share} of {among}, and after a caution on {day}.",
        cases=CONDUCT[subject].said(counted),
        days=days(policy.misuse.within_days),
        share=f"{float(share):.0%}",
        among=CONDUCT[subject].among,
        day=cautioned_at.date(),
    )
