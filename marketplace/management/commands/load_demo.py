"""`load_demo`: four marketplaces that look alive, one for each preset. Safe to run again."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from marketplace.demo.load import load_demo


class Command(BaseCommand):
    help = "Load the demo marketplaces with their published logins. Needs DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo's passwords are public. Set DEMO=1 to load it, never in production.")
        began = time.monotonic()
        load_demo(now=timezone.now(), say=self.stdout.write)
        self.stdout.write(f"Demo ready after {time.monotonic() - began:.1f} s.")
