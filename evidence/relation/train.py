"""Trains the statistical readers from the texts in `training/`: `python -m evidence.relation.train`.

Every text is read by a model that has not seen it (five parts, told apart by a hash of the text); the bounds are
set, and the figures printed, by these answers. The model that is kept has seen them all. The same texts give the same
model.
"""

import json
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from evidence.relation.features import PIECES_FROM, PLACES, features_of
from evidence.relation.likeness import order_says, stems_of
from evidence.relation.trained import TRAINED
from evidence.relation.vocabulary import words

Numbers: TypeAlias = NDArray[np.float64]
Truths: TypeAlias = NDArray[np.bool_]

PARTS: Final = 5
PENALTY: Final = 0.3
PRECISION: Final = 0.9
"""Of unrelated and related comments in equal numbers, so many of those found must be unrelated."""
RELATED_PRECISION: Final = 0.9
INSULT_PRECISION: Final = 0.98
HERE: Final = Path(__file__).parent
WHOLE_COMMENTS: Final = (
    "comments.jsonl",
    "comments_angry.jsonl",
    "comments_daily.jsonl",
    "comments_hard.jsonl",
    "comments_odd.jsonl",
)
"""Bounds come from whole comments that were sorted by somebody who writes no rules."""
WEIGH_LESS: Final = {"sentences.jsonl": 0.4, "cases.jsonl": 0.5}
"""Single sentences, and cases whose writers knew the rules, are less like the comments that are to be read."""
SEVERAL: Final = 2
"""A feature that fewer texts have says nothing of others."""
SMALLEST: Final = 0.01
"""Weights below so large a part of the largest are left out."""


class Text(NamedTuple):
    """One training text."""

    said: tuple[str, ...]
    label: str
    source: str
    offer: str = ""


def main() -> None:
    """Train, print how well unseen texts were read, and keep the model."""
    texts = read_texts(HERE / "training")
    features = _matrix(texts)
    part = np.array([crc32(" ".join(each.said).encode()) % PARTS for each in texts])
    whole: Truths = np.array([each.source in WHOLE_COMMENTS for each in texts])
    related: Truths = np.array([each.label == "related" for each in texts])
    insult: Truths = np.array([each.label == "insult" for each in texts])
    weights = np.array([WEIGH_LESS.get(each.source, 1.0) for each in texts])
    purchase_seen = _unseen_answers(features, related, weights, part)
    insult_seen = _unseen_answers(features, insult, weights, part)
    purchase_seen += np.array([order_says(each.said, stems_of(each.offer), each.offer) for each in texts])
    bounds = (
        -bound(-purchase_seen[whole], ~related[whole], PRECISION),
        bound(purchase_seen[whole], related[whole], RELATED_PRECISION),
        bound(insult_seen[whole], insult[whole], INSULT_PRECISION),
    )
    sys.stdout.write(f"bounds {bounds}\n")
    _print_figures(texts, purchase_seen <= bounds[0], insult_seen >= bounds[2])
    kept = [_fitted(features, each, weights) for each in (related, insult)]
    _store(HERE / TRAINED, np.stack([each[:-1] for each in kept], axis=1), [each[-1] for each in kept], bounds)


def read_texts(folder: Path) -> list[Text]:
    """The training texts, each once, in the order of the files."""
    found: dict[tuple[str, ...], Text] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            said = tuple(word.text for word in words(entry["text"]))
            if said:
                found.setdefault(said, Text(said, entry["label"], path.name, entry.get("offer") or ""))
    return list(found.values())


def digest() -> str:
    """SHA-256 over the training texts and the word lists, by which stored weights are known to belong to them."""
    found = sha256()
    for path in sorted((*(HERE / "training").glob("*.jsonl"), *(HERE / "words").iterdir())):
        if path.is_file():
            content = path.read_bytes()
            found.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode() + content)
    return found.hexdigest()


def bound(answers: Numbers, truths: Truths, precision: float) -> float:
    """The lowest answer from which what is found is so often true, were truths and others equal in number."""
    order = np.argsort(-answers, kind="stable")
    hit = np.cumsum(truths[order]) / max(int(truths.sum()), 1)
    false = np.cumsum(~truths[order]) / max(int((~truths).sum()), 1)
    good = np.flatnonzero(hit >= precision * (hit + false))
    return float(answers[order][good[-1]]) if len(good) else float(answers.max()) + 1.0


def _matrix(texts: list[Text]) -> csr_matrix:
    rows: list[int] = []
    places: list[int] = []
    weights: list[float] = []
    for row, text in enumerate(texts):
        for at, weight in features_of(text.said).items():
            rows.append(row)
            places.append(at)
            weights.append(weight)
    return csr_matrix((weights, (rows, places)), shape=(len(texts), PLACES))


def _unseen_answers(features: csr_matrix, truths: Truths, weights: Numbers, part: NDArray[np.int64]) -> Numbers:
    answers = np.zeros(len(truths))
    for each in range(PARTS):
        seen = part != each
        kept = _fitted(features[seen], truths[seen], weights[seen])
        answers[~seen] = features[~seen] @ kept[:-1] + kept[-1]
    return answers


def _fitted(features: csr_matrix, truths: Truths, weights: Numbers) -> Numbers:
    """The mean of two readers, one of whole words and one of their pieces, as one; the last number is the bias.

    Each errs in its own way: together they read unseen writers better than one reader of both does.
    """
    common = np.flatnonzero(np.bincount(features.indices, minlength=PLACES) >= SEVERAL)
    found = np.zeros(PLACES + 1)
    for places in (common[common < PIECES_FROM], common[common >= PIECES_FROM]):
        kept = _logistic(features[:, places], truths, weights)
        found[places] = kept[:-1] / 2
        found[-1] += kept[-1] / 2
    return found


def _logistic(features: csr_matrix, truths: Truths, weights: Numbers) -> Numbers:
    """Logistic regression, both sides weighing alike; the last number is the bias."""
    sides = np.where(truths, 0.5 / weights[truths].sum(), 0.5 / weights[~truths].sum())
    found = minimize(
        _loss(features, truths, weights * sides * len(truths)),
        np.zeros(features.shape[1] + 1),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 50},
    )
    return np.asarray(found.x, np.float64)


def _loss(features: csr_matrix, truths: Truths, weights: Numbers) -> Callable[[Numbers], tuple[float, Numbers]]:
    signs = np.where(truths, 1.0, -1.0)
    turned = features.T.tocsr()

    def loss(point: Numbers) -> tuple[float, Numbers]:
        inner, bias = point[:-1], point[-1]
        answers = features @ inner + bias
        slope = weights * (1 / (1 + np.exp(-answers)) - truths)
        value = float(weights @ np.logaddexp(0.0, -signs * answers) + PENALTY / 2 * inner @ inner)
        return value, np.append(turned @ slope + PENALTY * inner, slope.sum())

    return loss


def _store(path: Path, weights: Numbers, biases: list[float], bounds: tuple[float, ...]) -> None:
    """The weights as small whole numbers, without those that say next to nothing."""
    scale = np.abs(weights).max(axis=0)
    places = np.flatnonzero((np.abs(weights) >= SMALLEST * scale).any(axis=1))
    small = np.round(weights[places] / scale * 127).astype(np.int8)
    np.savez_compressed(
        path,
        places=places.astype(np.uint32),
        weights=small,
        scale=(scale / 127).astype(np.float32),
        biases=np.array(biases),
        bounds=np.array(bounds),
        learnt_from=np.array(digest()),
    )


def _print_figures(texts: list[Text], unrelated: Truths, insults: Truths) -> None:
    lines = []
    for source in sorted({each.source for each in texts}):
        own = np.array([each.source == source for each in texts])
        for label in ("related", "unrelated", "insult"):
            here = own & np.array([each.label == label for each in texts])
            if count := int(here.sum()):
                far, cursed = unrelated[here].mean(), insults[here].mean()
                lines.append(f"{source:20} {label:10} {count:5}: found unrelated {far:.3f}, insult {cursed:.3f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
