"""Precedents that disagree: two near cases of one ground that were decided differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from django.db.models import Q

from disputes.consistency.figures import Span
from disputes.consistency.impartial import decisions_to_look_at
from disputes.models import Decision
from disputes.precedents import Likeness, likeness
from disputes.precedents.finding import traits_of_decision

WITHIN = timedelta(days=365)
ALIKE = 0.75
"""Nearness from which one expects the same outcome; cases that are merely near may well differ."""
MOST_COMPARED = 200
"""Newest decisions that are compared with one another: 19,900 pairs at most."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two decisions that stand, the later first; `grounds` are those that both cases claimed, `reasons` say in which
    way the cases are alike.
    """

    later: Decision
    earlier: Decision
    nearness: float
    reasons: tuple[str, ...]
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradictions:
    """The nearest first; `compared` is how many decisions were compared."""

    pairs: list[Contradiction]
    compared: int


def contradictions(span: Span) -> Contradictions:
    """Among the newest `MOST_COMPARED` decisions of the span that stand, whose second look is not still to come."""
    decisions = list(_standing(span))
    pairs = sorted(_pairs(decisions), key=lambda each: (-each.nearness, -each.later.decided_at.timestamp()))
    return Contradictions(pairs, len(decisions))


def _standing(span: Span):
    took_effect = Q(held=False) | Q(approval__approved=True)
    return (
        Decision.objects.filter(took_effect, span.of("decided_at"), superseded_by__isnull=True)
        .exclude(pk__in=decisions_to_look_at())
        .select_related("decided_by", "request", "review__order")
        .defer("facts")
        .order_by("-decided_at", "-id")[:MOST_COMPARED]
    )


def _pairs(decisions: list[Decision]) -> Iterator[Contradiction]:
    traits = {each.pk: traits_of_decision(each, each.proposed) for each in decisions}
    for later, earlier in combinations(decisions, 2):
        shared = later.proposed.keys() & earlier.proposed.keys()
        apart = later.decided_at - earlier.decided_at
        # What two cases of one review were decided is one question answered twice by design, not a contradiction.
        if later.outcome == earlier.outcome or not shared or apart > WITHIN or later.review_id == earlier.review_id:
            continue
        like = likeness(traits[later.pk], traits[earlier.pk])
        if like.nearness >= ALIKE:
            yield Contradiction(later, earlier, like.nearness, _reasons(like), tuple(sorted(shared)))


def _reasons(like: Likeness) -> tuple[str, ...]:
    said = [f"{like.parts['words']:.0%} of the words alike".replace("%", " %")]
    same = {"verdicts": "the same findings", "references": "resting on the same", "stars": "the same stars"}
    return (*said, *(words for part, words in same.items() if like.parts[part] == 1))
