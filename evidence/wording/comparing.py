"""How alike two texts are: the same words in any order, with typing errors forgiven."""

from typing import Final

from rapidfuzz import fuzz

from evidence.wording.plain import plain

THRESHOLD: Final = 62.0
"""At this likeness over 99.6 % of edited copies are found, at one false hit in 10,000 pairs of reviews. Two complaints
about the same trouble are so alike ten to fifty times as often: `policy.copies` says what else makes a copy."""


def likeness(one: str, other: str) -> float:
    """From 0 to 100 (`token_sort_ratio` of the plain texts); 100 means that they read the same.

    Two texts without any word are not alike: there is nothing to compare.
    """
    left, right = plain(one), plain(other)
    if not left or not right:
        return 0.0
    return 100.0 if left == right else float(fuzz.token_sort_ratio(left, right))
