"""The second reader: what a clause is about by all its words, learnt from the sentences in training/.

A linear model (softmax regression) over hashed words and parts of words, and over what the word lists find, so that
it weighs the lists' contradictions too. `python -m evidence.subjects.train` writes its weights.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from evidence.subjects.features import Features, of_lists, of_pairs, of_word, scale
from evidence.subjects.lexicon import CONTEXT, FEELING
from evidence.subjects.matching import Hit
from policy.terms import Subject

Scores: TypeAlias = npt.NDArray[np.float32]

WEIGHTS: Final = "weights.npz"
KINDS: Final = (*(subject.value for subject in Subject), FEELING, CONTEXT)
"""What a sentence may be: about a subject, or a feeling or a circumstance alone."""


class Opinion(NamedTuple):
    """What the second reader holds of a clause."""

    kind: str
    """One of KINDS, the likeliest."""
    probability: float
    shares: tuple[float, ...]
    """The probability of each of KINDS."""

    def by_kind(self) -> Iterator[tuple[str, float]]:
        """Every kind with its probability."""
        return zip(KINDS, self.shares, strict=True)


@lru_cache(maxsize=4_096)
def opinion(words: tuple[str, ...], found: tuple[Hit, ...]) -> Opinion:
    """Of the plain words of one clause and what the lists found in it; the same words, the same opinion."""
    spoken = sum((_of_word(word) for word in words), _summed(of_pairs(words)))
    scores = (spoken * scale(words) + _of_lists(found) + _weights()[-1]).tolist()
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    shares = tuple(power / total for power in powers)
    best = max(range(len(shares)), key=shares.__getitem__)
    return Opinion(KINDS[best], shares[best], shares)


def quantised(weights: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int8], Scores]:
    """Weights as small whole numbers with one step a kind, to keep the file small; `restored` is the way back."""
    steps = (np.abs(weights).max(axis=0) / 127).astype(np.float32)
    return np.rint(weights / steps).astype(np.int8), steps


def restored(whole: npt.NDArray[np.int8], steps: Scores) -> Scores:
    """The weights, a row a feature and the constant last, a column a kind."""
    return whole.astype(np.float32) * steps


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> Scores:
    return _summed(of_word(word))


@lru_cache(maxsize=4_096)
def _of_lists(found: tuple[Hit, ...]) -> Scores:
    return _summed(of_lists(found))


def _summed(features: Features) -> Scores:
    rows = _weights().take(features.places, axis=0)
    return np.asarray(np.asarray(features.values, dtype=np.float32) @ rows, dtype=np.float32)


@cache
def _weights() -> Scores:
    with resources.files("evidence.subjects").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
        return restored(stored["weights"], stored["steps"])


def all_features(words: Sequence[str], found: Sequence[Hit]) -> Features:
    """What `opinion` weighs, in one row, as training wants it."""
    by_words = [of_pairs(words), *(of_word(word) for word in words)]
    lists, factor = of_lists(found), scale(words)
    return Features(
        (*(place for each in by_words for place in each.places), *lists.places),
        (*(value * factor for each in by_words for value in each.values), *lists.values),
    )
