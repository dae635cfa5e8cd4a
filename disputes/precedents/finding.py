"""Decided cases of the same grounds, the nearest first; two queries at most, however much was ever decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from disputes.models import Decision, JudgedFinding, RemovalRequest, SecondLook
from disputes.precedents.nearness import NEAR, Likeness, Traits, kinds_of, likeness
from disputes.queries import ClaimWithFinding
from orders.queries import sellers_run_by
from policy.terms import Outcome, Verdict
from tenants.models import Member

MOST_READ = 200
"""Newest answers to the case's grounds that are looked at."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Precedent:
    """A decision that stands in another case, and how near that case is."""

    decision: Decision
    likeness: Likeness

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.decision.outcome)


@dataclass(frozen=True, slots=True)
class Precedents:
    """`near` are all from `NEAR` on, the nearest first; `looked_at` is how many decided cases were compared."""

    near: Sequence[Precedent] = ()
    looked_at: int = 0
    sums: dict[str, int] = field(default_factory=dict)
    """How many of the near ones ended with which outcome."""

    @property
    def shown(self) -> Sequence[Precedent]:
        return self.near[:SHOWN]


def nearest(
    case: RemovalRequest,
    *,
    claims: Sequence[ClaimWithFinding],
    member: Member | None = None,
    before: datetime | None = None,
    leaving_out: Iterable[UUID] = (),
) -> Precedents:
    """The decided cases that are near to this one by its newest findings.

    Left out are the case itself, those on whose side `member` is, those in `leaving_out`, what was decided after
    `before`, and every decision that somebody is still to decide a second time without seeing the first answer.
    """
    mine = traits_of(case, claims)
    found = decided_like(mine.verdicts, before=before).exclude(request=case.pk)
    if member is not None:
        found = found.exclude(request__seller__in=sellers_run_by(member)).exclude(review__buyer=member)
    if left_out := list(leaving_out):
        found = found.exclude(request__in=left_out)
    compared = [Precedent(each, likeness(mine, traits_of_decision(each, mine.verdicts))) for each in found]
    # The id breaks ties, so that the same cases always come in the same order.
    compared.sort(key=lambda each: (-each.likeness.nearness, -each.decision.decided_at.timestamp(), each.decision.pk))
    near = [each for each in compared if each.likeness.nearness >= NEAR]
    sums: dict[str, int] = {}
    for each in near:
        sums[each.outcome.value] = sums.get(each.outcome.value, 0) + 1
    return Precedents(near, len(compared), sums)


def decided_like(grounds: Iterable[str], *, before: datetime | None = None) -> QuerySet[Decision]:
    """The decisions that stand among the newest `MOST_READ` answers to these grounds, ready to be compared."""
    asked = sorted(grounds)
    if not asked:
        return Decision.objects.none()
    answered = [_newest(ground, MOST_READ // len(asked), before) for ground in asked]
    took_effect = Q(held=False) | Q(approval__approved=True)
    return (
        Decision.objects.filter(took_effect, superseded_by__isnull=True)
        .filter(pk__in=answered[0].union(*answered[1:]) if answered[1:] else answered[0])
        .exclude(pk__in=SecondLook.objects.filter(answered_at__isnull=True).values("decision"))
        .select_related("decided_by", "request", "review__order")
        .only(
            *("outcome", "proposed", "ground", "decided_at", "tenant"),
            *("decided_by__name", "decided_by__email", "decided_by__external_id"),
            *("request__origin", "request__seller"),
            *("review__stars", "review__comment", "review__order__status", "review__order__external_id"),
        )
    )


def _newest(ground: str, limit: int, before: datetime | None) -> QuerySet[Any]:
    answers = JudgedFinding.objects.filter(ground=ground)
    if before is not None:
        answers = answers.filter(decided_at__lt=before)
    return answers.order_by("-decided_at", "id").values("decision")[:limit]


def traits_of(case: RemovalRequest, claims: Sequence[ClaimWithFinding]) -> Traits:
    """Of a case by its newest findings; one that no worker has looked for yet is open."""
    found = {each.claim.ground: each.finding for each in claims}
    return Traits(
        verdicts={key: row.verdict if row else Verdict.UNKNOWN.value for key, row in found.items()},
        references=kinds_of({key: {"references": row.references} for key, row in found.items() if row}),
        stars=case.review.stars,
        order_status=case.review.order.status,
        origin=case.origin,
        comment=case.review.comment,
    )


def traits_of_decision(decision: Decision, grounds: Iterable[str]) -> Traits:
    """Of a decided case by what was proposed when it was decided, as far as these grounds go."""
    proposed = {key: decision.proposed[key] for key in grounds if key in decision.proposed}
    return Traits(
        verdicts={key: each["verdict"] for key, each in proposed.items()},
        references=kinds_of(proposed),
        stars=decision.review.stars,
        order_status=decision.review.order.status,
        origin=decision.request.origin,
        comment=decision.review.comment,
    )
