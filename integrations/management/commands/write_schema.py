"""`write_schema [--check]`: keeps the published schema in docs/openapi.json."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from integrations.stored_schema import COMMAND, PLACE, is_up_to_date, written_schema


class Command(BaseCommand):
    help = (
        "Writes the schema of the API to docs/openapi.json; with --check it writes nothing and fails on a difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_up_to_date():
            self.stdout.write(f"{PLACE.name} is up to date.")
            return
        if options["check"]:
            raise CommandError(f"The API is not what {PLACE.name} says. If that is meant: {COMMAND}")
        PLACE.write_text(written_schema(), encoding="utf-8")
        self.stdout.write(f"Wrote {PLACE.name}.")
