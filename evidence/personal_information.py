"""Finds contact data, addresses, account and card numbers in a comment; never order numbers or prices."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias

from evidence.contact_patterns import (
    emails,
    handles,
    links,
    phones,
    street_addresses,
)
from evidence.gatherer import Gatherer
from evidence.material import Material
from evidence.number_checks import cards, ibans
from policy.facts import FoundSpan, RemovalFacts

Search: TypeAlias = Callable[[str], Iterable[tuple[int, int]]]
"""Where in a text one kind of thing starts and ends."""

# In this order: what an earlier search has found is no longer looked at by a later one.
_SEARCHES: Final[tuple[tuple[str, Search], ...]] = (
    ("email", emails),
    ("iban", ibans),
    ("card_number", cards),
    ("link", links),
    ("handle", handles),
    ("address", street_addresses),
)


def find_spans(text: str, *, region: str = "ZZ", known: Iterable[str] = ()) -> tuple[FoundSpan, ...]:
    """Every stretch of personal information, in the order of the text, none overlapping another.

    `region` is the two-letter country whose national telephone numbers are understood ("ZZ": international
    ones only). `known` are the names and addresses of the order's own parties, which are matched as they are.
    """
    found: list[FoundSpan] = []
    searches: tuple[tuple[str, Search], ...] = (
        ("party", partial(_mentions, known=tuple(known))),
        *_SEARCHES,
        ("phone", partial(phones, region=region)),
    )
    for kind, search in searches:
        for start, end in search(text):
            if all(end <= other.start or start >= other.end for other in found):
                found.append(FoundSpan(start, end, kind))
    return tuple(sorted(found, key=lambda span: span.start))


def _mentions(text: str, known: Iterable[str]) -> Iterable[tuple[int, int]]:
    """Whole-word mentions of the given names, whatever their case; none of one or two letters."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered, which would shift every place
        lowered = text
    for name in known:
        wanted = name.strip().lower()
        at = lowered.find(wanted) if len(wanted) > 2 else -1
        while at >= 0:
            end = at + len(wanted)
            if not (lowered[at - 1 : at].isalnum() or lowered[end : end + 1].isalnum()):
                yield at, end
            at = lowered.find(wanted, end)


def read(material: Material) -> RemovalFacts:
    """Search the comment, unless somebody has marked it already."""
    facts = material.facts
    if facts.personal_spans is not None:
        return facts
    found = find_spans(facts.comment, region=material.region, known=material.party_names)
    return replace(facts, personal_spans=found)


GATHERER: Final = Gatherer("personal_information", 1, read)
