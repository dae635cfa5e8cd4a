"""Reads the words of a marketplace's reviews at once, and says how fast."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from feedback.jobs.forget_readings import forget_readings
from feedback.jobs.read_reviews import read_batch
from tenants.queries import tenant_of_slug

EVERY = 10.0
"""Seconds between lines of progress."""


class Command(BaseCommand):
    help = (
        "Read the reviews whose words wait: what each sentence is about, and keys by which the same words are found. "
        "Workers do so by themselves, a little at a time; this does it without a pause."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", metavar="SLUG", required=True)
        parser.add_argument("--again", action="store_true", help="First forget what was read; for newer readers.")

    def handle(self, *args: Any, tenant: str, again: bool, **options: Any) -> None:
        if (found := tenant_of_slug(tenant)) is None:
            raise CommandError(f"There is no marketplace {tenant!r}.", returncode=2)
        if again:
            self.stdout.write(f"{found.slug}: {forget_readings(tenant=found):,} reviews wait to be read again.")
        began = told = time.monotonic()
        read = unreadable = 0
        after = None
        while (batch := read_batch(tenant=found, after=after)).last is not None:
            read, unreadable, after = read + batch.read, unreadable + batch.unreadable, batch.last
            if time.monotonic() - told > EVERY:
                told = time.monotonic()
                self.stdout.write(f"{found.slug}: {read:,} read, {read / (told - began):,.0f} a second")
        seconds = time.monotonic() - began
        left = f"; {unreadable:,} could not be read, see the log" if unreadable else ""
        pace = read / max(seconds, 0.001)
        self.stdout.write(f"{found.slug}: {read:,} reviews read in {seconds:.1f} s ({pace:,.0f} a second){left}.")
