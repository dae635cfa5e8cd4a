"""How often a seller may write to a buyer who left a negative review. The buyer's own messages free the way.

Seed S3: writing every day to somebody who does not answer is a nuisance, and marketplaces act on complaints about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from policy.document import PolicyDocument
from policy.phrases import days, recorded_moment
from policy.problems import Problem
from policy.saying import joined, say, say_number
from policy.terms import ProblemCode


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What was written on one order since its review became negative."""

    negative_since: datetime | None
    """When the review was published; None where no negative review stands."""
    seller_wrote_at: Sequence[datetime] = ()
    buyer_wrote_at: Sequence[datetime] = ()


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages the seller may still write at a moment; `limited` is False where nothing is counted."""

    limited: bool
    left: int = 0
    free_at: datetime | None = None
    """When the next message is possible without an answer of the buyer; None where one is possible now, or never."""


def allowance(facts: ContactFacts, policy: PolicyDocument, now: datetime) -> Allowance:
    """At most `messages_after_negative` in any `within_days`; those before the buyer's last answer do not count."""
    if facts.negative_since is None:
        return Allowance(limited=False)
    answered_at = max((at for at in facts.buyer_wrote_at if at > facts.negative_since), default=None)
    if answered_at is None:
        quiet_until = facts.negative_since + timedelta(hours=policy.contact.quiet_hours_after_negative)
        if now < quiet_until:
            return Allowance(limited=True, free_at=quiet_until)
    span = timedelta(days=policy.contact.within_days)
    since = max(moment for moment in (facts.negative_since, answered_at, now - span) if moment is not None)
    counted = sorted(at for at in facts.seller_wrote_at if at > since)
    left = max(0, policy.contact.messages_after_negative - len(counted))
    if left or not policy.contact.messages_after_negative:
        return Allowance(limited=True, left=left)
    # The oldest of the last N leaves the span first.
    return Allowance(limited=True, free_at=counted[-policy.contact.messages_after_negative] + span)


def may_write(facts: ContactFacts, policy: PolicyDocument, now: datetime, tz: tzinfo) -> list[Problem]:
    """`contact_limited` with the reason and the moment from which it is possible again; empty when it is now."""
    found = allowance(facts, policy, now)
    if not found.limited or found.left:
        return []
    if found.free_at:
        again = say(
            "You can write again from {moment}, or once the buyer answers.",
            moment=recorded_moment(found.free_at.astimezone(tz)),
        )
    else:
        again = say("You can write again once the buyer answers.")
    return [Problem(ProblemCode.CONTACT_LIMITED, "", joined(rule(policy), again))]


def rule(policy: PolicyDocument) -> str:
    """The limit as a sentence."""
    contact = policy.contact
    return say_number(
        "After a negative review a seller can send {number} message in {days}.",
        "After a negative review a seller can send {number} messages in {days}.",
        contact.messages_after_negative,
        days=days(contact.within_days),
    )
