"""The trained readers: how surely a text speaks of a purchase, and how surely it is nothing but an insult."""

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evidence.relation.features import PLACES, signs_of, whole_places

TRAINED: Final = "trained.npz"
PURCHASE: Final = 0
INSULT: Final = 1
_MOST_WORDS: Final = 2000


class Trained(NamedTuple):
    """What training left behind."""

    weights: NDArray[np.float32]
    """For each place of a feature, what it says of a purchase and of an insult."""
    biases: tuple[float, float]
    unrelated_up_to: float
    """A text that speaks of a purchase no more surely, in logits, has nothing to do with one."""
    related_from: float
    insult_from: float
    """A clause that is an insult at least so surely, in logits, is one."""


class Says(NamedTuple):
    """What one word adds to each reader's answer."""

    purchase: float
    insult: float
    near: bool
    far: bool


@cache
def trained() -> Trained:
    """The weights that come with the package."""
    with resources.as_file(resources.files("evidence.relation").joinpath(TRAINED)) as path, np.load(path) as stored:
        weights = np.zeros((PLACES, 2), np.float32)
        weights[stored["places"]] = stored["weights"].astype(np.float32) * stored["scale"]
        purchase, insult = (float(each) for each in stored["biases"])
        return Trained(weights, (purchase, insult), *(float(each) for each in stored["bounds"]))


def speaks_of_a_purchase(said: Sequence[str]) -> float:
    """How surely a text of these bare words speaks of a purchase, in logits."""
    return _answers(said)[PURCHASE]


def insults_only(said: Sequence[str]) -> float:
    """How surely a clause of these bare words insults a person and says nothing else, in logits."""
    return _answers(said)[INSULT]


def _answers(said: Sequence[str]) -> tuple[float, float]:
    said = said[:_MOST_WORDS]
    if not said:
        return 0.0, 0.0
    purchase = insult = 0.0
    near = far = 0
    for word in said:
        says = known(word)
        purchase += says.purchase
        insult += says.insult
        near += says.near
        far += says.far
    share = 1 / math.sqrt(len(said))
    whole = [_at(each) for each in whole_places(len(said), near, far)]
    of_purchase, of_insult = trained().biases
    return (
        of_purchase + purchase * share + sum(each[PURCHASE] for each in whole),
        of_insult + insult * share + sum(each[INSULT] for each in whole),
    )


@lru_cache(maxsize=32_768)
def known(word: str) -> Says:
    """What is known of one bare word."""
    signs = signs_of(word)
    weights = trained().weights
    places = np.fromiter(signs.features.keys(), np.int64, len(signs.features))
    counts = np.fromiter(signs.features.values(), np.float64, len(signs.features))
    purchase, insult = (counts @ weights[places].astype(np.float64)).tolist()
    return Says(purchase, insult, signs.near, signs.far)


@lru_cache(maxsize=256)
def _at(place: int) -> tuple[float, float]:
    purchase, insult = trained().weights[place].tolist()
    return purchase, insult
