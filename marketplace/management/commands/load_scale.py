"""`load_scale`: deterministic bulk reviews, and cases about them, for benchmarks, by COPY."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from marketplace.scale import load
from marketplace.scale_cases import load_cases
from tenants.actions.create_tenant import create_tenant
from tenants.models import Tenant
from tenants.queries import tenant_of_slug


class Command(BaseCommand):
    help = "Add bulk reviews and removal requests to a marketplace kept for measuring; one seed gives the same data."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--reviews", type=int, default=1_000_000, help="reviews, Zipf-skewed over the sellers")
        parser.add_argument("--hot-seller", type=int, default=1_000_000, help="reviews of one more seller, hot-N")
        parser.add_argument("--requests", type=int, default=0, help="removal requests about the reviews that are there")
        parser.add_argument("--open", type=int, default=None, help="how many of them are open; a fifth if not given")
        parser.add_argument("--sellers", type=int, default=20_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--tenant", default="scale", help="slug; made with preset game_goods if it is new")

    def handle(self, *args: Any, **options: Any) -> None:
        reviews, hot, sellers = options["reviews"], options["hot_seller"], options["sellers"]
        requests = options["requests"]
        still_open = requests // 5 if options["open"] is None else options["open"]
        if min(reviews, hot, requests, still_open) < 0 or sellers < 1:
            raise CommandError("--reviews, --hot-seller, --requests and --open take 0 or more, --sellers 1 or more.")
        if still_open > requests:
            raise CommandError("Of the requests at most all can be open.")
        now = timezone.now()
        slug = options["tenant"]
        tenant = tenant_of_slug(slug) or create_tenant(
            slug=slug, name="Scale", host=f"{slug}.localhost", preset="game_goods", now=now
        )
        began = time.monotonic()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        load(
            tenant=tenant,
            reviews=reviews,
            hot=hot,
            sellers=sellers,
            seed=options["seed"],
            now=midnight,
            say=lambda line: self.stdout.write(line),
        )
        seconds = time.monotonic() - began
        self.stdout.write(
            f"{reviews + hot:,} reviews in {seconds:.1f} s ({(reviews + hot) / max(seconds, 0.001):,.0f} a second). "
            "Their days are marked: a worker counts the rates."
        )
        if requests:
            # By the clock, so that what waits for somebody still does.
            self._cases(tenant, requests, still_open, options["seed"], now)

    def _cases(self, tenant: Tenant, requests: int, still_open: int, seed: int, now: datetime) -> None:
        began = time.monotonic()
        say = self.stdout.write
        try:
            load_cases(tenant=tenant, requests=requests, still_open=still_open, seed=seed, now=now, say=say)
        except ValueError as error:
            raise CommandError(str(error)) from None
        seconds = time.monotonic() - began
        say(f"{requests:,} removal requests, of which {still_open:,} are open, in {seconds:.1f} s.")
