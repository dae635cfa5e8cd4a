"""Ground: the same negative feedback by one buyer stands on several orders."""

from datetime import datetime
from typing import Final

from policy.facts import Finding, OtherReview, Reference, RemovalFacts
from policy.grounds.ground import Bounds, Ground, GroundText, Parameters, answer, stars_only, unknown
from policy.terms import EvidenceKind, GroundKey, Outcome, Verdict

KEY: Final = GroundKey.DUPLICATE
REVISION: Final = 1


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """MET when another standing review has the same stars and nearly the same words, and stays.

    The one that fits its order stays; where none or several do, the earliest of them.
    """
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    threshold = GROUND.parameter("likeness", parameters)
    candidates = [each for each in facts.other_reviews if each.stands and each.same_stars]
    same = [each for each in candidates if each.likeness is not None and each.likeness >= threshold]
    if not same:
        if any(each.likeness is None for each in candidates):
            return unknown(
                KEY,
                REVISION,
                "The buyer's other reviews were not compared; an agent must read them side by side.",
            )
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            "No other standing review of this buyer has the same stars and nearly the same words.",
        )
    shown = [
        Reference(EvidenceKind.REVIEW, each.review_id, note=f"likeness {each.likeness:.0f} of 100") for each in same
    ]
    stays = min(same, key=_stays_first)
    if _own_place(facts) <= _stays_first(stays):
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            "The same feedback stands on other orders of this buyer, and this is the one that stays.",
            *shown,
        )
    why = "fits its order" if stays.fits_its_order else "is the earliest"
    return answer(
        KEY,
        REVISION,
        Verdict.MET,
        f"The same feedback of this buyer stands on order {stays.order_id}, and the one there stays because it {why}.",
        *shown,
        confidence=min(1.0, (stays.likeness or 0) / 100),
    )


def _stays_first(review: OtherReview) -> tuple[bool, datetime, str]:
    return (review.fits_its_order is not True, review.published_at, review.review_id)


def _own_place(facts: RemovalFacts) -> tuple[bool, datetime, str]:
    return (facts.fits_its_order is not True, facts.published_at, facts.review_id)


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Duplicate feedback",
        meaning="The same negative feedback by one buyer stands on several orders; the one that fits its "
        "order, or else the earliest, stays.",
        not_this="Two bad orders that the buyer describes each in its own words are no duplicates.",
        asks_for="the other reviews",
    ),
    outcome=Outcome.REMOVE,
    find=find,
    about_comment=True,
    parameters={"likeness": Bounds(50, 100, 62, "Comments that are so alike, from 0 to 100, count as the same.")},
)
