"""On which ground each struck criterion is struck, as the record of a review's changes tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.utils.text import capfirst

from feedback.models import Review, Revision
from policy.grounds import GROUNDS
from policy.phrases import criteria_in_words
from policy.saying import say
from policy.terms import Criterion, GroundKey

Strikes = Mapping[str, str]
"""{criterion: ground}, in the order of the form."""


def strikes_of(reviews: Iterable[Review]) -> dict[UUID, Strikes]:
    """The strikes of those that have a struck criterion; no query where none has, else one for all of them."""
    struck = {review.pk: review.struck_criteria for review in reviews if review.struck_criteria}
    if not struck:
        return {}
    grounds: dict[UUID, dict[str, str]] = {review_id: {} for review_id in struck}
    before: dict[UUID, list[str]] = {review_id: [] for review_id in struck}
    changes = Revision.objects.filter(review__in=list(struck), kind__in=(Revision.Kind.STRUCK, Revision.Kind.RESTORED))
    for review_id, ground, criteria in changes.order_by("review_id", "number").values_list(
        "review_id", "ground", "struck_criteria"
    ):
        # Whichever change struck it last: what was given back in between may have been struck again.
        grounds[review_id] |= {each: ground for each in criteria or () if each not in before[review_id]}
        before[review_id] = criteria or []
    return {
        review_id: {each.value: grounds[review_id].get(each, "") for each in Criterion if each in criteria}
        for review_id, criteria in struck.items()
    }


class StrikeNote(NamedTuple):
    """Which criteria are struck on one ground, and the ground's public name and meaning, for a sentence."""

    criteria: str
    reason: str


def strike_notes(strikes: Strikes) -> tuple[StrikeNote, ...]:
    """One note a ground, in the order of the form."""
    by_ground: dict[str, list[str]] = {}
    for criterion, ground in strikes.items():
        by_ground.setdefault(ground, []).append(criterion)
    return tuple(
        StrikeNote(capfirst(str(criteria_in_words(criteria))), _reason(ground))
        for ground, criteria in by_ground.items()
    )


def _reason(ground: str) -> str:
    if ground not in set(GroundKey):
        return ""
    text = GROUNDS[GroundKey(ground)].text
    return say("{ground}: {meaning}", ground=text.name, meaning=text.meaning)
