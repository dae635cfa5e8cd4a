"""Prints what a drafted policy would have changed, without keeping anything."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from disputes.replay.in_words import report_in_words
from disputes.replay.replaying import replay
from policy.document import PolicyDocument, PolicyInvalid, parse_policy
from tenants.actions.ask_replay import LONGEST_DAYS
from tenants.queries import tenant_of_slug


class Command(BaseCommand):
    help = (
        "Look at the past as a drafted policy would have treated it, and print the report: cases that would "
        "change and why, the load on the queue, sellers whose rate or status would change. Nothing is written. "
        "The exit status is 2 where the file is no valid policy; each wrong field is named by its path."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", metavar="SLUG", required=True, help="The marketplace.")
        parser.add_argument("--draft", metavar="FILE", required=True, help="The whole policy as a JSON document.")
        parser.add_argument("--days", metavar="N", type=int, default=365, help="How far back to look (365).")
        parser.add_argument("--json", action="store_true", help="Print the report as JSON.")

    def handle(self, *args: Any, tenant: str, draft: str, days: int, **options: Any) -> None:
        found = tenant_of_slug(tenant)
        if found is None:
            raise CommandError(f"There is no marketplace {tenant!r}.", returncode=2)
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"Choose between 1 and {LONGEST_DAYS} days.", returncode=2)
        report = replay(
            tenant=found, draft=_policy_in(Path(draft)), days=days, now=timezone.now(), progress=self._progress
        )
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(report_in_words(report)))

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} cases and sellers", ending="" if done < total else "\n")


def _policy_in(file: Path) -> PolicyDocument:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from None
    except ValueError as error:
        raise CommandError(f"{file} is no JSON: {error}.", returncode=2) from None
    try:
        return parse_policy(data)
    except PolicyInvalid as error:
        wrong = "\n".join(f"{path or '/'}: {reason}" for path, reason in error.problems)
        raise CommandError(f"{file} is no valid policy:\n{wrong}", returncode=2) from None
