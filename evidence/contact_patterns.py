"""E-mail, links, handles, street addresses and telephone numbers, as people write them."""

import re
from collections.abc import Iterator
from typing import Final

import phonenumbers

_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}", re.IGNORECASE)
_SPELLED_EMAIL: Final = re.compile(
    r"\b[\w.+-]{2,64}\s{0,2}[\[({]?\s?\bat\b\s?[\])}]?\s{0,2}[\w-]{2,63}\s{0,2}[\[({]?\s?\bdot\b\s?[\])}]?\s{0,2}"
    r"(?:com|net|org|io|me|info|co|uk|de|fr|es|it|nl|pl|br|in|us|ru|cn|jp)\b",
    re.IGNORECASE,
)
_LINK: Final = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"'()]{3,2000}|\b(?:t\.me|wa\.me|discord\.gg|bit\.ly|fb\.me|linktr\.ee)/[\w./-]{2,100}",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(
    r"(?<![\w@./])@[A-Za-z][\w.]{2,31}\b"
    r"|\b(?:discord|telegram|whatsapp|instagram|insta|snapchat|skype|tiktok|wechat)"
    r"\s{0,2}(?:id|name|is|me)?\s{0,2}[:=]\s{0,2}(?=@|\S*[0-9_#]|\S*\w\.\w)@?[\w.#-]{3,37}",
    re.IGNORECASE,
)
_DISCORD: Final = re.compile(
    r"(?<![\w#])(?!(?:order|item|ref|case|ticket|invoice|id|no|nr|sku|part|lot|number)#)[\w.]{2,32}#[0-9]{4}(?![0-9])",
    re.IGNORECASE,
)

_NAME: Final = r"(?:[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}\s{1,2}){1,3}"
_STREET: Final = re.compile(
    rf"\b[0-9]{{1,5}}[A-Za-z]?,?\s{{1,2}}{_NAME}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Terrace|Way|Close)\b\.?"
    r"|\b[A-ZÄÖÜ][\wäöüß-]{1,30}(?:straße|strasse|str\.|gasse|weg|allee|platz)\s{1,2}[0-9]{1,4}[a-z]?\b"
    r"|\b(?:[Rr]ue|[Aa]venue|[Cc]alle|[Vv]ia|[Rr]ua|[Pp]laza)\s{1,2}(?:de\s|del\s|da\s|do\s|la\s|des\s){0,2}"
    r"(?:[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}[\s,]{1,2}){1,3}(?:n[.º°]?\s?)?[0-9]{1,5}\b"
    r"|\b[0-9]{1,4},?\s{1,2}(?:rue|avenue|boulevard)\s{1,2}(?:de\s|du\s|des\s|la\s){0,2}[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}"
)

_NOT_A_PHONE: Final = re.compile(
    r"(?:order|orders|ref|reference|tracking|invoice|ticket|item|sku|case|id|#|№)"
    r"\s{0,2}(?:id|number|no|nr)?\s{0,2}[.:#=]{0,2}\s{0,2}(?:is|was)?\s{0,2}$",
    re.IGNORECASE,
)
_PHONE_WORD: Final = re.compile(
    r"(?:phone|tel|telephone|telefon|mobile|cell|call|ring|text|whatsapp|sms|fax|contact|reach)\b[^.!?\n]{0,25}$",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(r"[$€£¥₽₹]\s{0,2}$")
_MONEY_AFTER: Final = re.compile(r"^\s{0,2}(?:[$€£¥₽₹%]|usd|eur|gbp|dollars|euros|pounds)", re.IGNORECASE)
_SEPARATED: Final = re.compile(r"[0-9][ ./()-]{1,3}[0-9]")
_DATE: Final = re.compile(r"^[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}$")


def emails(text: str) -> Iterator[tuple[int, int]]:
    """E-mail addresses, also with "at" and "dot" spelled out."""
    for pattern in (_EMAIL, _SPELLED_EMAIL):
        for match in pattern.finditer(text):
            yield match.span()


def links(text: str) -> Iterator[tuple[int, int]]:
    """Web addresses and the short links of chat services."""
    for match in _LINK.finditer(text):
        yield match.start(), match.start() + len(match.group().rstrip(".,;:!?"))


def handles(text: str) -> Iterator[tuple[int, int]]:
    """Names by which somebody can be found on another service."""
    for pattern in (_HANDLE, _DISCORD):
        for match in pattern.finditer(text):
            yield match.span()


def street_addresses(text: str) -> Iterator[tuple[int, int]]:
    """A house number with a street, in the ways of several countries."""
    for match in _STREET.finditer(text):
        yield match.span()


def phones(text: str, region: str) -> Iterator[tuple[int, int]]:
    """Valid telephone numbers that are written like one: with a plus, a word for calling, or separators.

    The gate keeps order numbers, prices and dates out, at the cost of a bare run of digits.
    """
    for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
        if _written_like_a_phone(text[: match.start], match.raw_string, text[match.end :]):
            yield match.start, match.end


def _written_like_a_phone(before: str, number: str, after: str) -> bool:
    before, after = before[-60:], after[:10]
    if _MONEY.search(before) or _MONEY_AFTER.search(after) or _DATE.match(number):
        return False
    if _PHONE_WORD.search(before):
        return True
    if number.startswith("+"):
        return True
    return bool(_SEPARATED.search(number)) and not _NOT_A_PHONE.search(before)
