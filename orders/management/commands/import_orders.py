"""Imports orders from a CSV file, with progress; rejects go to FILE.rejects.csv with line and reason."""

from __future__ import annotations

import csv
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from orders.actions.import_orders import import_orders
from orders.stating.batch import ImportCounts, Row
from orders.stating.csv_rows import OPTIONAL, REQUIRED
from tenants.queries import tenant_of_slug
from wire.csv_records import FileUnusable, Table, csv_table

UNUSABLE = 2
A_MOMENT = 2.0


class Command(BaseCommand):
    help = (
        "Import orders from a UTF-8 CSV file. Columns: "
        f"{', '.join(REQUIRED)}; and where known {', '.join(OPTIONAL)}. "
        "Times as 2026-01-31T09:30:00Z, amounts as 19.90. Rejects go to FILE.rejects.csv (the header is "
        "line 1). Exit status 0, also with rejects; 2 where the file cannot be used. The same file again "
        "changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="Check everything, keep nothing.")
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, tenant: str, file: Path, dry_run: bool, **options: Any) -> None:
        marketplace = tenant_of_slug(tenant)
        if marketplace is None:
            raise CommandError(f"There is no marketplace {tenant!r}.", returncode=UNUSABLE)
        rejects = file.with_name(file.name + ".rejects.csv")
        started = time.monotonic()
        try:
            with (
                csv_table(file, required=REQUIRED, optional=OPTIONAL) as table,
                _rejects_to(rejects) as reject,
            ):
                if table.unused:
                    self.stderr.write(f"Columns that are not used: {', '.join(table.unused)}.")
                counts = import_orders(
                    tenant=marketplace,
                    by=None,
                    rows=_rows(table, reject),
                    now=timezone.now(),
                    on_reject=reject,
                    progress=self._progress(started),
                    dry_run=dry_run,
                )
                unreadable = reject.unreadable
        except FileUnusable as error:
            raise CommandError(str(error), returncode=UNUSABLE) from None
        self._report(counts, unreadable, rejects, time.monotonic() - started, dry_run)

    def _progress(self, started: float) -> Any:
        told = started

        def tell(counts: ImportCounts) -> None:
            nonlocal told
            if (now := time.monotonic()) - told >= A_MOMENT:
                told = now
                self.stderr.write(f"{counts.read:,} rows, {counts.read / (now - started):,.0f} a second")

        return tell

    def _report(self, counts: ImportCounts, unreadable: int, rejects: Path, seconds: float, dry_run: bool) -> None:
        rejected = counts.rejected + unreadable
        self.stdout.write(
            f"{'Checked' if dry_run else 'Imported'} {counts.read + unreadable:,} rows in {seconds:,.1f} s: "
            f"{counts.created:,} orders new, {counts.changed:,} changed, {counts.unchanged:,} as they were, "
            f"{rejected:,} rejected."
        )
        if rejected:
            self.stdout.write(f"Rejected rows and reasons: {rejects}")
        if dry_run:
            self.stdout.write("Nothing was kept: this was a trial run.")


class _Rejects:
    """Writes the rejects file at the first reject; an earlier one of the same name is gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unreadable = 0
        self._file: Any = None
        self._writer: Any = None

    def __call__(self, line: int, reason: str) -> None:
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow(["line", "reason"])
        self._writer.writerow([line, reason])

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


@contextmanager
def _rejects_to(path: Path) -> Iterator[_Rejects]:
    path.unlink(missing_ok=True)
    rejects = _Rejects(path)
    try:
        yield rejects
    finally:
        rejects.close()


def _rows(table: Table, reject: _Rejects) -> Iterator[Row]:
    """The records that can be read; the others are rejected at once."""
    for record in table.records:
        if record.trouble:
            reject.unreadable += 1
            reject(record.line, record.trouble)
        else:
            yield record.line, record.cells
