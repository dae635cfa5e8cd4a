"""Names by which somebody can be found on another service or in a game."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from evidence.personal_information.reading import Reading
from evidence.personal_information.vocabulary import any_of, letters_of, words

_AT_NAME: Final = re.compile(r"(?<![\w@./])@[a-z][\w.]{2,31}\b")
_NUMBERED: Final = re.compile(r"(?<![\w#])(?P<name>[\w.]{2,32})#[0-9]{4,5}(?![0-9])")
_LIKE_A_NAME: Final = re.compile(r"@|\S*(?:[0-9_#]|\w\.\w)")
_ONLY_NUMBER: Final = re.compile(r"[0-9.]+")
_FEWEST_DIGITS: Final = 5
"""Of a name on a service that is a number, as on QQ; fewer may count anything."""
_WALLET: Final = re.compile(r"\b(?:0x[0-9a-f]{40}|bc1[a-z0-9]{25,59})\b")


def handles(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where names on other services stand, without the service's name."""
    text = reading.text
    if "@" in text:
        for match in _AT_NAME.finditer(text):
            if match.group()[1:].rstrip(".") not in words("handles", "not_names"):
                yield match.span()
    if "#" in text:
        for match in _NUMBERED.finditer(text):
            if match["name"] not in words("handles", "numbered") and not match["name"].isdecimal():
                yield match.span()
    if reading.holds(letters_of("handles", "services")):
        for match in _on_a_service().finditer(text):
            if _is_a_name(match):
                yield match.span("name")


def wallets(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where addresses of crypto wallets stand."""
    if "0x" in reading.text or "bc1" in reading.text:
        for match in _WALLET.finditer(reading.text):
            yield match.span()


def _is_a_name(match: re.Match[str]) -> bool:
    name = match["name"].rstrip(".")
    if _ONLY_NUMBER.fullmatch(name):
        return len(name) >= _FEWEST_DIGITS and "." not in name and bool(match["sign"] or match["naming"])
    if name.lstrip("@") in words("handles", "not_names"):
        return False
    return bool(_LIKE_A_NAME.match(name)) and sum(map(str.isalpha, name)) > 1


@cache
def _on_a_service() -> re.Pattern[str]:
    """ "discord: bob_77", "my telegram id is bob_77", "add me on insta bob.77"."""
    naming = any_of("handles", "naming")
    return re.compile(
        rf"(?<![\w@/.]){any_of('handles', 'services')}(?![\w/])(?P<naming>(?:\s{{1,2}}{naming}\b){{0,3}})"
        r"\s{0,2}(?P<sign>[:=>-]{0,2})\s{0,2}[\"'(]?(?P<name>(?:live:)?@?[\w][\w.#-]{1,36}[\w])"
    )
