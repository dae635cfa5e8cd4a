"""`create_tenant SLUG --name … --host … --preset …`: opens a marketplace with its first policy version."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from policy.document import PRESETS
from tenants.actions.create_tenant import UnableToCreateTenant, create_tenant


class Command(BaseCommand):
    help = "Opens a marketplace that answers at a host name, with the first version of its policy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="short name, e.g. game-goods")
        parser.add_argument("--name", required=True, help="as people read it")
        parser.add_argument("--host", required=True, help="host name without a port")
        parser.add_argument("--preset", required=True, help=f"one of {', '.join(PRESETS)}")
        parser.add_argument("--timezone", default="UTC", help="days are counted in it, e.g. Europe/Berlin")
        parser.add_argument("--language", default="en", help=f"one of {', '.join(dict(settings.LANGUAGES))}")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tenant = create_tenant(
                slug=options["slug"],
                name=options["name"],
                host=options["host"],
                preset=options["preset"],
                timezone=options["timezone"],
                language=options["language"],
                now=timezone.now(),
            )
        except UnableToCreateTenant as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{tenant.name} is open at {tenant.host} with policy version 1 ({tenant.preset}).")
