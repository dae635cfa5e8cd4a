"""Account, card and personal numbers, told from other long numbers by their checksums."""

import re
from collections.abc import Iterator
from typing import Final

from evidence.personal_information.reading import Reading

_IBAN: Final = re.compile(r"(?<![a-z0-9])[a-z]{2}[0-9]{2}(?:[ -]?[a-z0-9]){11,30}")
_IBAN_LENGTHS: Final = {
    country: length
    for length, countries in {
        15: "no",
        16: "be",
        18: "dk fi fo gl nl",
        19: "mk si",
        20: "at ba ee kz lt lu mn xk",
        21: "ch hr li lv",
        22: "bg bh cr de gb ge ie me rs va",
        23: "ae gi il iq om so tl",
        24: "ad cz es md pk ro sa se sk tn vg",
        25: "ly pt st",
        26: "is tr",
        27: "bi dj fr gr it mc mr sm",
        28: "al az by cy do gt hu lb ni pl sv",
        29: "br eg ps qa ua",
        30: "jo kw mu",
        31: "mt sc",
        33: "ru",
    }.items()
    for country in countries.split()
}
"""Characters by country (the IBAN registry that ISO 13616 keeps)."""

_CARD: Final = re.compile(r"(?<![\w.,+/#-])[0-9](?:[ -]?[0-9]){12,18}(?![\w/]|[.,-][0-9])")
_CARD_BEGINS: Final = re.compile(
    r"4[0-9]{15}|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)[0-9]{12,13}|3[47][0-9]{13}"
    r"|3(?:0[0-5]|[68])[0-9]{11,12}|35[0-9]{14}|6(?:011|4[4-9]|5)[0-9]{12,13}|62[0-9]{14,17}"
    r"|(?:50|5[6-9]|6[37])[0-9]{14,17}"
)
_CPF: Final = re.compile(r"(?<![\w.])[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}(?![\w-])")
_NAMES: Final = frozenset(
    "cpf ssn social dni nie pesel codice personalausweis personalausweisnummer passport sort account kontonummer konto "
    "routing steuer bsn tc".split()
)
_NAMED: Final = re.compile(
    r"\b(?:cpf|ssn|social security(?: number)?|dni|nie|pesel|codice fiscale|personalausweis\w{0,8}"
    r"|passport(?: number| no)?|sort code|account (?:number|no)|kontonummer|konto nr|routing number|steuer-?id|bsn"
    r"|tc kimlik(?: no)?)[\s.:#]{0,3}(?:is|ist|es|é)?[\s.:#]{0,3}"
    r"(?P<number>(?=[\w.-]{0,20}[0-9]{2})[a-z]{0,6}[0-9][\w.-]{4,20}[\w])"
)
_CODE: Final = re.compile(r"[ -]")


def ibans(reading: Reading) -> Iterator[tuple[int, int]]:
    """International account numbers whose length and checksum are right (ISO 13616)."""
    text = reading.text
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match.group()[:2])
        end = _end_of(match.group(), length) if length else 0
        if end and not text[match.start() + end : match.start() + end + 1].isalnum():
            bare = _CODE.sub("", match.group()[:end])
            if sum(map(str.isdecimal, bare)) * 2 >= len(bare) and _iban_is_right(bare):
                yield match.start(), match.start() + end


def cards(reading: Reading) -> Iterator[tuple[int, int]]:
    """Payment card numbers: as many digits as their brand has, with the right check digit (Luhn)."""
    for match in _CARD.finditer(reading.text):
        digits = _CODE.sub("", match.group())
        if _CARD_BEGINS.fullmatch(digits) and len(set(digits)) > 1 and luhn(digits):
            yield match.span()


def personal_numbers(reading: Reading) -> Iterator[tuple[int, int]]:
    """Numbers that the state or a bank gives to one person, where the text says so; a Brazilian CPF also alone."""
    for match in _CPF.finditer(reading.text):
        if _cpf_is_right(match.group()):
            yield match.span()
    if reading.holds(_NAMES):
        for match in _NAMED.finditer(reading.text):
            yield match.span("number")


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _end_of(spaced: str, length: int) -> int:
    """Where so many letters and digits have passed; 0 if there are fewer."""
    passed = 0
    for place, char in enumerate(spaced, start=1):
        passed += char.isalnum()
        if passed == length:
            return place
    return 0


def _iban_is_right(iban: str) -> bool:
    return int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97 == 1


def _cpf_is_right(written: str) -> bool:
    """The two check digits of a Brazilian personal number (modulo 11)."""
    digits = [int(char) for char in written if char.isdecimal()]
    if len(set(digits)) == 1:
        return False
    for size in (9, 10):
        weighed = sum(digit * (size + 1 - place) for place, digit in enumerate(digits[:size]))
        if weighed * 10 % 11 % 10 != digits[size]:
            return False
    return True
