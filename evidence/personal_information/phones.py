"""Telephone numbers as people write them: international, of many countries, or named by a word for calling.

A number without a plus, separators or such a word is left alone, because order numbers look the same.
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache, lru_cache
from itertools import islice
from typing import Final

import phonenumbers

from evidence.personal_information.reading import Reading
from evidence.personal_information.vocabulary import any_of

_NUMBER: Final = re.compile(
    r"(?<![\w+#/$€£%-])(?<![0-9][.,:])(?:\+\s?|\(\s?\+?)?[0-9](?:[\s./()\-]{0,3}[0-9]){5,16}(?:\s?(?:x|ext\.?)\s?[0-9]{1,6})?(?![\w#%$€£]|[.,:/-][0-9])"
)
_DATE: Final = re.compile(
    r"(?:0?[1-9]|[12][0-9]|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)?[0-9]{2}\b"
    r"|(?:19|20)[0-9]{2}([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12][0-9]|3[01])\b"
    r"|(?:0?[1-9]|1[0-2])([./-])(?:0?[1-9]|[12][0-9]|3[01])\3(?:19|20)[0-9]{2}\b"
    r"|(?:0?[1-9]|[12][0-9]|3[01]) (?:0?[1-9]|1[0-2]) (?:19|20)[0-9]{2}\b"
    r"|(?:19|20)[0-9]{2} (?:0?[1-9]|1[0-2]) (?:0?[1-9]|[12][0-9]|3[01])\b"
)
_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:[ .,][0-9]{3})+")
_YEARS: Final = re.compile(r"(?:19|20)[0-9]{2}\s{0,2}[-/]\s{0,2}(?:19|20)[0-9]{2}")
_MONEY: Final = re.compile(r"[$€£¥₽₹₺]\s{0,2}$")
_MONEY_AFTER: Final = re.compile(r"\s{0,2}[$€£¥₽₹₺%]")
_EXTENSION: Final = re.compile(r"\s?(?:x|ext)")
_SEPARATOR: Final = re.compile(r"[^0-9+]+")
_NOT_DIGITS: Final = re.compile(r"[^0-9+]")
_MOST: Final = 200
"""Numbers of one text that are looked at."""
_BEFORE: Final = 48
"""Characters in which a word says what a number is."""
_AFTER: Final = 24
_SHORTEST, _LONG, _LONGEST = 7, 9, 15
"""Digits of a number; from `_LONG` on it needs no separators after a word for calling."""
_NOWHERE: Final = "ZZ"
_SENTENCE_END: Final = re.compile(r"[!?;\n]|(?<=[^\W\d_]{5})\.\s")
_RIGHT_BEFORE: Final = re.compile(
    r"\W{0,3}(?:(?:is|ist|es|est|é|è|to|numer|number|nummer|número|numero|номер|no|nr)\W{0,3}){0,2}"
)

# How people group the numbers of their country, where no word says that it is one: by the countries whose rules
# then have to hold (none for numbers of films, which no country gives out).
_GROUPED: Final = tuple(
    (re.compile(pattern), regions)
    for pattern, regions in (
        (r"\(?555\)?[ .-]{1,2}[0-9]{3}[.-][0-9]{4}", ()),
        (r"\(?[2-9][0-9]{2}\)?[ .-]{1,2}[0-9]{3}[.-][0-9]{4}", ("US",)),
        (r"\([2-9][0-9]{2}\) ?[0-9]{3}[ .-]?[0-9]{4}", ("US",)),
        (r"1[ .-][2-9][0-9]{2}[ .-][0-9]{3}[ .-][0-9]{4}", ("US",)),
        (
            r"\(?0[1-9][0-9]{1,4}\)?(?: ?[/-] ?| )[0-9]{3,}(?:[ -]?[0-9]{2,})*",
            ("DE", "GB", "NL", "AT", "CH", "IT", "PL"),
        ),
        (r"0[1-9](?:[ .-][0-9]{2}){4}", ("FR",)),
        (r"0[0-9]{3,4} [0-9]{3} ?[0-9]{3,4}", ("GB",)),
        (r"06[ -][0-9]{8}|06(?:[ -][0-9]{2}){4}", ("NL", "FR")),
        (r"\(?[1-9][0-9]\)? ?9?[0-9]{4}-[0-9]{4}", ("BR",)),
        (r"[679][0-9]{2}(?:[ .-][0-9]{2}){3}", ("ES",)),
        (r"3[0-9]{2}[ .-][0-9]{3}[ .-]?[0-9]{4}", ("IT",)),
        (r"[5-8][0-9]{2}-[0-9]{3}-[0-9]{3}", ("PL",)),
        (r"[78][ -]?\(?9[0-9]{2}\)?[ -]?[0-9]{3}[ -][0-9]{2}[ -][0-9]{2}", ("RU",)),
        (r"0 ?\(?5[0-9]{2}\)?[ -]?[0-9]{3}[ -][0-9]{2}[ -]?[0-9]{2}", ("TR",)),
    )
)
_COUNTRIES: Final = (
    "US",
    "DE",
    "GB",
    "FR",
    "ES",
    "IT",
    "BR",
    "NL",
    "PL",
    "RU",
    "TR",
    "PT",
    "MX",
    "IN",
    "AT",
    "CH",
    "BE",
)


class Naming(Enum):
    """What the words before a number say of it."""

    NOTHING = 0
    ANOTHER = 1
    """That it is the number of something else."""
    LOOSELY = 2
    """That it is a number."""
    CALLING = 3
    """That one can call it, some words earlier."""
    RIGHT_BEFORE = 4
    """That one can call it, right before it."""


def phones(reading: Reading, region: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand; `region` is the country of national ones, "ZZ" for any."""
    text = reading.text
    for match in islice(_NUMBER.finditer(text), _MOST):
        before, after = text[max(0, match.start() - _BEFORE) : match.start()], text[match.end() : match.end() + _AFTER]
        if _is_a_phone(match.group(), before, after, region):
            yield match.span()


def _is_a_phone(number: str, before: str, after: str, region: str) -> bool:
    number = _EXTENSION.split(number)[0]
    digits = _NOT_DIGITS.sub("", number)
    count = len(digits.lstrip("+"))
    if not _SHORTEST <= count <= _LONGEST or _is_something_else(number, before, after):
        return False
    naming = _naming(before)
    if naming is Naming.ANOTHER:
        return False
    if digits.startswith("+") or re.match("00[1-9]", digits):
        international = "+" + digits.lstrip("+").removeprefix("00")
        told = naming is not Naming.NOTHING or len(_SEPARATOR.findall(number)) > 2
        return _valid(international, _NOWHERE) or (told and count >= _LONG)
    parted = _SEPARATOR.search(number.strip()) is not None
    if naming is Naming.NOTHING and _said_after(after) and not _THOUSANDS.fullmatch(number):
        naming = Naming.CALLING
    if naming in (Naming.CALLING, Naming.RIGHT_BEFORE):
        near = naming is Naming.RIGHT_BEFORE and _valid_somewhere(digits, region)
        return count >= _LONG or parted or near
    if naming is Naming.LOOSELY and count >= _LONG and (parted or digits.startswith("0")):
        return not _THOUSANDS.fullmatch(number)
    return _grouped_like_one(number, digits, region)


def _is_something_else(number: str, before: str, after: str) -> bool:
    """Whether it is a date, an amount of money or of other things, or a span of years."""
    if _MONEY.search(before) or _MONEY_AFTER.match(after) or _units().match(after):
        return True
    return bool(_DATE.match(number.strip("() ")) or _YEARS.fullmatch(number))


def _naming(before: str) -> Naming:
    """What the last telling word before a number says; a mere "number" says nothing against an earlier word."""
    naming = Naming.NOTHING
    sentence = _SENTENCE_END.split(before)[-1]
    for match in _telling().finditer(sentence):
        if match["phone"]:
            close = _RIGHT_BEFORE.fullmatch(sentence, match.end())
            naming = Naming.RIGHT_BEFORE if close else Naming.CALLING
        elif match["other"]:
            naming = Naming.ANOTHER
        elif naming is Naming.NOTHING:
            naming = Naming.LOOSELY
    return naming


def _said_after(after: str) -> bool:
    """Whether a word says afterwards that one can call it ("555-0142 is his number")."""
    match = _telling().search(_SENTENCE_END.split(after)[0])
    return match is not None and match["phone"] is not None


def _grouped_like_one(number: str, digits: str, region: str) -> bool:
    if _THOUSANDS.fullmatch(number):
        return False
    if region != _NOWHERE and _SEPARATOR.search(number) and _valid(digits, region):
        return True
    written = number.strip()
    return len(digits) >= _LONG and any(
        pattern.fullmatch(written) and (not countries or any(_valid(digits, country) for country in countries))
        for pattern, countries in _GROUPED
    )


def _valid_somewhere(digits: str, region: str) -> bool:
    countries = _COUNTRIES if region == _NOWHERE else (region,)
    return any(_valid(digits, country) for country in countries)


@lru_cache(maxsize=4096)
def _valid(digits: str, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, None if region == _NOWHERE else region))
    except phonenumbers.NumberParseException:
        return False


@cache
def _telling() -> re.Pattern[str]:
    other, phone, weak = (any_of("phones", name) for name in ("not_before", "before", "weak_before"))
    return re.compile(rf"(?<!\w)(?:(?P<other>{other}|#|№)|(?P<phone>{phone}|☎|📞|📱|✆)|{weak})(?!\w)")


@cache
def _units() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,2}}{any_of('phones', 'units')}(?!\w)")
