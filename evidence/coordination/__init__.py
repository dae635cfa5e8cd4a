"""Who acts together against a seller: links between the authors carry the claim, a burst only supports it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from evidence.coordination.bursts import Scan, scan
from evidence.coordination.sets import set_around
from evidence.coordination.traces import traces_of
from evidence.gatherer import Gatherer
from evidence.material import Material, SellerHistory, SellerReview
from policy.facts import Coordination, Finding, RemovalFacts
from policy.terms import GroundKey, Verdict

__all__ = ["GATHERER", "group_of", "read"]


def read(material: Material) -> RemovalFacts:
    """Compare the contested review with the seller's other negative ones, and its days with the seller's past."""
    facts, history = material.facts, material.history
    if history is None or facts.coordination is not None:
        return facts
    reviews = sorted({each.review_id: each for each in history.reviews}.values(), key=_when)
    contested = next((each for each in reviews if each.review_id == facts.review_id), None)
    if contested is None:
        return facts
    negatives = [each for each in reviews if each.negative or each is contested]
    content = [each for each in reviews if not each.negative and each is not contested]
    found = set_around(contested, negatives, traces_of(negatives, content))
    found = replace(found, not_recorded=_not_recorded(contested, negatives))
    around = scan(_per_day(history), contested.posted_at.date())
    return replace(facts, coordination=_with_burst(found, around, contested, negatives))


def group_of(facts: RemovalFacts, finding: Finding) -> tuple[str, ...]:
    """Ids of the reviews that are decided as one group case, the same whichever of them is contested; else none."""
    found = facts.coordination
    if finding.ground is not GroundKey.FEEDBACK_BOMBING or finding.verdict is not Verdict.MET or found is None:
        return ()
    return tuple(sorted({facts.review_id, *found.other_reviews}))


def _when(review: SellerReview) -> tuple[float, str]:
    return review.posted_at.timestamp(), review.review_id


def _per_day(history: SellerHistory) -> Mapping[date, tuple[int, int]]:
    if history.per_day is not None:
        return history.per_day
    negatives = Counter(each.posted_at.date() for each in history.reviews if each.negative)
    return {day: (negatives[day], of) for day, of in Counter(e.posted_at.date() for e in history.reviews).items()}


def _with_burst(
    found: Coordination, around: Scan | None, contested: SellerReview, negatives: Sequence[SellerReview]
) -> Coordination:
    if around is None:
        return found
    until = around.starts_on + timedelta(days=around.days)
    others = (each for each in negatives if each is not contested)
    of_these_days = tuple(each.review_id for each in others if around.starts_on <= each.posted_at.date() < until)
    return replace(
        found,
        burst_likelihood=around.likelihood,
        burst=around.as_burst(of_these_days),
        burst_seen_from=around.seen_from,
    )


def _not_recorded(contested: SellerReview, negatives: Sequence[SellerReview]) -> tuple[str, ...]:
    """What is not known of this author, or of none of the others."""
    others = [each.author for each in negatives if each.author.buyer_id != contested.author.buyer_id]
    if not others:
        return ()
    mine = contested.author
    missing = []
    if not mine.fingerprints or not any(each.fingerprints for each in others):
        missing.append("devices")
    if mine.member_of is None or all(each.member_of is None for each in others):
        missing.append("competitors")
    return tuple(missing)


GATHERER: Final = Gatherer("coordination", 1, read)
