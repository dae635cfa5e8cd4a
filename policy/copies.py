"""When two comments are one and the same: alike in their words, in the order of them, and long enough to say so."""

import re
from typing import Final

FEWEST_WORDS: Final = 4
FEWEST_LETTERS: Final = 12
"""Below, "very bad seller" meets "very bad seller" by accident."""
LONG_ENOUGH: Final = 60
"""Letters from which the threshold alone is asked for: among longer texts, accidents hardly become rarer."""
LEAST_OF_SHORTEST: Final = 90.0
LEAST_OF_LONG: Final = 62.0
LEAST_SHARED: Final = 0.65
"""Copies keep whole passages. Of complaints that are alike by accident, one in forty has so much at 60 to 80
characters, and one in 300 above."""
SAME_WORDS: Final = 90.0
"""At this likeness the words are the same, even where the passages are cut up by moving them about."""

_DENSE: Final = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Chinese, Japanese and Korean characters, each of which says as much as three letters."""
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Characters of scripts that leave no space between words; two or more make one."""


def is_copy(one: str, other: str, *, likeness: float, shared: float, threshold: float) -> bool:
    """Whether they count as the same, where `threshold` is the likeness asked of texts that are long enough.

    `likeness` and `threshold` are from 0 to 100; `shared` is the share of the texts that stands in passages of
    both, from 0 to 1.
    """
    if too_short(one) or too_short(other):
        return False
    letters = min(_letters(one), _letters(other))
    if likeness < max(threshold, _least_of(letters)):
        return False
    return shared >= LEAST_SHARED or likeness >= SAME_WORDS


def too_short(text: str) -> bool:
    """Whether the words are so few that anybody may write them twice."""
    return _letters(text) < FEWEST_LETTERS or _words(text) < FEWEST_WORDS


def _least_of(letters: int) -> float:
    """The likeness asked of short texts, which falls evenly until the text is long enough."""
    if letters >= LONG_ENOUGH:
        return 0.0
    way = (letters - FEWEST_LETTERS) / (LONG_ENOUGH - FEWEST_LETTERS)
    return LEAST_OF_SHORTEST - way * (LEAST_OF_SHORTEST - LEAST_OF_LONG)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text)) + 2 * len(_DENSE.findall(text))


def _words(text: str) -> int:
    return len(_UNSPACED.sub("", text).split()) + len(_UNSPACED.findall(text)) // 2
