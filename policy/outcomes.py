"""What the grounds that are MET allow to be done, what is recommended, and when a lead must agree."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import Final

from policy.document import PolicyDocument
from policy.facts import Finding
from policy.terms import Criterion, GroundKey, Outcome, Verdict

MILDEST_FIRST: Final = (Outcome.KEEP, Outcome.REDACT, Outcome.ATTRIBUTE, Outcome.STRIKE, Outcome.REMOVE)
"""By how much of the review is lost to its author and its readers: hiding a span takes away a few words,
attributing takes it off the seller's rate and leaves every word, striking also marks it as not counting."""

OFF_THE_RATE: Final = frozenset({Outcome.ATTRIBUTE, Outcome.STRIKE, Outcome.REMOVE})
"""Outcomes after which the review no longer counts for the seller."""


def weight(outcome: Outcome) -> int:
    """0 for `keep`, more for heavier outcomes."""
    return MILDEST_FIRST.index(outcome)


def loss(outcome: Outcome, criteria: Collection[str] = ()) -> tuple[int, int]:
    """For comparing decisions: the outcome's weight, then how many criteria it is of; none named is all."""
    return weight(outcome), len(criteria) or len(Criterion)


def met_grounds(findings: Iterable[Finding]) -> frozenset[GroundKey]:
    """The grounds that hold. UNKNOWN is not among them, and not a "no" either: see `unresolved`."""
    return frozenset(finding.ground for finding in findings if finding.verdict is Verdict.MET)


def unresolved(findings: Iterable[Finding]) -> tuple[GroundKey, ...]:
    """The grounds that an agent must still resolve."""
    return tuple(finding.ground for finding in findings if finding.verdict is Verdict.UNKNOWN)


def allowed_outcomes(met: Iterable[GroundKey], policy: PolicyDocument) -> frozenset[Outcome]:
    """`keep`, and what the policy lets an agent choose for any of the grounds that are MET."""
    grounds = policy.removal.grounds
    chosen = (outcome for key in met if policy.removal.offers(key) for outcome in grounds[key].outcomes)
    return frozenset({Outcome.KEEP, *chosen})


def recommended(findings: Sequence[Finding], policy: PolicyDocument, *, rest_can_stand: bool = True) -> Outcome:
    """The mildest of the outcomes that the MET grounds recommend; `keep` where none is MET.

    Where the comment could not stand without the words to be hidden, removal takes the place of redaction.
    """
    wanted = [policy.removal.grounds[key].outcome for key in met_grounds(findings) if policy.removal.offers(key)]
    if not rest_can_stand:
        wanted = [Outcome.REMOVE if outcome is Outcome.REDACT else outcome for outcome in wanted]
    return min(wanted, key=weight, default=Outcome.KEEP)


def rest_can_stand(comment: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether any word is left of the comment once the spans are hidden."""
    hidden = {position for start, end in spans for position in range(start, end)}
    return any(char.isalnum() for position, char in enumerate(comment) if position not in hidden)


def needs_second_approval(
    outcome: Outcome,
    policy: PolicyDocument,
    *,
    rate_before: Fraction | None,
    rate_after: Fraction | None,
    ratings: int,
    group_size: int = 1,
) -> bool:
    """Whether a lead must approve: for any one of a listed outcome, a large group, and enough impact.

    `ratings` are those of the headline's window before the decision. A rate that comes into being or ceases
    to be has moved, by however much. `keep` moves nothing and takes nothing from anybody, so it is held only
    where it is listed.
    """
    held = policy.removal.second_approval
    if held is None:
        return False
    if outcome in held.outcomes:
        return True
    if outcome is Outcome.KEEP:
        return False
    if held.group_size is not None and group_size >= held.group_size:
        return True
    if ratings < held.minimum_ratings or rate_before == rate_after:
        return False
    if rate_before is None or rate_after is None:
        return True
    return abs(rate_after - rate_before) >= held.impact
