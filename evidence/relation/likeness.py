"""How like a comment is to what was bought: by the words that it shares with a purchase, and those that it does not."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final

from evidence.material import Material
from evidence.relation.vocabulary import (
    LANGUAGES,
    bare,
    is_small_word,
    languages_of,
    lexicon,
    nearly_languages_of,
    phrases,
    words,
)
from evidence.text import sentences
from policy.terms import Subject

_OF_THIS_OFFER: Final = 2.0
_OF_ELSEWHERE: Final = 3.0
_OF_A_LIFE: Final = 1.4
_NEAR: Final = {"order_words": 2.0, "feeling_words": 0.6, "verdict_words": 1.0}
_FAR: Final = {"elsewhere_words": _OF_ELSEWHERE, "private_words": _OF_A_LIFE}
"""What one word of each list weighs; the first list that has it counts."""
_TELLING: Final = 8
"""A text of a known language with fewer words that say something may speak of anything."""
_SMALL_WORDS: Final = 3
_PLAINLY: Final = 3.0
"""What a sentence that speaks of a purchase weighs at least: a word of a purchase and one that judges it."""
_CANNOT_TELL: Final = 0.2
_STEM: Final = 5
_LONGEST_CHAT: Final = 40
"""Messages of the chat whose words are compared, the last ones."""
_LINK: Final = re.compile(
    r"https?://|www\.|(?<!\w)(?:t\.me|bit\.ly|discord\.gg|wa\.me)/|@\w{3}"
    r"|\w\.(?:com|net|shop|xyz|ru|biz|info|io|example|test|online|site|club|me|tv|gg)\b"
)
_VOWELS: Final = frozenset("aeiouyаеиоуыэюяёі")


def likeness_to_order(material: Material) -> float | None:
    """From 0, far from any purchase, to 1; None where the comment has no words.

    The share of the words of a purchase among those that tell where the comment belongs, squared.
    """
    comment = material.facts.comment
    said = _different_words(comment)
    if not said:
        return None
    if _is_an_advertisement(comment, said):
        return 0.0
    near, far = _weigh(said, comment, material)
    if far and _sold_there(material.offer_title):
        return 1.0 if near else _CANNOT_TELL
    if near and far and any(_of_a_purchase(each.text, comment, material) for each in sentences(comment)):
        far = 0.0
    if not near and far <= _OF_ELSEWHERE and any(word in lexicon("pointing_words") for word in said):
        return _CANNOT_TELL
    if near or far > _OF_A_LIFE:
        return (near / (near + far)) ** 2
    return 0.0 if _says_much(said) and not _about_something(material) else _CANNOT_TELL


def _different_words(text: str) -> tuple[str, ...]:
    """Each word once, in the order of the text, so that sums come out alike each time."""
    return tuple(dict.fromkeys(word.text for word in words(text)))


def _of_a_purchase(sentence: str, comment: str, material: Material) -> bool:
    """Whether one sentence speaks of a purchase and of nothing else, whatever the others speak of."""
    near, far = _weigh(_different_words(sentence), comment, material)
    return near >= _PLAINLY and not far


def _weigh(said: Collection[str], comment: str, material: Material) -> tuple[float, float]:
    """What speaks for a purchase, and what for anything else."""
    shared = _words_of_the_order(material)
    near_languages, far_languages = nearly_languages_of(comment), languages_of(comment) or LANGUAGES
    near = far = 0.0
    for word in said:
        if word[:_STEM] in shared:
            near += _OF_THIS_OFFER
            continue
        weight = _weight(word, near_languages, far_languages)
        near, far = near + max(weight, 0.0), far + max(-weight, 0.0)
    return near, far


@lru_cache(maxsize=32_768)
def _weight(word: str, near_languages: tuple[str, ...], far_languages: tuple[str, ...]) -> float:
    """What a word weighs: above zero for a purchase, below for anything else."""
    if is_small_word(word):
        return 0.0
    for name, weight in _NEAR.items():
        if word in lexicon(name, near_languages):
            return weight
    for name, weight in _FAR.items():
        if word in lexicon(name, far_languages):
            return -weight
    return -_OF_ELSEWHERE if _is_mash(word) else 0.0


def _says_much(said: Collection[str]) -> bool:
    """Whether so many words of a known language would have told of a purchase if there were one."""
    telling = sum(not is_small_word(word) and not word.isdigit() for word in said)
    return telling >= _TELLING and len(said) - telling >= _SMALL_WORDS


def _about_something(material: Material) -> bool:
    return any(each.subject not in (None, Subject.OTHER) for each in material.facts.sentences)


@lru_cache(maxsize=1024)
def _sold_there(title: str) -> bool:
    """Whether what was sold is itself of football, of the kitchen or the like, whose words then tell nothing."""
    return any(word.text in lexicon("elsewhere_words") for word in words(title) if not is_small_word(word.text))


def _words_of_the_order(material: Material) -> frozenset[str]:
    chat = material.facts.chat[-_LONGEST_CHAT:]
    told = _stems((material.offer_title, material.offer_description[:2000], material.seller_name))
    return told | _stems(line.text[:500] for line in chat)


def _stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for text in texts for stem in _stems_of(text))


@lru_cache(maxsize=1024)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(word.text[:_STEM] for word in words(text) if len(word.text) > 2 and not is_small_word(word.text))


def _is_an_advertisement(comment: str, said: Collection[str]) -> bool:
    text = bare(comment)
    if phrases("own_experience").search(text):
        return False
    lures = bool(_LINK.search(text)) + sum(word in lexicon("elsewhere_words", ()) for word in said)
    return lures > 0 and phrases("advertising").search(text) is not None


@lru_cache(maxsize=4096)
def _is_mash(word: str) -> bool:
    """Whether the word is what hands on a keyboard leave: one letter over and over, or no vowel."""
    if len(word) < 4 or not word.isalpha() or not word.isascii():
        return False
    return len(set(word)) == 1 or not any(char in _VOWELS for char in word)
