"""What stated facts change on an order, and which changes are refused; for one put and for imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from orders.models import Order
from orders.stating.facts import OrderFacts
from policy.lifecycle import order_may_become
from policy.problems import Problem
from policy.saying import say
from policy.terms import FulfilledBy, OrderStatus, ProblemCode
from tenants.models import Tenant

CLOSED = frozenset({OrderStatus.FINISHED, OrderStatus.REFUND, OrderStatus.CANCELED})


@dataclass(frozen=True, slots=True)
class PartyIds:
    """The rows that the facts' external ids stand for."""

    buyer: UUID
    seller: UUID
    offer: UUID | None
    partner: UUID | None


def new_order(*, tenant: Tenant, facts: OrderFacts, parties: PartyIds, now: datetime) -> Order:
    """The order as first stated, unsaved; it may be in any status."""
    return Order(
        tenant=tenant,
        external_id=facts.external_id,
        created_at=now,
        updated_at=now,
        **stated(facts, parties, None, now),
    )


def changes(order: Order, facts: OrderFacts, parties: PartyIds, now: datetime) -> dict[str, Any]:
    """The order's fields that the facts alter, with their new values; empty where all is as stated."""
    wanted = stated(facts, parties, order, now)
    return {name: value for name, value in wanted.items() if getattr(order, name) != value}


def stated(facts: OrderFacts, parties: PartyIds, order: Order | None, now: datetime) -> dict[str, Any]:
    """Values for the order's fields. What was not given stays as it is; None clears.

    `closed_at` is `now` where the order closes and no time was ever given.
    """
    values = {**facts.values, "buyer_id": parties.buyer, "seller_id": parties.seller}
    if facts.offer is not None:
        values["offer_id"] = parties.offer
    if "fulfilled_by" in values:
        values["partner_id"] = parties.partner if values["fulfilled_by"] == FulfilledBy.PARTNER else None
    if values["status"] in CLOSED and values.get("closed_at") is None:
        values["closed_at"] = (order.closed_at if order else None) or now
    return values


def refusals(order: Order, altered: dict[str, Any], *, reviewed: bool) -> list[Problem]:
    """Why the order may not change so: against the arrows, or other parties under a review."""
    problems = []
    old, new = OrderStatus(order.status), OrderStatus(altered.get("status", order.status))
    if not order_may_become(old, new):
        problems.append(
            Problem(
                ProblemCode.CONFLICT,
                "/status",
                f"This order is {_spaced(old)} and cannot become {_spaced(new)} (order: {old.value} -> {new.value}).",
            )
        )
    for name in ("buyer", "seller"):
        if reviewed and f"{name}_id" in altered:
            problems.append(
                Problem(
                    ProblemCode.CONFLICT,
                    f"/{name}",
                    f"This order has a review, so its {name} stays as it is.",
                )
            )
    return problems


def self_dealing() -> Problem:
    return Problem(
        ProblemCode.VALIDATION_FAILED,
        "/buyer",
        say("The buyer runs this seller; nobody buys from their own store."),
    )


def _spaced(status: OrderStatus) -> str:
    return status.value.replace("_", " ")
