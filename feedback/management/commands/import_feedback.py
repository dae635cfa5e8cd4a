"""Imports feedback that was left elsewhere, with progress; rejects go to FILE.rejects.csv with reasons."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from feedback.actions.import_reviews import import_reviews
from feedback.amazon_report import DayOrder
from feedback.feedback_files import FORMATS, feedback_file
from feedback.import_rows import OPTIONAL, REQUIRED
from tenants.queries import tenant_of_slug
from wire.file_encodings import ENCODINGS
from wire.moving_in import MoveInCommand


class Command(MoveInCommand):
    help = (
        f"Import feedback from a file. Format csv: columns {', '.join(REQUIRED)}, and where known "
        f"{', '.join(OPTIONAL)}; external ids, times as 2026-01-31T09:30:00Z, and stars where there is one "
        "rating only; UTF-8. Format amazon: the tab-separated feedback report, with --seller. Missing "
        "orders are made; of several reviews of one order the latest counts. Rejects are listed in FILE.rejects.csv "
        "(the header is line 1). Exit status 0, also with rejects; 2 where the file cannot be used. The same file "
        "again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--seller", default="", metavar="ID", help="Whose feedback it is, where no column says.")
        parser.add_argument("--format", required=True, choices=FORMATS, dest="file_format")
        parser.add_argument(
            "--encoding",
            choices=ENCODINGS,
            help="What the file is written in; csv is UTF-8, of Amazon's report it is found out but for shift-jis.",
        )
        parser.add_argument(
            "--dates",
            choices=[each.value for each in DayOrder],
            help="Of Amazon's report: what comes first in 4/5/2026. Needed where no day of the file tells.",
        )

    def handle(
        self,
        *args: Any,
        tenant: str,
        seller: str,
        file_format: str,
        encoding: str | None,
        dates: str | None,
        file: Path,
        dry_run: bool,
        **options: Any,
    ) -> None:
        marketplace = self.the_tenant(tenant, tenant_of_slug)
        with (
            self.in_sentences(),
            feedback_file(
                file,
                file_format=file_format,
                seller=seller.strip(),
                zone=marketplace.zone,
                encoding=encoding,
                days=DayOrder(dates) if dates else None,
            ) as opened,
            self.moving(file, dry_run=dry_run) as moving,
        ):
            moving.tell_unused(opened.unused)
            counts = import_reviews(
                tenant=marketplace,
                by=None,
                rows=moving.counted(moving.rejects.readable(opened.records)),
                now=timezone.now(),
                clock=timezone.now,
                on_reject=lambda line, cells, reason: moving.rejects.add(line, reason, cells.get("order", "")),
                progress=moving.progress,
                dry_run=dry_run,
            )
            moving.report(counts, f"{counts.created:,} reviews new, {counts.unchanged:,} as they were")
