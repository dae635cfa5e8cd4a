"""Recounts every rate from the reviews, prints where the stored figures differ, and repairs them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from feedback.jobs.reconcile_rates import reconcile_rates
from tenants.queries import all_tenants, tenant_of_slug


class Command(BaseCommand):
    help = (
        "Recount all rates from the reviews and repair what differs. With --check nothing changes, and the "
        "exit status is 1 where anything differs. Days that wait to be recounted are late, not wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", metavar="SLUG", help="Only this marketplace.")
        parser.add_argument("--check", action="store_true", help="Only look, and exit with 1 on drift.")

    def handle(self, *args: Any, tenant: str | None, check: bool, **options: Any) -> None:
        tenants = all_tenants()
        if tenant is not None:
            if (found := tenant_of_slug(tenant)) is None:
                raise CommandError(f"There is no marketplace {tenant!r}.", returncode=2)
            tenants = [found]
        drifted = 0
        for each in tenants:
            drifts = reconcile_rates(tenant=each, now=timezone.now(), repair=not check)
            drifted += len(drifts)
            for drift in drifts:
                self.stdout.write(f"{each.slug}: {drift}")
            repaired = ", all repaired" if drifts and not check else ""
            self.stdout.write(f"{each.slug}: {len(drifts)} figures differed{repaired}.")
        if check and drifted:
            raise CommandError(f"{drifted} figures differ from the reviews.", returncode=1)
