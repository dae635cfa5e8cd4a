"""Imports what buyers and sellers wrote elsewhere, with progress; rejects go to FILE.rejects.csv with reasons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from orders.actions.import_messages import import_messages
from orders.stating.message_rows import OPTIONAL, REQUIRED
from tenants.queries import tenant_of_slug
from wire.csv_records import csv_table
from wire.moving_in import MoveInCommand


class Command(MoveInCommand):
    help = (
        f"Import messages of orders from a UTF-8 CSV file. Columns: {', '.join(REQUIRED)}; and where known "
        f"{', '.join(OPTIONAL)}. The order is there already, the sender is buyer or seller, times are as in "
        "2026-01-31T09:30:00Z. Nobody is notified. Rejects go to FILE.rejects.csv (the header is line 1). Exit status "
        "0, also with rejects; 2 where the file cannot be used. The same file again changes nothing."
    )

    def handle(self, *args: Any, tenant: str, file: Path, dry_run: bool, **options: Any) -> None:
        marketplace = self.the_tenant(tenant, tenant_of_slug)
        with (
            self.in_sentences(),
            csv_table(file, required=REQUIRED, optional=OPTIONAL) as table,
            self.moving(file, dry_run=dry_run) as moving,
        ):
            moving.tell_unused(table.unused)
            counts = import_messages(
                tenant=marketplace,
                by=None,
                rows=moving.rejects.readable(table.records),
                now=timezone.now(),
                clock=timezone.now,
                on_reject=moving.rejects.add,
                progress=moving.progress,
                dry_run=dry_run,
            )
            moving.report(counts, f"{counts.created:,} messages new, {counts.unchanged:,} as they were")
