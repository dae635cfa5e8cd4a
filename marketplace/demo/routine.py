"""The ordinary cases of two years, all of them closed: so that a lead's figures have something to be of.

Drawn like the orders, the same on every machine, from the few texts under `routine` in the marketplace's file. They are
about shops that the demo's seller does not run, and about reviews that no rate counts any more or ever did: removed
ones, and neutral ones that were kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from marketplace.demo.cases import CaseWriter
from marketplace.demo.catalog import Catalog
from orders.actions.seat_member import seat_member
from orders.queries import seller_of_external_id
from tenants.actions.ensure_member import ensure_member
from tenants.models import Member

# Orders of routine cases are numbered apart from the others.
FIRST = 1000
CASES = 70
DAYS = 700
AGENTS = ("agent", "agent2", "lead")
REPLY_HOURS = 72
NEWEST = 9
"""Days; by now the last of them is decided."""


def routine_cases(catalog: Catalog, now: datetime) -> Iterator[dict[str, Any]]:
    """As `CaseWriter` takes them, the oldest first; none where the file has no texts for them."""
    rng = Random(f"{catalog.slug}-routine")
    texts = catalog.texts.get("routine", [])
    shops = catalog.texts["sellers"][1:]
    for number in range(CASES if texts else 0):
        # The marketplace grew: later cases stand closer together.
        days_ago = NEWEST + DAYS * (1 - (number / CASES) ** 0.6) + rng.random() * 3
        filed = now - timedelta(days=days_ago)
        if filed.weekday() > 4 and rng.random() < 0.7:
            days_ago += 2
        shop = rng.choices(shops, [each["share"] for each in shops])[0]
        text = rng.choice(texts)
        kept = text["outcome"] == "keep"
        withdrawn, answered = rng.random() < 0.08, rng.random() < 0.3
        yield {
            "days_ago": days_ago,
            "seller": shop["name"],
            "state": "withdrawn" if withdrawn else text["outcome"],
            "stars": [3, 3, 3] if kept else rng.choice(([1, 1, 1], [1, 2, 1], [2, 1, 1])),
            "evidence": f"text:{text['statement']}",
            **{name: text[name] for name in ("ground", "comment", "statement", "reason")},
            **({"reply": "I stand by what I wrote."} if answered and not withdrawn else {}),
            "agent": rng.choices(AGENTS, (5, 4, 2))[0],
            # After the time to reply most are taken up within two days; a few come after the deadline.
            "taken_after_hours": REPLY_HOURS + 1 + min(rng.expovariate(1 / 26), 110),
            "handled_in_minutes": 2 + min(round(rng.expovariate(1 / 5)), 12),
        }


def write_routine(writer: CaseWriter) -> None:
    """Each is filed by whoever runs the shop: people without an account of their own."""
    keepers: dict[str, Member] = {}
    disputed = writer.catalog.texts.get("disputed", [])
    for number, case in enumerate((*routine_cases(writer.catalog, writer.now), *disputed), FIRST):
        shop = case["seller"]
        if shop not in keepers:
            keepers[shop] = _keeper_of(shop, writer)
        writer.write(number, case | {"filed_by": keepers[shop]})


def _keeper_of(shop: str, writer: CaseWriter) -> Member:
    tenant, seller_id = writer.tenant, writer.catalog.seller_id(shop)
    keeper = ensure_member(
        tenant=tenant,
        external_id=f"keeper-{seller_id}",
        name=f"The owner of {shop}",
        roles=("seller",),
        now=writer.now,
    )
    seat_member(tenant=tenant, seller=seller_of_external_id(seller_id), member=keeper, now=writer.now)
    return keeper
