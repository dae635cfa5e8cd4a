"""Learns the second reader's weights from training/: `python -m evidence.demands.train`.

Deterministic: the same files give the same weights. Prints how right the reader is, with and without the rules, on
chats that it did not learn from: each of a few parts, by a hash of the words, is read by a reader of the others.
"""

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from itertools import chain, product
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from evidence.demands.features import SIZE, of_line, words_of
from evidence.demands.hearing import SURE
from evidence.demands.inducements import inducements
from evidence.demands.opinion import EARLIER, LISTED_WEIGHT, WEIGHTS, learnt_from, probability, quantised, scale
from evidence.demands.speakers import Side
from evidence.demands.threats import by_rules
from evidence.demands.windows import Windows
from policy.facts import ChatLine

Vector = npt.NDArray[np.float64]
Row = Mapping[int, float]

PARTS: Final = 4
"""Parts that the chats are divided into for validation."""
PULL: Final = 0.5
"""How strongly weights are held near 0 (the L2 penalty); the constant is free."""
STEPS: Final = 100
"""Steps of L-BFGS at most; more change nothing that is seen."""
ROUNDS: Final = 2
"""Which window of a chat holds the demand is guessed (the last one), learnt from, and guessed again."""
_SEED: Final = 4
_LONG_AGO: Final = datetime(2026, 1, 1, tzinfo=UTC)


class Labelled(NamedTuple):
    """A chat as (whether the buyer speaks, what is said), and whether its buyer tied a demand to feedback."""

    language: str
    demands: bool
    lines: tuple[tuple[bool, str], ...]

    @property
    def part(self) -> int:
        """The part that it belongs to."""
        return int(hashlib.sha256(repr(self.lines).encode()).hexdigest(), 16) % PARTS


class Read(NamedTuple):
    """A chat's windows, and how sure the rules are."""

    demands: bool
    windows: Sequence[Row]
    alone: Sequence[bool]
    """Which windows are of one line."""
    by_rules: float


class Held(NamedTuple):
    """What the second reader holds of a chat."""

    alone: float
    together: float


def labelled() -> list[Labelled]:
    """Every chat of training/ that the buyer wrote in, once."""
    folder = resources.files("evidence.demands").joinpath("training")
    found: dict[tuple[tuple[bool, str], ...], Labelled] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".jsonl"):
            for line in file.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                lines = tuple((said["sender"] == "buyer", said["body"]) for said in entry["lines"])
                if any(by_buyer for by_buyer, _ in lines):
                    found.setdefault(lines, Labelled(entry["lang"], entry["label"] == "blackmail", lines))
    return list(found.values())


def joined(chats: Sequence[Labelled]) -> Iterator[Labelled]:
    """Clean chats in a row, which are clean too, and demands after clean chats: chats are longer than examples."""
    clean: dict[str, list[Labelled]] = {}
    for each in chats:
        if not each.demands:
            clean.setdefault(each.language, []).append(each)
    chance = random.Random(_SEED)
    for each in chats:
        for others in (1, 2):
            before = [chance.choice(clean.get(each.language) or [each]) for _ in range(others)]
            if each.demands and any(other.demands for other in before):
                continue
            yield Labelled(each.language, each.demands, tuple(line for one in (*before, each) for line in one.lines))


@cache
def read(labelled: Labelled) -> Read:
    """What both readers see of a chat."""
    chat = [
        ChatLine(str(number), by_buyer, said, _LONG_AGO + timedelta(minutes=number))
        for number, (by_buyer, said) in enumerate(labelled.lines)
    ]
    windows = Windows(chat, Side.of(chat, of_buyer=True))
    sure = max((each.confidence for each in by_rules(chat, inducements(chat))), default=0.0)
    rows = list(_rows(windows))
    return Read(labelled.demands, [row for row, _ in rows], [alone for _, alone in rows], sure)


def _rows(windows: Windows) -> Iterator[tuple[Row, bool]]:
    """Each of the buyer's lines alone, and with those before it."""
    for number in range(len(windows.side.said)):
        for first in sorted({windows.first(number), number}, reverse=True):
            yield _row(windows, first, number), first == number


def _row(windows: Windows, first: int, number: int) -> Row:
    """What `Windows.score` weighs, as training wants it."""
    lines = [words_of(line.run) for line in windows.side.lines(first, number)]
    factor = scale(sum(len(words) for words in lines))
    values: dict[int, float] = {SIZE: 1.0}
    for words in lines:
        weight = factor if words is lines[-1] else factor * EARLIER
        for place, value in of_line(words):
            values[place] = values.get(place, 0.0) + weight * value
    for place in windows.at(first, number).places:
        values[place] = LISTED_WEIGHT
    return values


def fit(chats: Sequence[Read]) -> Vector:
    """The weights that tell the two kinds of chats apart, the constant last."""
    owner = np.array([at for at, chat in enumerate(chats) for _ in chat.windows])
    seen = _matrix([row for chat in chats for row in chat.windows])
    wanted = np.array([float(chats[at].demands) for at in owner])
    weights = np.zeros(SIZE + 1)
    for turn in range(ROUNDS):
        scores = seen @ weights if turn else np.arange(len(owner), dtype=float)
        best = {int(at): place for place, at in sorted(enumerate(owner), key=lambda each: scores[each[0]])}
        told = np.array([not wanted[place] or best[int(at)] == place for place, at in enumerate(owner)])
        weights = _fit(seen, wanted, told.astype(float), weights)
    return weights


def _fit(seen: Any, wanted: Vector, told: Vector, start: Vector) -> Vector:
    turned = seen.T.tocsr()
    pull = np.full(SIZE + 1, PULL)
    pull[-1] = 0.0

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = seen @ weights
        off = float(told @ (np.logaddexp(0, scores) - wanted * scores))
        slope = turned @ (told * (1 / (1 + np.exp(-scores)) - wanted)) + pull * weights
        return off + float(pull @ weights**2) / 2, slope

    result: Any = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(result.x)


def _matrix(rows: Sequence[Row]) -> Any:
    places = [place for row in rows for place in row]
    values = [value for row in rows for value in row.values()]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    return csr_matrix((values, places, ends), shape=(len(rows), SIZE + 1))


def held(weights: Vector, chat: Read) -> Held:
    """The probabilities of the chat's likeliest window of one line and of several."""
    scores = [sum(weights[place] * value for place, value in row.items()) for row in chat.windows]
    told = list(zip(scores, chat.alone, strict=True))
    return Held(
        max((probability(score) for score, alone in told if alone), default=0.0),
        max((probability(score) for score, alone in told if not alone), default=0.0),
    )


def tell(told: Sequence[tuple[Read, Held]]) -> None:
    """Print precision and recall of rules alone and of both readers from several probabilities on."""
    for alone, together in ((1.01, 1.01), (0.5, 1.01), *product((0.5, 0.6, 0.7, 0.8), (0.7, 0.8, 0.9))):
        found = [
            chat.demands
            for chat, likely in told
            if chat.by_rules >= SURE or likely.alone >= alone or likely.together >= together
        ]
        precision = sum(found) / max(len(found), 1)
        recall = sum(found) / max(sum(chat.demands for chat, _ in told), 1)
        print(f"From {alone:.2f} and {together:.2f}: precision {precision:.3f}, recall {recall:.3f}.")


def main() -> None:
    """Say how right readers of a part of the chats are on the others; then learn from all, and write."""
    chats = labelled()
    both: list[tuple[Read, Held]] = []
    longer: list[tuple[Read, Held]] = []
    for part in range(PARTS):
        weights = fit(_with_longer([chat for chat in chats if chat.part != part]))
        apart = [chat for chat in chats if chat.part == part]
        both += [(each, held(weights, each)) for each in map(read, apart)]
        longer += [(each, held(weights, each)) for each in map(read, joined(apart))]
    for name, told in (("chats", both), ("longer ones made of them", longer)):
        print(f"{len(told)} {name}, {sum(each.demands for each, _ in told)} of them with demands.")
        tell(told)
    whole, step = quantised(fit(_with_longer(chats)))
    np.savez_compressed(
        Path(__file__).with_name(WEIGHTS), weights=whole, step=np.float32(step), learnt_from=np.array(learnt_from())
    )


def _with_longer(chats: Sequence[Labelled]) -> list[Read]:
    return [read(each) for each in chain(chats, joined(chats))]


if __name__ == "__main__":
    main()
