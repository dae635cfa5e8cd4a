"""How a marketplace writes its order numbers, learnt from numbers that it gave."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from evidence.relation.vocabulary import bare

FEWEST_DIGITS: Final = 3
"""A number with fewer is a quantity unless "no." or "#" stands before it."""
_LONG: Final = 8
"""A run of so many characters of the right shape is no quantity, price or year."""
_LONGEST_LOOKED_AT: Final = 64
_SEGMENT: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Shape:
    """How one order's number is built."""

    order_id: str
    segments: tuple[str, ...]
    pattern: re.Pattern[str]
    """Finds numbers of this shape in a bare text, whatever stands between their parts; group 1 is the number."""
    stands_alone: bool
    """Whether nothing else looks like it, so that no word is needed before it."""
    short_forms: frozenset[int]
    """How many digits it has without letters, and without what stands before its last part."""

    @property
    def key(self) -> str:
        """The letters and digits of the number that it was learnt from."""
        return "".join(self.segments)


def key_of(number: str) -> str:
    """The letters and digits of a number, which two ways of writing it have in common."""
    return "".join(_SEGMENT.findall(bare(number)))


@lru_cache(maxsize=1024)
def shape_of(order_id: str) -> Shape:
    """The shape of a number: letters before digits are the same in all, the last count may differ by a digit."""
    segments = tuple(_SEGMENT.findall(bare(order_id)[:_LONGEST_LOOKED_AT]))
    last = len(segments) - 1
    pieces = [_segment_pattern(each, last=at == last) for at, each in enumerate(segments)]
    key = "".join(segments)
    digits = sum(char.isdigit() for char in key)
    led_by_letters = len(key) - len(key.lstrip(_LETTERS)) >= 2 and digits >= FEWEST_DIGITS
    parted = len(segments) > 1 and len(key) >= _LONG
    mixed = len(key) >= _LONG and not key.isdigit() and digits > 1
    tail = segments[-1].lstrip(_LETTERS) if segments else ""
    return Shape(
        order_id,
        segments,
        re.compile(rf"(?<![\w#-])((?:#\s?)?{r'[-_/. #]{0,2}'.join(pieces)})(?![-_]?\w)"),
        led_by_letters or parted or mixed,
        frozenset({digits, len(tail) if tail.isdigit() else 0} - {0}),
    )


def _segment_pattern(segment: str, *, last: bool) -> str:
    letters = segment.rstrip("0123456789")
    digits = len(segment) - len(letters)
    if letters.isalpha() and not digits:
        return re.escape(letters)
    if digits < FEWEST_DIGITS and letters or not (letters.isalpha() or not letters):
        return rf"(?=[a-z]{{0,40}}[0-9])[a-z0-9]{{{len(segment)}}}"
    low, high = (digits - 1, digits + 1) if last and digits >= FEWEST_DIGITS else (digits, digits)
    return (re.escape(letters) + r"[-_ ]?" if letters else "") + rf"[0-9]{{{low},{high}}}"


def is_short_for(digits: str, order_id: str) -> bool:
    """Whether digits alone say the number of an order that has letters, or a year, before them."""
    shape = shape_of(order_id)
    if not digits.isdigit() or not shape.segments:
        return False
    if digits == "".join(char for char in shape.key if char.isdigit()):
        return True
    tail = shape.segments[-1].lstrip(_LETTERS)
    return tail.isdigit() and tail.lstrip("0") == digits.lstrip("0") != ""


def written_like(order_id: str, key: str) -> str:
    """The number as this marketplace would write it: the signs and letters of `order_id`, the digits of `key`."""
    shape = shape_of(order_id)
    if key.isdigit() and not shape.key.isdigit() and shape.segments:
        head = len(shape.segments[-1]) - len(shape.segments[-1].lstrip(_LETTERS))
        missing = len(shape.segments[-1]) - head
        if len(key) <= missing + 1:
            key = shape.key[: len(shape.key) - missing] + key.zfill(missing)
    if not len(shape.key) - 1 <= len(key) <= len(shape.key) + 1:
        return key
    key = key.upper() if order_id.upper() == order_id else key
    letters = iter(key)
    filled = "".join(next(letters, "") if char.isalnum() else char for char in order_id)
    return filled + "".join(letters)
