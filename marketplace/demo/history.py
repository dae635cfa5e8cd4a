"""Two years of orders, reviews and chat of a demo marketplace: drawn from its file, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from marketplace.demo.catalog import Catalog, buyer_name

ORDERS = 420
BUYERS = 120
DAYS = 730

Row = dict[str, str]
Line = tuple[str, str, datetime]


def _instant(moment: datetime) -> str:
    return moment.isoformat()


def orders(catalog: Catalog, now: datetime) -> Iterator[Row]:
    """Rows of the orders import, oldest first; the newest are still under way."""
    rng = Random(f"{catalog.slug}-orders")
    sellers = catalog.texts["sellers"]
    for number in range(ORDERS):
        # The marketplace grew: later orders stand closer together.
        age = DAYS * (1 - (number / ORDERS) ** 0.7) + rng.random() * 2
        seller = rng.choices(sellers, [each["share"] for each in sellers])[0]
        offer = rng.randrange(len(seller["offers"]))
        yield _order(catalog, rng, number, seller, offer, now - timedelta(days=age), now)
    yield from _orders_to_review(catalog, rng, now)


def _orders_to_review(catalog: Catalog, rng: Random, now: datetime) -> Iterator[Row]:
    """What the demo's buyer finds waiting: three orders to review, one under way."""
    for index, days in enumerate((3.0, 9.0, 21.0, 0.2)):
        seller = catalog.texts["sellers"][index % len(catalog.texts["sellers"])]
        placed = now - timedelta(days=days + (2 if days > 1 else 0))
        row = _order(catalog, rng, 9000 + index, seller, 0, placed, now)
        row |= {"buyer": "buyer-demo", "buyer_name": "Robin Vale"}
        if days > 1:
            row |= {"status": "finished", "closed_at": _instant(now - timedelta(days=days))}
        yield row


def _order(
    catalog: Catalog, rng: Random, number: int, seller: dict[str, Any], offer: int, placed: datetime, now: datetime
) -> Row:
    buyer = rng.randrange(BUYERS)
    title, price = seller["offers"][offer]
    hours = rng.choice((1, 2, 4, 24, 48))
    late = rng.random() > seller["good"]
    started = placed + timedelta(hours=hours * (2.4 if late else rng.uniform(0.2, 0.95)))
    promised_end = placed + timedelta(days=4)
    delivered = placed + timedelta(days=rng.uniform(4.5, 7) if late else rng.uniform(0.3, 3.5))
    closed = delivered + timedelta(hours=rng.uniform(1, 30))
    status = rng.choices(("finished", "refund", "canceled"), (92, 4, 4))[0]
    row = {
        "order": f"{catalog.slug[:2].upper()}-{10000 + number}",
        "buyer": f"buyer-{buyer:03d}",
        "buyer_name": buyer_name(buyer),
        "seller": catalog.seller_id(seller["name"]),
        "seller_name": seller["name"],
        "offer": f"{catalog.seller_id(seller['name'])}-{offer + 1}",
        "offer_title": title,
        "placed_at": _instant(placed),
        "promised_start_at": _instant(placed + timedelta(hours=hours)),
        "promised_ship_at": _instant(placed + timedelta(days=1)),
        "promised_completion_at": _instant(promised_end),
        "amount": price,
        "currency": catalog.texts["currency"],
        "fulfilled_by": "seller",
    }
    partners = catalog.texts.get("partners")
    if partners and rng.random() < 0.7:
        partner = rng.choice(partners)
        row |= {"fulfilled_by": "partner", "partner": catalog.seller_id(partner), "partner_name": partner}
    elif catalog.slug == "retail" and rng.random() < 0.3:
        row["fulfilled_by"] = "platform"
    if started < now:
        row |= {"started_at": _instant(started), "shipped_at": _instant(started)}
        row["tracking_number"] = f"TRK{rng.randrange(10**9):09d}"
    if closed < now:
        row |= {"status": status, "closed_at": _instant(closed)}
        row |= {"delivered_at": _instant(delivered)} if status != "canceled" else {}
    else:
        row["status"] = "delivered" if delivered < now else "in_progress"
        row |= {"delivered_at": _instant(delivered)} if delivered < now else {}
    return row


def reviews(catalog: Catalog, order_rows: list[Row], now: datetime) -> Iterator[Row]:
    """Rows of the feedback import for most of the closed orders."""
    rng = Random(f"{catalog.slug}-reviews")
    good = {catalog.seller_id(each["name"]): each["good"] for each in catalog.texts["sellers"]}
    for row in order_rows:
        if row["status"] not in ("finished", "refund", "canceled") or row["buyer"] == "buyer-demo":
            continue
        closed = datetime.fromisoformat(row["closed_at"])
        published = closed + timedelta(hours=rng.uniform(1, 100))
        if published > now or rng.random() > 0.88:
            continue
        yield _review(catalog, rng, row, good[row["seller"]], published)


def _review(catalog: Catalog, rng: Random, order: Row, good: float, published: datetime) -> Row:
    draw = rng.random()
    mood = "positive" if draw < good else "neutral" if draw < good + (1 - good) * 0.35 else "negative"
    stars = {"positive": (5, 5, 5, 5, 4), "neutral": (3, 3, 4, 2), "negative": (1, 1, 2)}[mood]
    answer = ""
    if mood != "neutral" and rng.random() < (0.55 if mood == "negative" else 0.15):
        answer = rng.choice(catalog.texts["responses"][mood])
    return {
        "order": order["order"],
        "buyer": order["buyer"],
        "seller": order["seller"],
        "status": order["status"],
        "closed_at": order["closed_at"],
        "fulfilment": str(rng.choice(stars)),
        "start_time": str(rng.choice(stars)),
        "communication": str(rng.choice(stars)),
        "comment": rng.choice(catalog.texts["comments"][mood]) if rng.random() < 0.62 else "",
        "published_at": _instant(published),
        "response": answer,
    }


def chats(catalog: Catalog, order_rows: list[Row], now: datetime) -> Iterator[tuple[str, list[Line]]]:
    """An order's external id and its lines (sender, body, time), for about one order in eight."""
    rng = Random(f"{catalog.slug}-chats")
    for row in order_rows:
        if rng.random() > 0.12:
            continue
        at = datetime.fromisoformat(row["placed_at"])
        lines = []
        for sender, body in rng.choice(catalog.texts["chat"])["lines"]:
            at += timedelta(minutes=rng.uniform(2, 45))
            lines.append((sender, body, min(at, now)))
        yield row["order"], lines
