"""Imports feedback that was left elsewhere, with progress; rejects go to FILE.rejects.csv with reasons."""

from __future__ import annotations

import csv
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from feedback.actions.import_reviews import ImportCounts, import_reviews
from feedback.feedback_files import FORMATS, feedback_file
from feedback.import_rows import OPTIONAL, REQUIRED
from tenants.queries import tenant_of_slug
from wire.csv_records import FileUnusable

UNUSABLE = 2
A_MOMENT = 2.0


class Command(BaseCommand):
    help = (
        f"Import feedback from a UTF-8 file. Format csv: columns {', '.join(REQUIRED)}, and where known "
        f"{', '.join(OPTIONAL)}; external ids, times as 2026-01-31T09:30:00Z, and stars where there is one "
        "rating only. Format amazon: the tab-separated feedback report, with --seller. Missing "
        "orders are made; of several reviews of one order the latest counts. Rejects are listed in FILE.rejects.csv "
        "(the header is line 1). Exit status 0, also with rejects; 2 where the file cannot be used. The same file "
        "again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", required=True, metavar="SLUG")
        parser.add_argument("--seller", default="", metavar="ID", help="Whose feedback it is, where no column says.")
        parser.add_argument("--format", required=True, choices=FORMATS, dest="file_format")
        parser.add_argument("--dry-run", action="store_true", help="Check everything, keep nothing.")
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(
        self,
        *args: Any,
        tenant: str,
        seller: str,
        file_format: str,
        file: Path,
        dry_run: bool,
        **options: Any,
    ) -> None:
        marketplace = tenant_of_slug(tenant)
        if marketplace is None:
            raise CommandError(f"There is no marketplace {tenant!r}.", returncode=UNUSABLE)
        rejects_path = file.with_name(file.name + ".rejects.csv")
        started = time.monotonic()
        try:
            with (
                _Rejects(rejects_path) as rejects,
                feedback_file(
                    file,
                    file_format=file_format,
                    seller=seller.strip(),
                    zone=marketplace.zone,
                    on_unreadable=lambda record: rejects.unreadable(record.line, record.trouble),
                ) as opened,
            ):
                if opened.unused:
                    self.stderr.write(f"Columns that are not used: {', '.join(opened.unused)}.")
                counts = import_reviews(
                    tenant=marketplace,
                    by=None,
                    rows=self._counted(opened.rows, started),
                    now=timezone.now(),
                    on_reject=rejects.add,
                    progress=self._progress(started),
                    dry_run=dry_run,
                )
        except FileUnusable as error:
            raise CommandError(str(error), returncode=UNUSABLE) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.", returncode=UNUSABLE) from None
        self._report(counts, rejects, time.monotonic() - started, dry_run)

    def _counted(self, rows: Iterator[Any], started: float) -> Iterator[Any]:
        told = started
        for number, row in enumerate(rows, 1):
            if (now := time.monotonic()) - told >= A_MOMENT:
                told = now
                self.stderr.write(f"{number:,} rows read")
            yield row

    def _progress(self, started: float) -> Callable[[ImportCounts], None]:
        told = started

        def tell(counts: ImportCounts) -> None:
            nonlocal told
            if (now := time.monotonic()) - told >= A_MOMENT:
                told = now
                self.stderr.write(f"{counts.read:,} rows, {counts.read / (now - started):,.0f} a second")

        return tell

    def _report(self, counts: ImportCounts, rejects: _Rejects, seconds: float, dry_run: bool) -> None:
        self.stdout.write(
            f"{'Checked' if dry_run else 'Imported'} {counts.read + rejects.broken:,} rows "
            f"in {seconds:,.1f} s: "
            f"{counts.created:,} reviews new, {counts.unchanged:,} as they were, "
            f"{rejects.written:,} rejected."
        )
        if rejects.written:
            self.stdout.write(f"Rejected rows and reasons: {rejects.path}")
        if dry_run:
            self.stdout.write("Nothing was kept: this was a trial run.")


class _Rejects:
    """Writes the rejects file at the first reject; an earlier one of the same name is gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = self.broken = 0
        self._file: Any = None
        self._writer: Any = None

    def __enter__(self) -> _Rejects:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(self, *error: Any) -> None:
        if self._file is not None:
            self._file.close()

    def unreadable(self, line: int, trouble: str) -> None:
        self.broken += 1
        self.add(line, {}, f"malformed: {trouble}")

    def add(self, line: int, cells: Mapping[str, str], reason: str) -> None:
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow(["line", "reason", "order"])
        self._writer.writerow([line, reason, cells.get("order", "")])
        self.written += 1
