"""Learns the second reader's weights from training/: `python -m evidence.subjects.train`.

Deterministic: the same files give the same weights. Prints how right the reader is on the sentences kept apart.
"""

import hashlib
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from evidence.subjects.features import SIZE
from evidence.subjects.lexicon import CONTEXT, FEELING
from evidence.subjects.matching import Hit, hits
from evidence.subjects.opinion import KINDS, WEIGHTS, all_features, opinion, quantised
from evidence.subjects.speech import spoken_in, words_of

Matrix = npt.NDArray[np.float64]

VALIDATED_ONE_IN: Final = 8
"""One sentence in so many, by a hash of its words, is never learnt from."""
PULL: Final = 0.5
"""How strongly weights are held near 0 (the L2 penalty)."""
STEPS: Final = 80
"""Steps of L-BFGS at most; more change nothing that is seen."""
_JOINED_FOR_EACH: Final = 0.5
"""Pairs of sentences of two subjects in one, for each single sentence, so that mixed clauses divide the opinion."""
_BARE: Final = 0.5
"""Weight of a second copy of each sentence of which the lists know nothing: there will be many."""
_JOINTS: Final = (" ", " ", ", ", " and ", " but ")
_SEED: Final = 4


class Labelled(NamedTuple):
    """A sentence and what it is about."""

    text: str
    kind: str
    language: str

    @property
    def kept_apart(self) -> bool:
        """Whether it is for validation only."""
        return int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % VALIDATED_ONE_IN == 0


class _Row(NamedTuple):
    words: Sequence[str]
    found: Sequence[Hit]
    shares: dict[str, float]
    weight: float = 1.0


def labelled() -> list[Labelled]:
    """Every sentence of training/, once."""
    folder = resources.files("evidence.subjects").joinpath("training")
    found: dict[str, Labelled] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".jsonl"):
            for line in file.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                found.setdefault(entry["text"], Labelled(entry["text"], entry["subject"], entry["lang"]))
    return list(found.values())


def fingerprint() -> str:
    """The SHA-256 of everything that weights are learnt from: the files of training/ and words/, by their names."""
    package = resources.files("evidence.subjects")
    files = [
        (f"{folder}/{file.name}", file.read_bytes())
        for folder, ending in (("training", ".jsonl"), ("words", ".txt"))
        for file in package.joinpath(folder).iterdir()
        if file.name.endswith(ending)
    ]
    whole = hashlib.sha256()
    for name, content in sorted(files):
        whole.update(f"{name} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def fit(sentences: Sequence[Labelled]) -> Matrix:
    """The weights that tell the kinds of these sentences apart, a row a feature and the constant last."""
    rows = [*_rows(sentences)]
    seen = _matrix(rows)
    wanted = np.array([[row.shares.get(kind, 0.0) for kind in KINDS] for row in rows])
    weight = np.array([row.weight for row in rows])
    turned = seen.T.tocsr()

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights = flat.reshape(SIZE + 1, len(KINDS))
        shares = _shares(seen @ weights)
        off = -float((wanted * np.log(shares + 1e-12)).sum(axis=1) @ weight)
        slope = turned @ ((shares - wanted) * weight[:, None]) + PULL * weights
        return off + PULL / 2 * float((weights**2).sum()), slope.ravel()

    start = np.zeros((SIZE + 1) * len(KINDS))
    result: Any = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(result.x).reshape(SIZE + 1, len(KINDS))


def _rows(sentences: Sequence[Labelled]) -> Iterator[_Row]:
    for each in sentences:
        words, found = _heard(each.text)
        yield _Row(words, found, {each.kind: 1.0})
        if found:
            yield _Row(words, (), {each.kind: 1.0}, _BARE)
    for text, kinds in _joined(sentences):
        words, found = _heard(text)
        yield _Row(words, found, dict.fromkeys(kinds, 1 / len(kinds)))


def _joined(sentences: Sequence[Labelled]) -> Iterator[tuple[str, Sequence[str]]]:
    by_language: dict[str, list[Labelled]] = {}
    for each in sentences:
        by_language.setdefault(each.language, []).append(each)
    chance = random.Random(_SEED)  # noqa: S311 - to be the same every time is the point
    for one in sentences:
        other = chance.choice(by_language[one.language])
        if chance.random() < _JOINED_FOR_EACH and one.kind != other.kind:
            kinds = [kind for kind in (one.kind, other.kind) if kind not in (FEELING, CONTEXT)]
            yield f"{one.text.rstrip('.!? ')}{chance.choice(_JOINTS)}{other.text}", kinds or [one.kind]


def _heard(text: str) -> tuple[tuple[str, ...], tuple[Hit, ...]]:
    words = words_of(text)
    plain = tuple(word.plain for word in words)
    return plain, tuple(hits(plain, [word.breaks for word in words], spoken_in(words)))


def _matrix(rows: Sequence[_Row]) -> Any:
    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for row in rows:
        features = all_features(row.words, row.found)
        places += (*features.places, SIZE)
        values += (*features.values, 1.0)
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(rows), SIZE + 1))


def _shares(scores: Matrix) -> Matrix:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def write(weights: Matrix, file: Path) -> None:
    """Keep the weights in the form in which the reader loads them, with the fingerprint of the files as they are."""
    whole, steps = quantised(weights)
    np.savez_compressed(file, weights=whole, steps=steps, learnt_from=np.array(fingerprint()))


def right(sentences: Iterable[Labelled]) -> list[tuple[Labelled, str, float]]:
    """What the reader holds of each, with its probability."""
    told = [(each, opinion(*_heard(each.text))) for each in sentences]
    return [(each, held.kind, held.probability) for each, held in told]


def main() -> None:
    """Learn, write, and say how right it is."""
    sentences = labelled()
    learnt_from = [each for each in sentences if not each.kept_apart]
    write(fit(learnt_from), Path(__file__).with_name(WEIGHTS))
    told = right(each for each in sentences if each.kept_apart)
    lines = [f"Learnt from {len(learnt_from)} sentences, {len(told)} kept apart."]
    for least in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
        sure = [each.kind == kind for each, kind, probability in told if probability >= least]
        lines.append(
            f"From {least:.1f}: {len(sure) / len(told):.0%}, {sum(sure) / max(1, len(sure)):.3f} of them right."
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
