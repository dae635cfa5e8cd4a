"""Reads of settlements and compensations, and who may see which: an order's two sides, the desk, the marketplace."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from orders.models import Compensation, Order, Settlement, SettlementProof
from orders.queries import conversations_visible_to
from policy.terms import SettlementStatus
from tenants.models import Member
from wire.refusals import NotThere


def with_proofs() -> QuerySet[Settlement]:
    """Settlements ready to be shown: order with its review, who proposed, and the proofs of performance."""
    proofs = SettlementProof.objects.select_related("upload").order_by("id")
    parties = Settlement.objects.select_related("order__buyer", "order__seller", "proposed_by")
    return parties.prefetch_related("order__review", Prefetch("proofs", queryset=proofs))


def _orders_of(member: Member | None) -> QuerySet[Order]:
    return Order.objects.filter(conversations_visible_to(member))


def settlements_visible_to(member: Member | None) -> QuerySet[Settlement]:
    return with_proofs().filter(order__in=_orders_of(member))


def visible_settlement(member: Member | None, settlement_id: UUID) -> Settlement:
    """The settlement of that id; NotThere where there is none that the member may see."""
    settlement = settlements_visible_to(member).filter(pk=settlement_id).first()
    if settlement is None:
        raise NotThere
    return settlement


def settlements_of(order: Order) -> QuerySet[Settlement]:
    """Newest first."""
    return with_proofs().filter(order=order).order_by("-proposed_at", "-id")


def compensations_visible_to(member: Member | None) -> QuerySet[Compensation]:
    return Compensation.objects.select_related("order").filter(order__in=_orders_of(member))


def compensations_of(order: Order) -> QuerySet[Compensation]:
    """Oldest first."""
    return Compensation.objects.filter(order=order).select_related("handover").order_by("given_at", "id")


def compensation_in(order: Order, compensation_id: UUID) -> Compensation:
    """The compensation of that id on this order. Raises NotThere."""
    given = Compensation.objects.filter(order=order, pk=compensation_id).select_related("order__seller").first()
    if given is None:
        raise NotThere
    return given


def breached_settlements() -> QuerySet[Settlement]:
    """Those that the buyer did not keep and that may still become a case, longest ago first."""
    breached = Settlement.objects.filter(status=SettlementStatus.BREACHED, no_case_because="")
    return breached.order_by("closed_at", "id")


def lock_breached(settlement_id: UUID) -> Settlement | None:
    """One of `breached_settlements`, held until the transaction ends; None where somebody else holds it."""
    free = breached_settlements().select_for_update(of=("self",), skip_locked=True, no_key=True)
    if free.filter(pk=settlement_id).first() is None:
        return None
    return with_proofs().filter(no_case_because="").filter(pk=settlement_id).first()
