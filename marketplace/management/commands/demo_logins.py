"""`demo_logins`: prints the demo's accounts, as ./run does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.demo.catalog import OPERATOR, PASSWORD, SLUGS, catalog


class Command(BaseCommand):
    help = "Print the addresses and logins of the demo."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        base = f"{settings.BASE_DOMAIN}:{options['port']}"
        self.stdout.write(f"Marketplaces   http://{base}")
        for slug in SLUGS:
            texts = catalog(slug)
            self.stdout.write(f"\n{texts.texts['name']:<14} http://{slug}.{base}")
            for login in texts.logins:
                place = "/admin/" if "agent" in login.roles or "lead" in login.roles else "/"
                self.stdout.write(f"  {login.email:<30} {'+'.join(login.roles):<11} {place}")
        self.stdout.write(f"\nPlatform       http://{base}/admin/\n  {OPERATOR}")
        self.stdout.write(f"\nPassword for all: {PASSWORD}")
        self.stdout.write("Agents, leads and the operator are asked for a code; the page shows the demo's code.")
