"""E-mail addresses, also with their signs spelled out, spaced or bracketed."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from evidence.personal_information.reading import Reading
from evidence.personal_information.vocabulary import alternatives, any_of, letters_of, words

_PLAIN: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}")
_USER: Final = r"(?<![\w.+-])[\w+-]{1,40}(?:\.[\w+-]{1,40}){0,4}"
_OPEN: Final = r"[\[({<*_-]"
_CLOSE: Final = r"[\])}>*_-]"


def emails(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where e-mail addresses stand."""
    text = reading.text
    if "@" in text:
        for match in _PLAIN.finditer(text):
            yield match.span()
    if ("@" in text or reading.holds(letters_of("email", "at", "dot", "services"))) and _hint().search(text):
        for pattern in _disguised():
            for match in pattern.finditer(text):
                if _believed(match):
                    yield match.start(), match.start() + len(match.group().rstrip(". "))


def _believed(match: re.Match[str]) -> bool:
    user = match["user"].rsplit(".", 1)[-1]
    if match["user"] not in words("email", "no_user") and user not in words("email", "no_user"):
        return True
    return bool(re.search(any_of("email", "services"), match.group())) and any(map(str.isdigit, user))


@cache
def _hint() -> re.Pattern[str]:
    """What a disguised address cannot do without: a known service, a spelled dot, or a bracketed or spaced sign."""
    at, dot, service = any_of("email", "at"), any_of("email", "dot"), any_of("email", "services")
    return re.compile(rf"@\s|\s@|{_OPEN}\s?{at}\s?{_CLOSE}|\b{dot}\b|{service}")


@cache
def _disguised() -> tuple[re.Pattern[str], ...]:
    at, dot, ending = any_of("email", "at"), any_of("email", "dot"), any_of("email", "endings")
    telling_at = alternatives(words("email", "at") - {"at"})
    service = any_of("email", "services")
    whole_service = alternatives(word for word in words("email", "services") if "." in word)
    any_dot = rf"(?:\s{{0,2}}[.,]\s{{0,2}}|\s{{0,2}}{_OPEN}\s?(?:{dot}|\.)\s?{_CLOSE}\s{{0,2}}|\s{dot}\s)"
    sign = rf"(?:\s{{0,2}}@\s{{0,2}}|\s{{0,2}}{_OPEN}\s?(?:{at}|@)\s?{_CLOSE}\s{{0,2}})"
    host = r"[\w-]{2,63}"
    endings = rf"{any_dot}{ending}(?:{any_dot}{ending})?(?![\w@])"
    spelled_dot = rf"(?:\s{{0,2}}{_OPEN}\s?{dot}\s?{_CLOSE}\s{{0,2}}|\s{dot}\s)"
    spelled_user = rf"(?<![\w.+-])[\w+-]{{1,40}}(?:{spelled_dot}[\w+-]{{1,40}}){{1,3}}"
    known_host = rf"(?:{service}(?:{endings}|\s{ending}(?!\w))|{whole_service}(?![\w@]))"
    return tuple(
        re.compile(pattern)
        for pattern in (
            # "bob dot smith at gmail dot com"
            rf"(?P<user>{spelled_user})(?:\s{at}\s|{sign}){host}{endings}",
            # "bob (at) example.com", "bob @ example . com"
            rf"(?P<user>{_USER}){sign}{host}{endings}",
            # "bob arroba example.com"
            rf"(?P<user>{_USER})\s{telling_at}\s{host}{endings}",
            # "bob at example dot com"
            rf"(?P<user>{_USER})\s{at}\s{host}{spelled_dot}{ending}(?:{any_dot}{ending})?(?![\w@])",
            # "bob at gmail.com", "bob arroba gmail com", "bob@gmail"
            rf"(?P<user>{_USER})\s(?:{at}|{any_of('email', 'weak_at')})\s{known_host}",
            rf"(?P<user>{_USER}){sign}(?:{known_host}|{service}(?![\w.]))",
            # "bob.smith at gmail"
            rf"(?P<user>(?<![\w.+-])[\w+-]{{1,40}}(?:\.[\w+-]{{1,40}}){{1,5}})\s{at}\s{service}(?![\w.])",
            # "bob77 gmail com"
            rf"(?P<user>(?<![\w.+-])[\w.+-]{{0,40}}[0-9._][\w.+-]{{0,40}})\s{service}(?:{endings}|\scom(?!\w))",
        )
    )
