"""`export_tenant SLUG DIR`: everything of a marketplace out, as JSON Lines, CSV and files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from integrations.exports.tenant import UnableToExport, export_tenant
from tenants.queries import tenant_of_slug

EACH = 10_000
"""Rows after which progress is told."""


class Command(BaseCommand):
    help = (
        "Writes everything of a marketplace into DIR, which must be empty or new: each table as JSON Lines and CSV, "
        "the files that people sent in, a README and, last, manifest.json with counts and hashes. All of it is of "
        "one moment. Without password hashes, key digests and webhook secrets."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("directory", metavar="DIR", type=Path)

    def handle(self, *args: Any, slug: str, directory: Path, **options: Any) -> None:
        tenant = tenant_of_slug(slug)
        if tenant is None:
            raise CommandError(f"There is no marketplace {slug!r}.", returncode=2)
        try:
            manifest = export_tenant(tenant=tenant, directory=directory, now=timezone.now(), progress=self._progress)
        except UnableToExport as error:
            raise CommandError(str(error), returncode=1) from None
        rows = sum(each.get("rows", 0) for name, each in manifest["files"].items() if name.endswith(".jsonl"))
        files = manifest["files"]["files/SHA256SUMS"]["rows"]
        self.stdout.write(f"{slug}: {rows:,} rows and {files:,} files of {manifest['taken_at']} are in {directory}.")
        if missing := manifest["missing_files"]:
            self.stderr.write(f"The store does not have {missing:,} files any more that rows name.")

    def _progress(self, name: str, count: int) -> None:
        if count % EACH == 0:
            self.stderr.write(f"{name}: {count:,}")
