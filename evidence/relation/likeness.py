"""How like a comment is to what was bought: by what a trained reader hears in it, and the words of its own order."""

import math
import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Final

from evidence.material import Material
from evidence.relation.areas import shares_an_area
from evidence.relation.features import is_mash
from evidence.relation.trained import known, speaks_of_a_purchase, trained
from evidence.relation.vocabulary import Word, bare, is_small_word, lexicon, phrases, words
from evidence.text import sentences

UNRELATED_UP_TO: Final = 0.05
RELATED_FROM: Final = 0.4
"""Where the bounds that were learnt lie on the scale from 0 to 1; the rule's parameters mean these."""

_OF_THIS_ORDER: Final = 1.5
"""What each word that the comment shares with the offer or the chat adds, in logits, and at most so many words."""
_MOST_SHARED: Final = 3
_OF_ITS_AREA: Final = 2.0
"""What it adds, in logits, that offer and comment are of one area of life: "slept like a baby" of a pillow."""
_ONE_OF_SEVERAL: Final = 1.5
"""A sentence alone must speak so much more surely of a purchase than a whole comment must, in logits."""
_SHORTEST_SENTENCE: Final = 2
"""Words; fewer speak of anything."""
_MOST_SENTENCES: Final = 200
_CANNOT_TELL: Final = 0.2
_SHORT: Final = 5
"""Words; a longer comment says more than that it points at something ("This is stupid")."""
_STEM: Final = 5
_LONGEST_CHAT: Final = 40
"""Messages of the chat whose words are compared, the last ones."""
_LINK: Final = re.compile(
    r"https?://|www\.|(?<!\w)(?:t\.me|bit\.ly|discord\.gg|wa\.me)/|@\w{3}"
    r"|\w\.(?:com|net|shop|xyz|ru|biz|info|io|example|test|online|site|club|me|tv|gg)\b"
)


def likeness_to_order(material: Material) -> float | None:
    """From 0, far from any purchase, to 1; None where the comment has no words."""
    comment = material.facts.comment
    found = words(comment)
    if not found:
        return None
    said = [word.text for word in found]
    if _is_an_advertisement(comment, said):
        return 0.0
    if all(is_mash(word) for word in said):
        return 0.0
    shared = _words_of_the_order(material)
    whole = _heard(said, shared, material.offer_title)
    parts = [_heard(each, shared, material.offer_title) for each in _sentences(comment, found)]
    like = scaled(max([whole, *(each - _ONE_OF_SEVERAL for each in parts)]))
    return max(like, _CANNOT_TELL) if _may_be_of_it(said) else like


def scaled(sure: float) -> float:
    """An answer of the reader, in logits, on the scale from 0 to 1 with the two bounds where the rule has them."""
    low, high = trained().unrelated_up_to, trained().related_from
    if sure <= low:
        return UNRELATED_UP_TO * math.exp(sure - low)
    if sure >= high:
        return 1.0 - (1.0 - RELATED_FROM) * math.exp(high - sure)
    return UNRELATED_UP_TO + (RELATED_FROM - UNRELATED_UP_TO) * (sure - low) / (high - low)


def _may_be_of_it(said: Sequence[str]) -> bool:
    """Whether one word keeps it open that a purchase is meant, whatever the reader hears."""
    if any(word in lexicon("deal_words") for word in said):
        return True
    pointing = len(said) <= _SHORT and any(word in lexicon("pointing_words") for word in said)
    return pointing and not any(known(word).far for word in said)


def order_says(said: Sequence[str], shared: Collection[str], title: str) -> float:
    """What a comment of these bare words has of its own order, in logits; `shared` are the stems of the order's."""
    own = len({word[:_STEM] for word in said if word[:_STEM] in shared})
    return _OF_THIS_ORDER * min(own, _MOST_SHARED) + _OF_ITS_AREA * shares_an_area(title, said)


def _heard(said: Sequence[str], shared: Collection[str], title: str) -> float:
    """How surely these words speak of this purchase, in logits."""
    return speaks_of_a_purchase(said) + order_says(said, shared, title)


def _sentences(comment: str, found: Sequence[Word]) -> Iterable[list[str]]:
    """The words of each sentence, where there are several and they say enough."""
    cut = sentences(comment)
    if not 1 < len(cut) <= _MOST_SENTENCES:
        return []
    spoken = [[word.text for word in words(each.text)] for each in cut]
    return [each for each in spoken if _SHORTEST_SENTENCE <= len(each) < len(found)]


def _words_of_the_order(material: Material) -> frozenset[str]:
    chat = material.facts.chat[-_LONGEST_CHAT:]
    told = _stems((material.offer_title, material.offer_description[:2000], material.seller_name))
    return told | _stems(line.text[:500] for line in chat)


def _stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for text in texts for stem in stems_of(text))


@lru_cache(maxsize=1024)
def stems_of(text: str) -> frozenset[str]:
    """The first letters of its words that say something."""
    return frozenset(word.text[:_STEM] for word in words(text) if len(word.text) > 2 and not is_small_word(word.text))


def _is_an_advertisement(comment: str, said: Collection[str]) -> bool:
    text = bare(comment)
    if phrases("own_experience").search(text):
        return False
    lures = bool(_LINK.search(text)) + sum(word in lexicon("elsewhere_words", ()) for word in said)
    return lures > 0 and phrases("advertising").search(text) is not None
