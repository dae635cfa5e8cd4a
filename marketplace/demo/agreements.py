"""Settlements in their states, and compensations, by the same actions that people use; sweeps bring what is due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from feedback.actions.post_review import post_review
from feedback.actions.withdraw_review import withdraw_review
from marketplace.demo.cases import CaseWriter
from orders.actions.accept_settlement import accept_settlement
from orders.actions.give_compensation import give_compensation
from orders.actions.perform_settlement import perform_settlement
from orders.actions.propose_settlement import propose_settlement
from orders.queries import seller_of_external_id

if TYPE_CHECKING:
    from orders.models import Order

# Orders of agreements are numbered apart from those of cases.
FIRST = 300
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def write_settlement(writer: CaseWriter, number: int, told: dict[str, Any]) -> None:
    """Told as proposed, accepted, performed, honoured or breached; a breach is what the clock makes of performed."""
    order = _order(writer, FIRST + number, told)
    begun = writer.now - timedelta(days=told["days_ago"])
    stars = dict(zip(("fulfilment", "start_time", "communication"), told["stars"], strict=True))
    posted = {"stars": stars, "comment": told["comment"], "now": begun - DAY}
    review = post_review(tenant=writer.tenant, by=order.buyer, order=order, **posted)
    seller = {"tenant": writer.tenant, "by": writer.people["seller"]}
    times = {"perform_by": begun + 2 * DAY, "withdraw_by": begun + 4 * DAY}
    settlement = propose_settlement(order=order, terms=told["terms"], now=begun, **times, **seller)
    if told["state"] == "proposed":
        return
    accept_settlement(tenant=writer.tenant, by=order.buyer, settlement=settlement, now=begun + 5 * HOUR)
    if told["state"] == "accepted":
        return
    perform_settlement(settlement=settlement, performance=told["performance"], now=begun + DAY, **seller)
    if told["state"] == "honoured":
        withdraw_review(tenant=writer.tenant, by=order.buyer, review=review, now=begun + 2 * DAY)


def write_compensation(writer: CaseWriter, number: int, told: dict[str, Any]) -> None:
    order = _order(writer, 2 * FIRST + number, told)
    given = {name: told.get(name) for name in ("kind", "description", "amount")}
    at = writer.now - timedelta(days=told["days_ago"])
    give_compensation(tenant=writer.tenant, by=writer.people["seller"], order=order, now=at, **given)


def _order(writer: CaseWriter, number: int, told: dict[str, Any]) -> Order:
    seller = seller_of_external_id(writer.catalog.seller_id(writer.catalog.texts["sellers"][0]["name"]))
    return writer.order_of(number, told, seller, writer.now - timedelta(days=told["days_ago"]))
