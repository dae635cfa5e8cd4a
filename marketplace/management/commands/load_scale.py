"""`load_scale`: deterministic bulk data for benchmarks, by COPY."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from marketplace.scale import load
from tenants.actions.create_tenant import create_tenant
from tenants.queries import tenant_of_slug


class Command(BaseCommand):
    help = "Add bulk reviews to a marketplace kept for measuring; the same seed and day give the same data."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--reviews", type=int, default=1_000_000, help="reviews, Zipf-skewed over the sellers")
        parser.add_argument("--hot-seller", type=int, default=1_000_000, help="reviews of one more seller, hot-N")
        parser.add_argument("--sellers", type=int, default=20_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--tenant", default="scale", help="slug; made with preset game_goods if it is new")

    def handle(self, *args: Any, **options: Any) -> None:
        reviews, hot, sellers = options["reviews"], options["hot_seller"], options["sellers"]
        if min(reviews, hot) < 0 or sellers < 1:
            raise CommandError("--reviews and --hot-seller take 0 or more, --sellers 1 or more.")
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
