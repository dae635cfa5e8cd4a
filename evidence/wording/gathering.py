"""Reads which of the buyer's other reviews, and which reviews by others, have nearly the same words."""

from dataclasses import replace
from typing import Final

from evidence.gatherer import Gatherer
from evidence.material import Author, Material, SellerReview
from evidence.wording.aligning import passages, share_in
from evidence.wording.comparing import THRESHOLD, likeness
from policy.copies import is_copy
from policy.facts import Copy, OtherReview, RemovalFacts

MOST_COPIES: Final = 20
LEAST_ALIKE: Final = 50.0
"""The least likeness that a policy may call a copy; below, no passages are looked for."""
_LINKING: Final = ("device:", "payment:")
"""Kinds of fingerprints that say that two accounts are used by the same people; a network address, which a whole
household or a mobile operator shares, does not."""


def read(material: Material) -> RemovalFacts:
    """Measure the likeness to each of the buyer's other reviews and to the candidates by other buyers."""
    facts = material.facts
    return replace(
        facts,
        other_reviews=tuple(_compared(facts.comment, other) for other in facts.other_reviews),
        copies=_copies(material) if facts.copies is None else facts.copies,
    )


def _compared(comment: str, other: OtherReview) -> OtherReview:
    measured = likeness(comment, other.text) if other.likeness is None else other.likeness
    if other.shared is not None or measured < LEAST_ALIKE:
        return replace(other, likeness=measured)
    found = other.passages or passages(comment, other.text)
    return replace(other, likeness=measured, passages=found, shared=share_in(found, comment, other.text))


def _copies(material: Material) -> tuple[Copy, ...] | None:
    """The likest first; None where nobody searched."""
    if material.candidates is None:
        return None
    candidates = (_copy(material, each) for each in material.candidates if _by_another(material, each))
    found = [each for each in candidates if each is not None]
    return tuple(sorted(found, key=lambda copy: (-copy.likeness, copy.published_at, copy.review_id))[:MOST_COPIES])


def _copy(material: Material, review: SellerReview) -> Copy | None:
    comment = material.facts.comment
    measured = likeness(comment, review.text)
    if measured < THRESHOLD:
        return None
    found = passages(comment, review.text)
    shared = share_in(found, comment, review.text)
    if not is_copy(comment, review.text, likeness=measured, shared=shared, threshold=THRESHOLD):
        return None
    return Copy(
        review_id=review.review_id,
        order_id=review.order_id,
        published_at=review.posted_at,
        likeness=measured,
        linked=_linked(material.author, review.author),
        same_seller=review.same_seller,
        passages=found,
    )


def _by_another(material: Material, review: SellerReview) -> bool:
    if review.review_id == material.facts.review_id:
        return False
    return material.author is None or review.author.buyer_id != material.author.buyer_id


def _linked(one: Author | None, other: Author) -> bool:
    """Whether both accounts were used with the same device or means of payment."""
    if one is None or not one.fingerprints or not other.fingerprints:
        return False
    return any(each.startswith(_LINKING) for each in one.fingerprints & other.fingerprints)


GATHERER: Final = Gatherer("wording", 1, read)
