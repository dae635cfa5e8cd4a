"""Ground: the same negative feedback by one buyer stands on several orders."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from policy.copies import is_copy, too_short
from policy.facts import Copy, Finding, OtherReview, Passage, Reference, RemovalFacts
from policy.grounds.ground import Bounds, Ground, GroundText, Parameters, answer, stars_only, unknown
from policy.saying import say
from policy.terms import EvidenceKind, GroundKey, Outcome, Verdict

KEY: Final = GroundKey.DUPLICATE
REVISION: Final = 2
"""2: only negative feedback; a few words, or the same words with other numbers, are left to an agent; so are copies
by linked accounts; a comment that does not fit its order gives way; the passages are shown."""

MOST_SHOWN: Final = 5
"""Reviews of which passages are shown, and passages of each."""
_ACCIDENT: Final = 90.0
"""From this likeness, a few words are the same ones."""
_NUMBER: Final = re.compile(r"\d+")


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """MET when another standing review has the same stars and nearly the same words, and stays.

    The one that fits its order stays; where none or several do, the earliest of them.
    """
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    if facts.negative is False:
        return answer(
            KEY, REVISION, Verdict.NOT_MET, say("The review is not negative, and only negative feedback is meant.")
        )
    threshold = GROUND.parameter("likeness", parameters)
    candidates = [each for each in facts.other_reviews if each.stands and each.same_stars]
    same = [each for each in candidates if _is_same(facts, each, threshold)]
    if same:
        return _one_stays(facts, same)
    return (
        _linked_copies(facts, threshold)
        or _left_to_an_agent(facts, candidates, threshold)
        or answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            say("No other standing review of this buyer has the same stars and nearly the same words."),
            *_shown(facts, _copies(facts, threshold)),
        )
    )


def _is_same(facts: RemovalFacts, other: OtherReview, threshold: float) -> bool:
    if other.likeness is None or other.likeness < threshold:
        return False
    return other.shared is None or (_is_copy(facts, other, threshold) and not _other_numbers(facts, other))


def _is_copy(facts: RemovalFacts, other: OtherReview, threshold: float) -> bool:
    likeness, shared = other.likeness or 0.0, other.shared or 0.0
    return is_copy(facts.comment, other.text, likeness=likeness, shared=shared, threshold=threshold)


def _other_numbers(facts: RemovalFacts, other: OtherReview) -> bool:
    """Whether both name numbers, and none of them the same: each may tell of what happened with its own order."""
    here, there = set(_NUMBER.findall(facts.comment)), set(_NUMBER.findall(other.text))
    return bool(here and there) and not here & there


def _one_stays(facts: RemovalFacts, same: Sequence[OtherReview]) -> Finding:
    stays = min(same, key=_place)
    if _place(facts) <= _place(stays):
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            say("The same feedback stands on other orders of this buyer, and this is the one that stays."),
            *_shown(facts, same),
        )
    return answer(
        KEY,
        REVISION,
        Verdict.MET,
        say(
            "The same feedback of this buyer stands on order {order}, and the one there stays because {why}.",
            order=stays.order_id,
            why=_why(facts, stays),
        ),
        *_shown(facts, sorted(same, key=lambda each: each is not stays)),
        confidence=min(1.0, (stays.likeness or 0) / 100),
    )


def _place(review: OtherReview | RemovalFacts) -> tuple[int, datetime, str]:
    """The one that comes first stays: what fits its order before what nobody could tell of."""
    return ({True: 0, None: 1, False: 2}[review.fits_its_order], review.published_at, review.review_id)


def _why(facts: RemovalFacts, stays: OtherReview) -> str:
    if facts.fits_its_order is False and stays.fits_its_order is None:
        return say("this one does not fit its order")
    return say("it fits its order") if stays.fits_its_order else say("it is the earliest")


def _linked_copies(facts: RemovalFacts, threshold: float) -> Finding | None:
    linked = [each for each in _copies(facts, threshold) if each.linked and each.same_seller]
    if not linked:
        return None
    return unknown(
        KEY,
        REVISION,
        say(
            "The same feedback stands on order {order}, by an account that shares a device or a means of payment with "
            "this buyer's; an agent must judge whether one person wrote both.",
            order=linked[0].order_id,
        ),
        *_shown(facts, _copies(facts, threshold)),
    )


def _left_to_an_agent(facts: RemovalFacts, candidates: Sequence[OtherReview], threshold: float) -> Finding | None:
    if any(each.likeness is None for each in candidates):
        return unknown(
            KEY, REVISION, say("The buyer's other reviews were not compared; an agent must read them side by side.")
        )
    measured = [each for each in candidates if each.shared is not None]
    renumbered = [each for each in measured if _is_copy(facts, each, threshold)]
    if renumbered:
        return unknown(
            KEY,
            REVISION,
            say(
                "Nearly the same words stand on order {order} of this buyer, but with other numbers; "
                "an agent must judge whether each tells of its own order.",
                order=renumbered[0].order_id,
            ),
            *_shown(facts, renumbered),
        )
    few = [
        each
        for each in measured
        if (each.likeness or 0) >= _ACCIDENT and (too_short(facts.comment) or too_short(each.text))
    ]
    if few:
        return unknown(
            KEY,
            REVISION,
            say(
                "The same few words stand on order {order} of this buyer; so few may be meant for both orders, "
                "and an agent must judge.",
                order=few[0].order_id,
            ),
            *_shown(facts, few),
        )
    return None


def _copies(facts: RemovalFacts, threshold: float) -> list[Copy]:
    return [each for each in facts.copies or () if each.likeness >= threshold]


def _shown(facts: RemovalFacts, reviews: Sequence[OtherReview | Copy]) -> tuple[Reference, ...]:
    """Each of the other reviews, then the passages that the first of them share with this one."""
    whole = (Reference(EvidenceKind.REVIEW, each.review_id, note=_note(each)) for each in reviews)
    passages = (
        reference
        for each in reviews[:MOST_SHOWN]
        for passage in each.passages[:MOST_SHOWN]
        for reference in _both_sides(facts, each, passage)
    )
    return (*whole, *_each_once(passages))


def _both_sides(facts: RemovalFacts, other: OtherReview | Copy, passage: Passage) -> tuple[Reference, Reference]:
    review = EvidenceKind.REVIEW
    return (
        Reference(review, facts.review_id, passage.start, passage.end, f"also on order {other.order_id}"),
        Reference(review, other.review_id, passage.there_start, passage.there_end, "the same words"),
    )


def _each_once(references: Iterable[Reference]) -> tuple[Reference, ...]:
    return tuple(dict.fromkeys(references))


def _note(review: OtherReview | Copy) -> str:
    alike = f"likeness {review.likeness:.0f} of 100"
    if isinstance(review, OtherReview):
        return alike
    by = "by an account that shares a device or a means of payment" if review.linked else "by another buyer"
    return f"{alike}, {by}{'' if review.same_seller else ', about another seller'}"


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Duplicate feedback"),
        called=say("duplicate feedback"),
        meaning=say(
            "The same negative feedback by one buyer stands on several orders; the one that fits its "
            "order, or else the earliest, stays."
        ),
        not_this=say("Two bad orders that the buyer describes each in its own words are no duplicates."),
        asks_for=say("the other reviews"),
    ),
    outcome=Outcome.REMOVE,
    find=find,
    about_comment=True,
    parameters={"likeness": Bounds(50, 100, 62, "Comments that are so alike, from 0 to 100, count as the same.")},
)
