"""Reads a folder of the Olist dataset as rows of our imports, and recounts every seller from the files alone."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Sao_Paulo")
CLOSED = {"delivered": "finished", "canceled": "canceled", "unavailable": "canceled"}
UNDER_WAY = {"shipped": "in_progress", "invoiced": "in_progress", "processing": "in_progress"}
ORDER_COLUMNS = (
    "order,status,placed_at,buyer,seller,offer,offer_title,promised_ship_at,shipped_at,promised_completion_at,"
    "delivered_at,closed_at,amount,currency,fulfilled_by"
).split(",")
REVIEW_COLUMNS = (
    "order,buyer,seller,status,closed_at,fulfilment,start_time,communication,stars,comment,published_at,response"
).split(",")


def _read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _instant(text: str) -> str:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).isoformat() if text else ""


class Olist:
    """The folder's orders and reviews, joined as its README says."""

    def __init__(self, folder: Path) -> None:
        self.orders = {row["order_id"]: row for row in _read(folder, "orders.csv")}
        self.reviews = _read(folder, "order_reviews.csv")
        self.first_line: dict[str, dict[str, str]] = {}
        for line in _read(folder, "order_items.csv"):
            known = self.first_line.get(line["order_id"])
            if known is None or int(line["order_item_id"]) < int(known["order_item_id"]):
                self.first_line[line["order_id"]] = line
        english = {
            row["product_category_name"]: row["product_category_name_english"]
            for row in _read(folder, "categories.csv")
        }
        self.category = {
            row["product_id"]: english.get(row["product_category_name"], "unnamed") or "unnamed"
            for row in _read(folder, "products.csv")
        }

    def _order_row(self, order: dict[str, str]) -> dict[str, str]:
        line = self.first_line.get(order["order_id"], {})
        status = CLOSED.get(order["order_status"]) or UNDER_WAY.get(order["order_status"], "awaiting_payment")
        row = {
            "order": order["order_id"],
            "status": status,
            "placed_at": _instant(order["order_purchase_timestamp"]),
            "buyer": order["customer_id"],
            "seller": line.get("seller_id", ""),
            "promised_ship_at": _instant(line.get("shipping_limit_date", "")),
            "shipped_at": _instant(order["order_delivered_carrier_date"]),
            "promised_completion_at": _instant(order["order_estimated_delivery_date"]),
            "delivered_at": _instant(order["order_delivered_customer_date"]),
            "amount": line.get("price", ""),
            "currency": "BRL" if line else "",
            "fulfilled_by": "seller",
        }
        if line:
            row["offer"] = f"{line['seller_id'][:12]}-{line['product_id']}"
            row["offer_title"] = self.category.get(line["product_id"], "unnamed").replace("_", " ")
        if order["order_status"] in CLOSED:
            row["closed_at"] = _instant(
                order["order_delivered_customer_date"]
                or order["order_approved_at"]
                or order["order_purchase_timestamp"]
            )
        return row

    def write_orders(self, path: Path) -> int:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ORDER_COLUMNS)
            writer.writeheader()
            for order in self.orders.values():
                writer.writerow(self._order_row(order))
        return len(self.orders)

    def write_reviews(self, path: Path) -> int:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, REVIEW_COLUMNS)
            writer.writeheader()
            for review in self.reviews:
                order = self._order_row(self.orders[review["order_id"]])
                texts = (review["review_comment_title"].strip(), review["review_comment_message"].strip())
                writer.writerow(
                    {
                        **{name: order.get(name, "") for name in ("order", "buyer", "seller", "status", "closed_at")},
                        "stars": review["review_score"],
                        "comment": "\n".join(text for text in texts if text),
                        "published_at": _instant(review["review_answer_timestamp"]),
                    }
                )
        return len(self.reviews)

    def expected(self) -> dict[str, dict[str, str]]:
        """The one review an order that must count: of a closed order with a seller, the latest, then the last line."""
        latest: dict[str, dict[str, str]] = {}
        for review in self.reviews:
            order = self.orders.get(review["order_id"])
            if order is None or order["order_status"] not in CLOSED or review["order_id"] not in self.first_line:
                continue
            known = latest.get(review["order_id"])
            if known is None or review["review_answer_timestamp"] >= known["review_answer_timestamp"]:
                latest[review["order_id"]] = review
        return latest


@dataclass
class Recount:
    """What a seller's figures must be, from the files alone."""

    windows: dict[str, Counter[str]]
    histograms: dict[str, Counter[int]]


def sentiment(score: int) -> str:
    return "positive" if score >= 4 else "neutral" if score == 3 else "negative"


def recount(folder: Olist, today: date) -> dict[str, Recount]:
    """Every seller's windows that end on `today` (local), counted anew; reviews after it are left out."""
    sellers: dict[str, Recount] = defaultdict(lambda: Recount(defaultdict(Counter), defaultdict(Counter)))
    for order_id, review in folder.expected().items():
        day = datetime.fromisoformat(review["review_answer_timestamp"]).date()
        if day > today:
            continue
        score = int(review["review_score"])
        seller = sellers[folder.first_line[order_id]["seller_id"]]
        for window in ("30", "90", "365", "lifetime"):
            if window == "lifetime" or day > today - timedelta(days=int(window)):
                seller.windows[window][sentiment(score)] += 1
                seller.histograms[window][score] += 1
    return dict(sellers)
