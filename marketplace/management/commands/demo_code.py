"""`demo_code EMAIL`: the second-factor code of a demo account, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions.enrol_demo_factor import demo_code
from accounts.queries import user_of_email


class Command(BaseCommand):
    help = "Prints the code that the authenticator of a demo account shows now. Works in the demo only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_of_email(options["email"])
        code = demo_code(user) if user else ""
        if not code:
            raise CommandError(f"{options['email']} is no account of the demo that has a second factor.")
        self.stdout.write(code.replace(" ", ""))
