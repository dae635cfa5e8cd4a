"""Keeps an import's rows on disk until all were seen: of several reviews of one order the latest counts."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

from feedback.import_rows import Cells, ReviewRow

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE spooled (line INTEGER, order_id TEXT, stated BLOB);
CREATE TABLE latest (order_id TEXT PRIMARY KEY, published TEXT, line INTEGER) WITHOUT ROWID;
"""
_LATEST = """
INSERT INTO latest VALUES (?, ?, ?) ON CONFLICT (order_id) DO UPDATE SET published = excluded.published,
    line = excluded.line WHERE (excluded.published, excluded.line) > (published, line)
"""


class Spool:
    """A file in a temporary folder; memory does not grow with the number of rows."""

    def __enter__(self) -> Spool:
        self._folder = TemporaryDirectory(prefix="feedback-import-")
        self._database = sqlite3.connect(Path(self._folder.name) / "rows", isolation_level=None)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        self._folder.cleanup()

    def add(self, line: int, cells: Cells, row: ReviewRow) -> None:
        stated = pickle.dumps((dict(cells), row), pickle.HIGHEST_PROTOCOL)
        self._database.execute("INSERT INTO spooled VALUES (?, ?, ?)", (line, row.order, stated))
        moment = row.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
        self._database.execute(_LATEST, (row.order, moment, line))

    def rows(self) -> Iterator[tuple[int, Cells, ReviewRow, int]]:
        """Each row as (line, cells, how they read, line of the order's latest review): its own where it counts.

        Of two published at the same moment the later line counts.
        """
        found = self._database.execute(
            "SELECT spooled.line, stated, latest.line FROM spooled JOIN latest USING (order_id) ORDER BY spooled.rowid"
        )
        for line, stated, latest in found:
            # Our own file, in a folder that only we may read.
            cells, row = pickle.loads(stated)  # noqa: S301
            yield line, cells, row, latest
