"""What all commands that move history in from a file have in common: rejects, progress, report, exit status."""

from __future__ import annotations

import csv
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, reset_queries

from wire.csv_cells import safe_cell
from wire.csv_records import Record, named
from wire.file_encodings import FileUnusable

UNUSABLE = 2
STOPPED = 130
A_MOMENT = 2.0
"""Seconds between two lines of progress."""
AGAIN = "What was imported stays; import the same file again for the rest, nothing is doubled."

Cells = dict[str, str]


class Counts(Protocol):
    """Rows that an import has dealt with so far."""

    rejected: int

    @property
    def read(self) -> int: ...


class Rejects:
    """Rows that are not taken, in FILE.rejects.csv: line, reason, order. There is no such file where all were."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = self.unreadable = 0
        self._orders: dict[int, str] = {}
        try:
            # At once, so that nothing is imported whose rejects could not be told.
            self._file = path.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise FileUnusable(f"Rejected rows cannot be written to {path}: {error.strerror}.") from None
        self._writer = csv.writer(self._file)
        self._writer.writerow(["line", "reason", "order"])

    def add(self, line: int, reason: str, order: str | None = None) -> None:
        self._writer.writerow([line, safe_cell(reason), safe_cell(order or self._orders.get(line, ""))])
        self.written += 1

    def add_unreadable(self, record: Record) -> None:
        self.unreadable += 1
        self.add(record.line, f"malformed: {record.trouble}")

    def readable(self, records: Iterable[Record]) -> Iterator[tuple[int, Cells]]:
        """The records that can be read; the others are rejected at once."""
        for record in records:
            if record.trouble:
                self.add_unreadable(record)
            else:
                self._orders[record.line] = record.cells.get("order", "")
                yield record.line, record.cells

    def forget(self) -> None:
        """What became of the rows so far is told; memory does not grow with their number."""
        self._orders.clear()

    def close(self) -> None:
        self._file.close()
        if not self.written:
            self.path.unlink(missing_ok=True)


class Moving:
    """One import on its way."""

    def __init__(self, command: BaseCommand, rejects: Rejects, dry_run: bool) -> None:
        self.rejects = rejects
        self._command = command
        self._dry_run = dry_run
        self._began = self._told = time.monotonic()

    def tell_unused(self, columns: Sequence[str]) -> None:
        if columns:
            self._command.stderr.write(f"Columns that are not used: {named(columns)}.")

    def progress(self, counts: Counts) -> None:
        """Called after each batch."""
        self.rejects.forget()
        reset_queries()
        self._tell(counts.read, "imported" if not self._dry_run else "checked")

    def counted(self, rows: Iterable[Any]) -> Iterator[Any]:
        """The rows, for imports that read all of them first."""
        for number, row in enumerate(rows, 1):
            if not number % 1000:
                self._tell(number, "read")
                self.rejects.forget()
            yield row

    def _tell(self, rows: int, done: str) -> None:
        if (now := time.monotonic()) - self._told >= A_MOMENT:
            self._told = now
            self._command.stderr.write(f"{rows:,} rows {done}, {rows / (now - self._began):,.0f} a second")

    def report(self, counts: Counts, became: str) -> None:
        """`became` tells the kept rows by what they did."""
        seconds = time.monotonic() - self._began
        write = self._command.stdout.write
        write(
            f"{'Checked' if self._dry_run else 'Imported'} {counts.read + self.rejects.unreadable:,} rows in "
            f"{seconds:,.1f} s: {became}, {self.rejects.written:,} rejected."
        )
        if self.rejects.written:
            write(f"Rejected rows and reasons: {self.rejects.path}")
        if self._dry_run:
            write("Nothing was kept: this was a trial run.")


class MoveInCommand(BaseCommand):
    """A command with --tenant, --dry-run and FILE; what stops it is one sentence and a status."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="Check everything, keep nothing.")
        parser.add_argument("file", metavar="FILE", type=Path)

    def the_tenant(self, slug: str, find: Callable[[str], Any]) -> Any:
        if (found := find(slug)) is None:
            raise CommandError(f"There is no marketplace {slug!r}.", returncode=UNUSABLE)
        return found

    @contextmanager
    def moving(self, file: Path, *, dry_run: bool) -> Iterator[Moving]:
        """The import of a file, whose rejects file is begun.."""
        rejects = Rejects(file.with_name(file.name + ".rejects.csv"))
        try:
            yield Moving(self, rejects, dry_run)
        finally:
            rejects.close()

    @contextmanager
    def in_sentences(self) -> Iterator[None]:
        """Whatever ends the import before its time is told in one sentence."""
        try:
            yield
        except FileUnusable as error:
            raise CommandError(str(error), returncode=UNUSABLE) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise CommandError(f"{where}{error.strerror or error}. {AGAIN}", returncode=UNUSABLE) from None
        except OperationalError as error:
            first = (str(error).strip().splitlines() or ["no answer"])[0]
            raise CommandError(f"The database went away ({first}). {AGAIN}", returncode=1) from None
        except KeyboardInterrupt:
            raise CommandError(f"Stopped. {AGAIN}", returncode=STOPPED) from None
