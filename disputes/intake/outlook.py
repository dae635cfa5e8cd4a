"""Looks ahead for the filing assistant: which grounds can apply, which cannot and why, and what is missing for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from disputes.finding.beforehand import known_beforehand
from disputes.intake.filing import Standing, standing_of
from disputes.intake.shown import look_up
from feedback.queries import Sight, sight_of
from policy.eligibility import Claim, Evidence
from policy.facts import Finding
from policy.problems import Problem
from policy.terms import GroundKey, ProblemCode, Verdict
from tenants.models import Member, Tenant


class Chance(StrEnum):
    """How a ground looks before it is filed, the best first. None of them is a promise: a person decides."""

    LIKELY = "likely"  # what is known speaks for it
    POSSIBLE = "possible"  # nothing is known yet that decides it
    UNLIKELY = "unlikely"  # what is known speaks against it; it can be filed all the same
    CLOSED = "closed"  # filing it would be refused whatever is said and shown


_ORDER = list(Chance)
# What neither words nor evidence can mend.
_CLOSING = frozenset({ProblemCode.CUTOFF_PASSED, ProblemCode.REQUEST_RIGHT_SUSPENDED, ProblemCode.CONFLICT})


@dataclass(frozen=True, slots=True)
class Outlook:
    """One ground: `known` is what was found of itself, if anything.

    `against` are the problems that close it; `missing` what is still to be said or shown for it. Together they are
    what a check of this ground alone would answer.
    """

    ground: GroundKey
    chance: Chance
    known: Finding | None
    against: list[Problem]
    missing: list[Problem]


def outlook(
    *,
    tenant: Tenant,
    by: Member | None,
    review,
    claims: Sequence[Claim],
    evidence: Sequence[Evidence],
    now: datetime,
) -> list[Outlook]:
    """Every ground that the policy offers, the likely ones first, by the rules that filing obeys.

    `claims` are those typed so far: a ground among them is judged with its own words. Raises NotPermitted where `by`
    does not run the reviewed seller.
    """
    stands = standing_of(tenant=tenant, by=by, review=review, now=now)
    shown = look_up(evidence, by=by, review=review)
    offered = stands.version.policy.removal.offered
    typed = {claim.ground: claim for claim in reversed(claims)}
    problems = {
        key: stands.problems([typed.get(key.value, Claim(key.value, ""))], evidence, shown, now=now) for key in offered
    }
    still_open = [key for key in offered if not _closing(problems[key])]
    known = _known(stands, by, review, still_open, claims, now)
    found = [_outlook(key, problems[key], known.get(key)) for key in offered]
    return sorted(found, key=lambda each: _ORDER.index(each.chance))


def _known(
    stands: Standing, by: Member | None, review, grounds: list[GroundKey], claims: Sequence[Claim], now: datetime
) -> dict[GroundKey, Finding]:
    """Nothing of a review whose words the asker may not read."""
    if not grounds or sight_of(by, review, runs_it=True) not in (Sight.PUBLIC, Sight.WHOLE):
        return {}
    return known_beforehand(review, grounds, policy=stands.version.policy, claims=claims, at=now)


def _outlook(key: GroundKey, problems: list[Problem], known: Finding | None) -> Outlook:
    against = _closing(problems)
    if against:
        chance = Chance.CLOSED
    elif known is None or known.verdict is Verdict.UNKNOWN:
        chance = Chance.POSSIBLE
    else:
        chance = Chance.LIKELY if known.verdict is Verdict.MET else Chance.UNLIKELY
    return Outlook(key, chance, known, against, [each for each in problems if each not in against])


def _closing(problems: list[Problem]) -> list[Problem]:
    return [each for each in problems if each.code in _CLOSING]
