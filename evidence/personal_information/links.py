"""Web addresses, save those of public pages: shops, parcel services, encyclopaedias."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from evidence.personal_information.reading import Reading
from evidence.personal_information.vocabulary import any_of

_LINK: Final = re.compile(r"\b(?:https?://|hxxps?://|www\.)[^\s<>\"'()]{3,2000}")
_AT_THE_END: Final = ".,;:!?…*_)"


def links(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where links to somebody's own pages stand, and links to pages that nobody knows."""
    text = reading.text
    if "://" in text or "www." in text:
        for match in _LINK.finditer(text):
            link = match.group().rstrip(_AT_THE_END)
            if not _public().match(link) or _profile().search(link):
                yield match.start(), match.start() + len(link)
    if "." in text and "/" in text:
        for match in _profile().finditer(text):
            yield match.start(), match.start() + len(match.group().rstrip(_AT_THE_END))


@cache
def _public() -> re.Pattern[str]:
    return re.compile(rf"(?:h\w{{3,4}}://)?(?:[\w-]{{1,30}}\.){{0,3}}?{any_of('links', 'public')}(?![\w-])")


@cache
def _profile() -> re.Pattern[str]:
    """A service of profiles with a name after it."""
    return re.compile(
        rf"(?<![\w@.-])(?:www\.|m\.)?{any_of('links', 'profiles')}/?(?:(?<=@)|(?<=/))[\w@+$][\w./@?=&$%+-]{{1,200}}"
    )
