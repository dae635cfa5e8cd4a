"""Sellers of given sizes for measurements."""

from __future__ import annotations

import time

from bench.house import manage

SLUG = "scale"


def load_sizes(data_dir: str, sizes: list[int]) -> None:
    """Make a seller of each size, and have their rates counted and the planner informed."""
    for size in sizes:
        loaded = manage(data_dir, "load_scale", "--reviews", "0", "--hot-seller", str(size))
        print(loaded.stdout.strip().splitlines()[-1])
    began = time.monotonic()
    manage(data_dir, "reconcile_rates", "--tenant", SLUG)
    print(f"rates counted in {time.monotonic() - began:.1f} s")
    analyze(data_dir)


def analyze(data_dir: str) -> None:
    """Freshly loaded tables are vacuumed, as autovacuum would have done in time."""
    import json
    from pathlib import Path

    import psycopg2

    owner = json.loads((Path(data_dir) / "run.json").read_text())["postgres"]["owner_url"]
    connection = psycopg2.connect(owner)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()


def hot_seller(size: int):
    from orders.models import Seller

    return Seller.objects.get(external_id=f"hot-{size}")
