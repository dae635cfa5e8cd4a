"""How near two cases are to each other, from 0 to 1, and why. Pure: no database, no clock.

The nearness is the weighted mean of six likenesses, each from 0 to 1:

- words, 0.35: of the comments, rapidfuzz's token_sort_ratio in hundredths (the normalized Indel similarity of the
  words in alphabetical order, without case and punctuation), of the first `LONGEST` characters; 1 where both are empty
- verdicts, 0.25: what programs proposed for the claimed grounds, as pairs of ground and verdict
- references, 0.15: what the findings rest on, by kind and note ("review: phone", "order: started_at")
- stars, 0.10: the same band of stars, 1 to 2, 3, or 4 to 5
- order status, 0.10: the same status of the order
- origin, 0.05: the same reason to look at the review

Likeness of pairs and references is the share that both have of all that either has (Jaccard); 1 where neither has any.
It is the same whichever of the two comes first, and 1 for two cases that share all of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.utils import default_process

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {"words": 0.35, "verdicts": 0.25, "references": 0.15, "stars": 0.10, "order_status": 0.10, "origin": 0.05}
)
NEAR: Final = 0.6
"""From here on a case is called near."""
LONGEST: Final = 1000
"""Characters of a comment that are compared."""
TELLING: Final = 0.3
"""Likeness of words from which it is worth a mention."""

_BANDS: Final = {1: "1 or 2 stars", 2: "1 or 2 stars", 3: "3 stars", 4: "4 or 5 stars", 5: "4 or 5 stars"}
_SAID: Final = {"MET": "found met", "NOT_MET": "found not met", "UNKNOWN": "left open"}


@dataclass(frozen=True, slots=True)
class Traits:
    """What two cases are compared by. `verdicts` maps grounds to what programs proposed."""

    verdicts: Mapping[str, str]
    references: frozenset[str]
    stars: int
    order_status: str
    origin: str
    comment: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """The six likenesses of two cases and their weighted mean, rounded to four places so that equal is equal."""

    nearness: float
    parts: Mapping[str, float]
    reasons: tuple[str, ...]


def likeness(one: Traits, other: Traits) -> Likeness:
    parts = {
        "words": _words(one.comment, other.comment),
        "verdicts": _shared(frozenset(one.verdicts.items()), frozenset(other.verdicts.items())),
        "references": _shared(one.references, other.references),
        "stars": float(_BANDS[one.stars] == _BANDS[other.stars]),
        "order_status": float(one.order_status == other.order_status),
        "origin": float(one.origin == other.origin),
    }
    nearness = round(sum(WEIGHTS[name] * part for name, part in parts.items()), 4)
    return Likeness(nearness, parts, tuple(_reasons(one, other, parts)))


def kinds_of(proposed: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """What findings rest on, by kind and note; `proposed` maps grounds to findings as a decision keeps them."""
    return frozenset(
        f"{reference['kind']}: {(reference.get('note') or '').replace('_', ' ')}".rstrip(": ")
        for finding in proposed.values()
        for reference in finding.get("references", ())
    )


def _words(one: str, other: str) -> float:
    one, other = one[:LONGEST], other[:LONGEST]
    if not one.strip() and not other.strip():
        return 1.0
    return token_sort_ratio(one, other, processor=default_process) / 100


def _shared(one: frozenset[Any], other: frozenset[Any]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def _reasons(one: Traits, other: Traits, parts: Mapping[str, float]) -> Iterator[str]:
    """What they share, in the words of the page, the weightiest first."""
    same = [ground for ground, verdict in one.verdicts.items() if other.verdicts.get(ground) == verdict]
    if same:
        yield f"{_SAID[one.verdicts[same[0]]]} as here"
    if not one.comment.strip() and not other.comment.strip():
        yield "neither has words"
    elif parts["words"] >= TELLING:
        yield f"{parts['words']:.0%} of the words alike".replace("%", " %")
    if shared := sorted(one.references & other.references):
        yield "both rest on " + ", ".join(each.partition(": ")[2] or f"the {each}" for each in shared[:2])
    if parts["stars"]:
        yield f"both {_BANDS[one.stars]}" if one.stars != other.stars else f"both {_stars(one.stars)}"
    if parts["order_status"] and one.order_status != "finished":
        yield f"both orders {one.order_status.replace('_', ' ')}"


def _stars(number: int) -> str:
    return f"{number} star" + ("s" if number != 1 else "")
