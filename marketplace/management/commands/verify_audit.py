"""`verify_audit [--tenant SLUG]`: walks the log's chain; exits 1 and names the first break."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.verify import verify_chain
from marketplace.management.arguments import tenant_named
from tenants.queries import all_tenants
from tenants.scope import tenant_scope


class Command(BaseCommand):
    help = "Recomputes the chain of the audit log of one marketplace, or of all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", help="the marketplace's slug; all without it")

    def handle(self, *args: Any, **options: Any) -> None:
        tenants = [tenant_named(options["tenant"])] if options["tenant"] else all_tenants()
        broken = []
        for tenant in tenants:
            with tenant_scope(tenant):
                verdict = verify_chain(tenant.pk)
            if verdict:
                self.stdout.write(f"{tenant.slug}: {verdict.entries} entries, unbroken.")
            else:
                broken.append(tenant.slug)
                self.stdout.write(f"{tenant.slug}: broken after {verdict.entries}: {verdict.first_break}.")
        if broken:
            raise CommandError(f"The log is broken in {', '.join(broken)}.")
