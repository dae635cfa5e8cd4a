"""Writes an export's files row by row, and knows the hash of each when it is closed."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from io import TextIOBase
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from wire.csv_cells import safe_cell

CHUNK = 1024 * 1024


class Hashed(TextIOBase):
    """A text file in UTF-8 that counts its bytes and hashes them as they are written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._hash, self.size = file, hashlib.sha256(), 0

    def write(self, text: str) -> int:
        data = text.encode("utf-8", "surrogatepass")
        self._hash.update(data)
        self.size += len(data)
        self._file.write(data)
        return len(text)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class Written:
    """What was written so far: each file's rows, bytes and hash, for the manifest."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.files: dict[str, dict[str, Any]] = {}

    @contextmanager
    def open(self, name: str) -> Iterator[Hashed]:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            hashed = Hashed(file)
            yield hashed
        self.files[name] = {"bytes": hashed.size, "sha256": hashed.sha256}

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[int]:
        """Write rows as JSON Lines and as CSV; after each it tells how many there are."""
        count = 0
        with self.open(f"{name}.jsonl") as lines, self.open(f"{name}.csv") as cells:
            table = csv.writer(cells)
            table.writerow(columns)
            for row in rows:
                plain = [as_json(value) for value in row]
                lines.write(json.dumps(dict(zip(columns, plain, strict=True)), ensure_ascii=False) + "\n")
                table.writerow([_cell(value) for value in plain])
                count += 1
                yield count
        for ending in ("jsonl", "csv"):
            self.files[f"{name}.{ending}"]["rows"] = count


def as_json(value: Any) -> Any:
    """The value as JSON has it: times in ISO 8601 with their offset, money and shares as decimal texts."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    return value


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return safe_cell(json.dumps(value, ensure_ascii=False))
    return safe_cell(value)


def copy_hashed(source: IO[bytes], target: Path) -> tuple[str, int]:
    """Copy a file; its SHA-256 and its bytes."""
    found, size = hashlib.sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        while chunk := source.read(CHUNK):
            found.update(chunk)
            size += len(chunk)
            out.write(chunk)
    return found.hexdigest(), size
