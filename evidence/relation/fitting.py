"""Whether a comment speaks of its own order: of a buyer's copies, the one that does stays."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from evidence.material import Material
from evidence.relation.offer_names import Name, names, says_little
from evidence.relation.order_numbers import leads_to, numbers
from evidence.relation.vocabulary import bare, is_small_word, words
from policy.facts import ChatLine, OtherReview

_TELLING_IN_CHAT: Final = 2
"""So many words that say something must the comment have in common with the chat."""
_NAMES_IT: Final = 90.0
_LONGEST_MESSAGE: Final = 500
_STEM: Final = 5


def fits_its_order(
    comment: str, order_id: str, titles: Mapping[str, str], chat: Sequence[ChatLine] = ()
) -> bool | None:
    """Whether the comment speaks of that order rather than another; None where nothing tells.

    `titles` are the offers of the buyer's orders by order id, this one's among them, "" where one is not known.
    """
    numbered = {leads_to(each, tuple(titles)) for each in numbers(comment, tuple(titles))} - {""}
    if numbered:
        return order_id in numbered
    named = {each.order_id for each in _names(comment, titles)}
    if named:
        return order_id in named
    return True if _shares_with(comment, chat) else None


def own_fits(material: Material) -> bool | None:
    """Whether the contested comment speaks of its own order."""
    facts = material.facts
    return fits_its_order(facts.comment, facts.order.order_id, _titles(material), facts.chat)


def others_fitted(material: Material) -> tuple[OtherReview, ...]:
    """The buyer's other reviews, each set beside its order; what is already known of one is kept."""
    titles = _titles(material)
    return tuple(
        each
        if each.fits_its_order is not None
        else replace(each, fits_its_order=fits_its_order(each.text, each.order_id, titles))
        for each in material.facts.other_reviews
    )


def _titles(material: Material) -> dict[str, str]:
    """The offers of the buyer's orders that are known of, by order id."""
    own_id = material.facts.order.order_id
    known = {each.order_id: each.offer_title for each in material.other_orders or () if each.order_id != own_id}
    reviewed = {
        each.order_id: known.get(each.order_id, "") for each in material.facts.other_reviews if each.order_id != own_id
    }
    return {own_id: material.offer_title, **known, **reviewed}


def _names(comment: str, titles: Mapping[str, str]) -> list[Name]:
    """The offers that the comment names, where there are titles to tell apart."""
    given = {order_id: title for order_id, title in titles.items() if title.strip()}
    if len(given) < len(titles):
        return []
    return [each for each in names(comment, given) if each.likeness >= _NAMES_IT]


def _shares_with(comment: str, chat: Sequence[ChatLine]) -> bool:
    if not chat:
        return False
    said = {word.text for word in words(comment) if not is_small_word(word.text) and not says_little(word.text)}
    untold, shared = Counter(word[:_STEM] for word in said), 0
    if untold.total() < _TELLING_IN_CHAT:
        return False
    for line in chat:
        text = line.text[:_LONGEST_MESSAGE]
        plain = bare(text)
        if not any(stem in plain for stem in untold):
            continue
        for word in words(text):
            shared += untold.pop(word.text[:_STEM], 0)
        if shared >= _TELLING_IN_CHAT:
            return True
    return False
