"""When a caution or a suspension of the request right is proposed; a lead confirms (DSA Art. 23)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from policy.document import PolicyDocument
from policy.terms import MisuseKind


@dataclass(frozen=True, slots=True)
class DecidedRequest:
    """One removal request of the requester. A loss in good faith is not groundless."""

    review_id: str
    decided_at: datetime
    groundless: bool


@dataclass(frozen=True, slots=True)
class MisuseHistory:
    """All that one requester asked for and what was done about it."""

    requests: Sequence[DecidedRequest]
    cautioned_at: Sequence[datetime] = ()
    suspension_open: bool = False
    """Whether a suspension is proposed or active."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step to be confirmed, with the figures it rests on."""

    kind: MisuseKind
    groundless: int
    decided: int
    share: Fraction
    reasons: tuple[str, ...]


def propose(history: MisuseHistory, policy: PolicyDocument, now: datetime) -> Proposal | None:
    """The step that the last `within_days` call for, if any.

    A suspension needs a caution in that span and a groundless request after it, the count, and more than the
    minimum share. A caution is not repeated within the span.
    """
    since = now - timedelta(days=policy.misuse.within_days)
    decided = [request for request in history.requests if since < request.decided_at <= now]
    groundless = [request for request in decided if request.groundless]
    if not groundless or history.suspension_open:
        return None
    share = Fraction(len(groundless), len(decided))
    cautions = [moment for moment in history.cautioned_at if since < moment <= now]
    if not cautions:
        reasons = _reasons_for_caution(groundless, policy)
        kind = MisuseKind.CAUTION
    else:
        reasons = _reasons_for_suspension(groundless, share, max(cautions), policy)
        kind = MisuseKind.SUSPENSION
    return Proposal(kind, len(groundless), len(decided), share, reasons) if reasons else None


def suspension_ends_at(confirmed_at: datetime, policy: PolicyDocument) -> datetime:
    """When a confirmed suspension ends by itself."""
    return confirmed_at + timedelta(days=policy.misuse.suspension_days)


def _reasons_for_caution(groundless: Sequence[DecidedRequest], policy: PolicyDocument) -> tuple[str, ...]:
    reasons: list[str] = []
    if len(groundless) >= policy.misuse.groundless_to_caution:
        reasons.append(f"{len(groundless)} groundless requests in {policy.misuse.within_days} days.")
    for review_id, times in Counter(request.review_id for request in groundless).items():
        if times >= 2:
            reasons.append(f"{times} groundless requests about the same review, {review_id}.")
    return tuple(reasons)


def _reasons_for_suspension(
    groundless: Sequence[DecidedRequest], share: Fraction, cautioned_at: datetime, policy: PolicyDocument
) -> tuple[str, ...]:
    since_caution = any(request.decided_at > cautioned_at for request in groundless)
    enough = len(groundless) >= policy.misuse.groundless_to_suspend and share > policy.misuse.share
    if not (since_caution and enough):
        return ()
    return (
        f"{len(groundless)} groundless requests in {policy.misuse.within_days} days, "
        f"{float(share):.0%} of those decided, and after a caution on {cautioned_at:%d %B %Y}.",
    )
