"""Where a comment holds personal information, each kind looked for in turn."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, TypeAlias

from evidence.folding import Folded, fold
from evidence.personal_information.accounts import cards, ibans, personal_numbers
from evidence.personal_information.addresses import street_addresses
from evidence.personal_information.emails import emails
from evidence.personal_information.handles import handles, wallets
from evidence.personal_information.links import links
from evidence.personal_information.parties import mentions
from evidence.personal_information.phones import phones
from evidence.personal_information.reading import Reading, reading_of
from evidence.personal_information.vocabulary import words
from policy.gathered import FoundSpan

Search: TypeAlias = Callable[[Reading], Iterable[tuple[int, int]]]
"""Where in the folded text one kind of thing starts and ends."""

# In this order: what an earlier search has found is no longer looked at by a later one.
_IN_ANY_TEXT: Final[tuple[tuple[str, Search], ...]] = (("email", emails), ("link", links), ("handle", handles))
_WITH_NUMBERS: Final[tuple[tuple[str, Search], ...]] = (
    ("iban", ibans),
    ("card_number", cards),
    ("personal_number", personal_numbers),
    ("wallet", wallets),
    ("address", street_addresses),
)
_NAME_BEFORE: Final = re.compile(r"([^\W\d_][\w'-]{1,24}(?:\s[^\W\d_][\w'.-]{1,24}){1,2})\s?[,:;(–-]\s?$")
_NAMED_KINDS: Final = frozenset({"address", "phone", "email", "iban"})


def find_spans(
    text: str, *, region: str = "ZZ", known: Iterable[str] = (), public: Iterable[str] = ()
) -> tuple[FoundSpan, ...]:
    """Every stretch of personal information, in the order of the text, none overlapping another.

    `region` is the two-letter country whose national telephone numbers are understood ("ZZ": what is plain of
    many). `known` are the names and addresses of the order's own parties, which are matched as they are.
    `public` is nobody's secret: the shop's name, the order's number.
    """
    reading, public = reading_of(text), tuple(public)
    searches: list[tuple[str, Search]] = [
        ("party", partial(mentions, known=tuple(known), public=public)),
        *_IN_ANY_TEXT,
    ]
    if reading.numbers:
        searches += [*_WITH_NUMBERS, ("phone", partial(phones, region=region))]
    everybodys = {_letters(fold(name).text) for name in public} - {""}
    found: list[tuple[int, int, str]] = []
    taken = bytearray(len(reading.text))
    for kind, search in searches:
        for start, end in search(reading):
            if not any(taken[start:end]) and _letters(reading.text[start:end]) not in everybodys:
                taken[start:end] = b"\x01" * (end - start)
                found.append((start, end, kind))
    found += _names(reading.folded, sorted(found))
    return tuple(FoundSpan(*reading.folded.span(start, end), kind) for start, end, kind in sorted(found))


def _names(folded: Folded, found: list[tuple[int, int, str]]) -> Iterable[tuple[int, int, str]]:
    """A full name right before somebody's contact data ("Maria Schulz, Hauptstr. 5")."""
    last = 0
    for start, end, kind in found:
        match = _NAME_BEFORE.search(folded.text[max(last, start - 60) : start]) if kind in _NAMED_KINDS else None
        if match:
            at = max(last, start - 60) + match.start(1)
            if _is_a_name(folded, at, match[1]):
                yield at, at + len(match[1]), "name"
        last = end


def _is_a_name(folded: Folded, at: int, name: str) -> bool:
    begin, end = folded.span(at, at + len(name))
    written = folded.original[begin:end]
    said = name.split()
    return written.istitle() and not written.isupper() and not words("names", "no_name").intersection(said)


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
