"""Which reviews say nearly the same in words that nobody would come by on their own."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final, NamedTuple

import networkx as nx
import numpy as np
from rapidfuzz import fuzz
from rensa import RMinHash

from evidence.material import SellerReview
from evidence.text import normalised

LEAST_LIKENESS: Final = ((5, 95.0), (6, 90.0), (8, 85.0), (12, 76.0))
"""From so many different words, so alike (0 to 100). Shorter complaints are everybody's: "scam!!!", "never came".

Of 1.5 million pairs of short bad reviews by strangers, one in 30,000 is as alike as this.
"""
APART: Final = timedelta(days=14)
"""What is said again after a longer pause is said anew."""
_CHORUS: Final = 3
_LONGEST: Final = 1000
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_BANDS: Final = 42
_ROWS: Final = 3
_SEED: Final = 42
_MIXED: Final = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
_PIECE: Final = 4


class Told(NamedTuple):
    """What one review says, normalised, and in how many words of its own."""

    review: SellerReview
    text: str
    words: int


def groups_of_copies(reviews: Iterable[SellerReview]) -> list[list[SellerReview]]:
    """Reviews of the same weeks by two authors or more, in nearly the same words; reviews in the order of time.

    Words that others came by at other times too are a common complaint of this shop, and no group.
    """
    told = [each for each in map(told_by, reviews) if each.words >= LEAST_LIKENESS[0][0]]
    graph = nx.Graph()
    for one, other in _candidates([each.text for each in told]):
        if are_copies(told[one], told[other]):
            graph.add_edge(one, other)
    alike = sorted(sorted(each) for each in nx.connected_components(graph))
    return [group for each in alike for group in _of_the_same_weeks([told[place].review for place in each])]


def told_by(review: SellerReview) -> Told:
    """Different words count; of scripts that do not set words apart, every two signs count as one."""
    text = normalised(review.text[:_LONGEST])
    signs = len(_UNSPACED.findall(text))
    return Told(review, text, len(set(_UNSPACED.sub(" ", text).split() if signs else text.split())) + signs // 2)


def are_copies(one: Told, other: Told) -> bool:
    """Whether texts of two authors are too alike, and too long, for both to have thought of them."""
    if one.review.author.buyer_id == other.review.author.buyer_id:
        return False
    words = min(one.words, other.words)
    needed = [likeness for least, likeness in LEAST_LIKENESS if words >= least]
    return bool(needed) and fuzz.token_sort_ratio(one.text, other.text, score_cutoff=needed[-1]) >= needed[-1]


def _of_the_same_weeks(alike: Sequence[SellerReview]) -> list[list[SellerReview]]:
    """The review cut where nobody said it for two weeks, without what was mostly said by single voices."""
    runs = [[alike[0]]]
    for one, other in pairwise(alike):
        if other.posted_at - one.posted_at > APART:
            runs.append([])
        runs[-1].append(other)
    voices = [len({review.author.buyer_id for review in run}) for run in runs]
    single = sum(number for number in voices if number < _CHORUS)
    return [
        run
        for run, number in zip(runs, voices, strict=True)
        if number > 1 and single - (number if number < _CHORUS else 0) <= number / 2
    ]


def _candidates(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs worth comparing: neighbors in a MinHash band, or the same text."""
    if not texts:
        return []
    digests = np.array([_digest(text) for text in texts], dtype=np.uint64)
    pairs: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        mixed = digests[:, band * _ROWS : (band + 1) * _ROWS] @ _MIXED
        order = np.argsort(mixed, kind="stable")
        begins = np.flatnonzero(np.diff(mixed[order], prepend=mixed[order[0]] + np.uint64(1)))
        for places in np.split(order, begins[1:]):
            if len(places) > 1:
                # Everyone with the first and with the neighbor: enough to connect a group, without all its pairs.
                found = places.tolist()
                pairs.update((found[0], place) for place in found[1:])
                pairs.update(pairwise(found))
    return sorted(pairs)


def _digest(text: str) -> list[int]:
    """MinHash of the pieces of its words, so that neither their order nor a slip in one matters much."""
    pieces = sorted({word[at : at + _PIECE] for word in text.split() for at in range(max(1, len(word) - _PIECE + 1))})
    hashed = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    hashed.update(pieces)
    return list(hashed.digest())
