"""Order numbers in a comment, by the shape that this marketplace's numbers have and the words before them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from evidence.folding import fold
from evidence.relation.order_shapes import FEWEST_DIGITS, Shape, is_short_for, key_of, shape_of, written_like
from evidence.relation.vocabulary import bare, entries, lexicon, phrases

_NUMBER_WORD: Final = (
    r"(?:id|no|nr|num|numb?er|numero|nummer|numer\w?|nn?|номер\w?|numaras\w{0,3}|code|ref|reference)(?![a-z])"
)
_WRITTEN: Final = r"[a-z0-9]{1,40}(?:[-_/.][a-z0-9]{1,40}){0,6}"
_NUMBER: Final = re.compile(_WRITTEN)
_DIGIT: Final = re.compile(r"[0-9]")
_DIGITS: Final = re.compile(rf"(?<![\w-])[0-9]{{{FEWEST_DIGITS},40}}(?![\w-])")
_NUMBERED: Final = re.compile(rf"(?<![\w#])(?:#\s?|{_NUMBER_WORD}[.:°]?\s{{0,2}}[#:]?\s?)({_WRITTEN})")
_DATE: Final = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}|[0-9]{1,2}[./][0-9]{1,2}|(?:19|20)[0-9]{2}")
_MONEY_BEFORE: Final = re.compile(r"(?:[$€£¥₽₹₺+]|\b(?:usd|eur|gbp|rs|zl|chf))\s{0,2}$")
_NEXT: Final = re.compile(r"\s{0,2}([^\W_]+|[$€£¥₽₹₺%@])")
_LEADING_UP: Final = re.compile(rf"(?:[\s#:=.(-]|\b(?:{_NUMBER_WORD}°?|is|was|me|on|at|ist|es|est|by|with)\b){{1,8}}$")
_LONG: Final = 6
_WINDOW: Final = 40
_MOST: Final = 50
"""A comment with more numbers than that is a list, and is not read to its end."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that reads like an order's."""

    start: int
    """Its place in the original text."""
    end: int
    key: str
    """Its letters and digits only."""
    shaped: bool
    """Whether it is built like this marketplace's numbers, rather than only told to be an order's."""
    at: int
    """Its place in the bare text."""
    until: int


def candidate_numbers(comment: str, own_order_id: str) -> list[str]:
    """What the comment writes like an order's number, in the form of `own_order_id`, to be looked up.

    In the order of the comment, each once, as it is written too, and without the order's own number.
    """
    own = key_of(own_order_id)
    found: dict[str, None] = {}
    for number in numbers(comment, (own_order_id,)):
        if number.key != own:
            found[written_like(own_order_id, number.key)] = None
            found[comment[number.start : number.end].strip("# ")] = None
    return list(found)


@lru_cache(maxsize=64)
def numbers(comment: str, known_ids: tuple[str, ...], not_these: tuple[str, ...] = ()) -> tuple[Number, ...]:
    """The order numbers in a comment, in its order, the first ones of very many.

    `known_ids` tell how they are built; none of `not_these` is one, such as the tracking number.
    """
    text = bare(comment)
    if not _DIGIT.search(text):
        return ()
    known = {key_of(each): shape_of(each) for each in known_ids if key_of(each)}
    shapes = list({shape.pattern.pattern: shape for shape in known.values()}.values())
    unwanted = {key_of(each) for each in not_these if each}
    found: list[Number] = []
    read_to = 0
    for start, end, shaped in sorted(
        set(_places(text, shapes, known)), key=lambda each: (each[0], -each[1], not each[2])
    ):
        key = key_of(text[start:end])
        if start < read_to:
            continue
        read_to = end
        if key in unwanted:
            continue
        if len(found) == _MOST:
            break
        found.append(Number(*fold(comment).span(start, end), key, shaped, start, end))
    return tuple(found)


def leads_to(number: Number, order_ids: Sequence[str]) -> str:
    """The id among `order_ids` that a number names, "" where it names none.

    The digits alone name an order whose number has letters or a year before them, where only one has them.
    """
    for each in order_ids:
        if key_of(each) == number.key:
            return each
    short = [each for each in order_ids if is_short_for(number.key, each)]
    return short[0] if len(short) == 1 else ""


def slip_of(number: Number, order_id: str) -> float | None:
    """The likeness, 0 to 100, of a number that is an order's but for one character; None where it is not."""
    key = key_of(order_id)
    whole = "".join(char for char in key if char.isdigit()) if number.key.isdigit() else key
    if len(whole) < FEWEST_DIGITS or number.key == whole or OSA.distance(number.key, whole, score_cutoff=1) > 1:
        return None
    return float(fuzz.ratio(number.key, whole))


def _places(text: str, shapes: Sequence[Shape], known: Collection[str]) -> Iterator[tuple[int, int, bool]]:
    lengths = frozenset(length for shape in shapes for length in shape.short_forms)
    introduced = dict(_introduced(text))
    numbered = {match.start(1) for match in _NUMBERED.finditer(text)}
    for shape in shapes:
        for match in shape.pattern.finditer(text):
            start = match.start(1) + len(match.group(1)) - len(match.group(1).lstrip("# "))
            sure = "#" in match.group(1) or start in numbered or introduced.get(start, False)
            named = sure or start in introduced or _before_order_word().match(text, match.end(1))
            key = key_of(match.group(1))
            if (named or shape.stands_alone or key in known) and _may_be(text, start, match.end(1), sure=sure):
                yield match.start(1), match.end(1), True
    for start, sure in introduced.items():
        token = _NUMBER.match(text, start)
        reads_like_one = token and _reads_like_one(token.group(), lengths, sure=sure)
        if token and reads_like_one and _may_be(text, start, token.end(), sure=sure):
            yield *token.span(), _short_form(token.group(), lengths)
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        named = start in numbered or _before_order_word().match(text, end)
        if named and end - start in lengths and _may_be(text, start, end, sure=True):
            yield start, end, True


def _introduced(text: str) -> Iterator[tuple[int, bool]]:
    """Where a token follows a word for an order, and whether "no." or "#" stands between them."""
    for match in _after_order_word().finditer(text):
        named_a_number = match.group(1).endswith(("nr", "nummer", "number", "id"))
        yield match.end(), bool(named_a_number or match.group(2) or match.group(3))


@cache
def _after_order_word() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)({_order_words()})[ .]{{0,2}}((?:with |s )?(?:the )?{_NUMBER_WORD}[.:°]?)?"
        rf"\s{{0,2}}(?:[:=(\[\"'-]\s?){{0,2}}(?:is |was |ist |war |es |era )?[(\[\"']?(#\s?)?(?=[a-z0-9])"
    )


@cache
def _before_order_word() -> re.Pattern[str]:
    """As in "B2C9 was the order" and "10871 numaralı sipariş"."""
    return re.compile(
        rf"[^\w.!?]{{1,3}}(?:(?:is|was|the|my|nolu|lu|numarali|ist|war|die|es|era)\W{{1,2}}){{0,3}}(?:{_order_words()})(?!\w)"
    )


@cache
def _order_words() -> str:
    listed = {each for part in entries("order_introducers").values() for each in part}
    return "|".join(re.escape(each).replace(r"\ ", "[ -]") for each in sorted(listed, key=lambda e: (-len(e), e)))


def _short_form(token: str, lengths: frozenset[int]) -> bool:
    """Whether it is a number of this marketplace without its letters, or one digit longer or shorter."""
    return token.isdigit() and any(abs(len(token) - each) <= (each >= _LONG - 1) for each in lengths)


def _reads_like_one(token: str, lengths: frozenset[int], *, sure: bool) -> bool:
    digits = sum(char.isdigit() for char in token)
    if sure:
        return digits > 0
    if token.isdigit():
        return digits >= FEWEST_DIGITS and (digits in lengths or digits >= _LONG)
    return digits >= FEWEST_DIGITS and digits * 2 >= len(key_of(token))


def _may_be(text: str, start: int, end: int, *, sure: bool) -> bool:
    """Whether it is neither money, nor a date, nor a quantity, nor another kind of number."""
    token, before = text[start:end], text[max(0, start - _WINDOW) : start]
    if _MONEY_BEFORE.search(before) or (_DATE.fullmatch(token) and not sure):
        return False
    following = _NEXT.match(text, end)
    if following and not sure and token.isdigit() and following.group(1) in lexicon("units"):
        return False
    return not _of_another_kind(before)


def _of_another_kind(before: str) -> bool:
    """Whether the words right before it say that it is a parcel's, a telephone's or an invoice's number."""
    trimmed = _LEADING_UP.sub("", before)
    if trimmed == before and not before.endswith(" "):
        return False
    return any(match.end() == len(trimmed) for match in phrases("other_numbers").finditer(trimmed))
