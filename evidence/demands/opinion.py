"""The second reader: how likely it is that a window of the buyer's lines ties a demand to feedback.

A linear model (logistic regression) over hashed words and parts of words and over what the word lists and the rules
see, learnt from the chats in training/. `python -m evidence.demands.train` writes its weights.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from evidence.demands.features import APART, BESIDE, SIZE, Features, of_pair, of_word, pairs

Weights: TypeAlias = Sequence[float]

WEIGHTS: Final = "weights.npz"
LISTED_WEIGHT: Final = 1.0
"""The value of everything that lists and rules tell; that of words is in features."""
EARLIER: Final = 0.5
"""How much a line before the last one weighs."""
_LONG: Final = 24
"""Words of a window from which on more words weigh less each, so that long messages do not shout."""


def spoken(words: Sequence[str]) -> float:
    """What the words of one line speak for, above 0 for a demand that is tied to feedback."""
    return (
        sum(_of_word(word) for word in words)
        + sum(_of_pair(one, other, BESIDE) for one, other in pairs(words, BESIDE))
        + sum(_of_pair(one, other, APART) for one, other in pairs(words, APART))
    )


def listed(places: Iterable[int]) -> float:
    """What the lists and the rules speak for, with the constant."""
    weights = _weights()
    return LISTED_WEIGHT * float(sum(weights[place] for place in places)) + float(weights[SIZE])


def scale(words: int) -> float:
    """What the values of words are multiplied with, by how many there are in the window."""
    return min(1.0, math.sqrt(_LONG / max(words, 1)))


def probability(score: float) -> float:
    """Of a score, from 0 to 1."""
    return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


def learnt_from() -> str:
    """SHA-256 of the training files and word lists as they are, in hexadecimal; the weights keep it."""
    digest = hashlib.sha256()
    for folder, ending in (("training", ".jsonl"), ("words", ".txt")):
        files = resources.files("evidence.demands").joinpath(folder).iterdir()
        for file in sorted(files, key=lambda each: each.name):
            if file.name.endswith(ending):
                digest.update(f"{folder}/{file.name}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()


def belong_to() -> str:
    """What `learnt_from` was when the stored weights were learnt."""
    with resources.files("evidence.demands").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
        return str(stored["learnt_from"])


def quantised(weights: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int16], float]:
    """Weights as whole numbers with one step, to keep the file small."""
    step = float(np.abs(weights).max()) / 2000
    return np.rint(weights / step).astype(np.int16), step


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> float:
    return _summed(of_word(word))


@lru_cache(maxsize=50_000)
def _of_pair(one: str, other: str, kind: str) -> float:
    feature = of_pair(one, other, kind)
    return _weights()[feature.places[0]] * feature.values[0]


def _summed(features: Features) -> float:
    weights = _weights()
    return float(sum(weights[place] * value for place, value in zip(features.places, features.values, strict=True)))


@cache
def _weights() -> Weights:
    with resources.files("evidence.demands").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
        return [float(weight) for weight in stored["weights"].astype(np.float32) * np.float32(stored["step"])]
