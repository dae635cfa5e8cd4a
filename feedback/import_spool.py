"""Keeps an import's rows on disk until all were seen: of several reviews of one order the latest counts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

from feedback.import_rows import Cells, Row

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE spooled (line INTEGER, order_id TEXT, cells TEXT);
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

    def add(self, row: Row, *, order: str, published_at: datetime) -> None:
        line, cells = row
        self._database.execute("INSERT INTO spooled VALUES (?, ?, ?)", (line, order, json.dumps(dict(cells))))
        moment = published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
        self._database.execute(_LATEST, (order, moment, line))

    def rows(self) -> Iterator[tuple[int, Cells, int]]:
        """Each row as (line, cells, line of the order's latest review), which is its own where it counts.

        Of two published at the same moment the later line counts.
        """
        found = self._database.execute(
            "SELECT spooled.line, cells, latest.line FROM spooled JOIN latest USING (order_id) ORDER BY spooled.rowid"
        )
        for line, cells, latest in found:
            yield line, json.loads(cells), latest
