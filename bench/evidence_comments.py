"""Comments that nobody labelled, and how many of them each ground of the text would be proposed for."""

import csv
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from evidence.gather import Material, gather
from policy.facts import OrderFacts, RemovalFacts
from policy.grounds import GROUNDS
from policy.terms import FulfilledBy, GroundKey, OrderStatus, Verdict

AT = datetime(2026, 1, 1, tzinfo=UTC)
ORDER = OrderFacts(
    "order-1",
    OrderStatus.FINISHED,
    fulfilled_by=FulfilledBy.PLATFORM,
    promised_ship_at=AT,
    shipped_at=AT,
)
"""As favourable to the grounds of fulfilment as can be, so that the words alone decide."""
OF_THE_TEXT = [key for key in GroundKey if GROUNDS[key].about_comment and key is not GroundKey.ILLEGAL_CONTENT]


def comments_of(file: Path, column: str) -> list[str]:
    """The column's texts that are not empty. Raises OSError, or ValueError where there is no such column."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if column not in (rows.fieldnames or ()):
            raise ValueError(f"{file} has no column {column!r}; it has {', '.join(rows.fieldnames or ())}.")
        return [row[column] for row in rows if (row[column] or "").strip()]


def found_in(comments: list[str], only: str | None = None) -> Iterator[tuple[str, list[str], float]]:
    """Each ground, the comments for which it is found, and the seconds that reading all of them took."""
    for ground in OF_THE_TEXT:
        if only not in (None, ground):
            continue
        gather(ground, _material("Bad."))  # lists and models load on first use
        began = time.process_time()
        hits = [text for text in comments if gather(ground, _material(text)).finding.verdict is Verdict.MET]
        yield ground.value, hits, time.process_time() - began


def _material(comment: str) -> Material:
    return Material(RemovalFacts("review", comment, AT, AT, ORDER))
