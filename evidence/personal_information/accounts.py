"""Account and card numbers, told from other long numbers by their checksums."""

import re
from collections.abc import Iterator
from typing import Final

_IBAN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
_CARD: Final = re.compile(r"(?<![\w.,+-])[0-9](?:[ -]?[0-9]){12,18}(?![\w]|[.,-][0-9])")
_CARD_BEGINS: Final = re.compile(r"^(?:4|5[1-5]|2[2-7]|3[47]|3[068]|35|6(?:011|4|5)|62|50|5[6-9])")
_LONGEST_IBAN: Final = 34


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """International account numbers whose checksum is right (ISO 13616)."""
    for match in _IBAN.finditer(text):
        # The pattern may have run on into capital words that follow: the longest right prefix is the number.
        for end in range(match.end(), match.start() + 14, -1):
            bare = re.sub(r"[ -]", "", text[match.start() : end])
            if len(bare) <= _LONGEST_IBAN and text[end - 1].isalnum() and _iban_is_right(bare):
                yield match.start(), end
                break


def cards(text: str) -> Iterator[tuple[int, int]]:
    """Payment card numbers: 13 to 19 digits that begin like a card's, with the right check digit (Luhn)."""
    for match in _CARD.finditer(text):
        digits = re.sub(r"[ -]", "", match.group())
        if _CARD_BEGINS.match(digits) and len(set(digits)) > 1 and luhn(digits):
            yield match.span()


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _iban_is_right(iban: str) -> bool:
    if len(iban) < 15:
        return False
    return int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97 == 1
