"""Takes over an order as the marketplace states it: made if new, moved along its lifecycle otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.actions.ensure_offer import ensure_offer
from orders.actions.ensure_partner import ensure_partner
from orders.actions.ensure_seller import ensure_seller
from orders.models import Order
from orders.permissions import check_may_put_orders
from orders.queries import review_of, runs_seller
from orders.stating.changes import PartyIds, changes, new_order, refusals, self_dealing
from orders.stating.facts import FactsWrong, OrderFacts, read_facts
from orders.telling.sides import tell_stated
from policy.problems import Problem
from tenants.actions.date_accounts import date_accounts
from tenants.actions.ensure_member import UnableToEnsureMember, ensure_member
from tenants.actions.leave_fingerprints import leave_fingerprints
from tenants.models import Member, Role, Tenant
from tenants.queries import member_of_external_id
from wire.refusals import Refused


class UnableToPutOrder(Refused):
    """The facts are malformed, or contradict what is known of the order."""


@transaction.atomic
def put_order(
    *, tenant: Tenant, by: Member | None, facts: Mapping[str, Any], now: datetime
) -> tuple[Order, bool, bool]:
    """The order, whether it is new, and whether anything changed. `facts` is as in `orders.stating.facts`.

    The same facts again write nothing, but when a fingerprint of the buyer was last seen. In parallel, one row
    results. What is not given stays as it is.
    Raises UnableToPutOrder (`validation_failed`, or `conflict` against the lifecycle or under a review).
    """
    check_may_put_orders(by)
    try:
        read = read_facts(facts)
    except FactsWrong as error:
        raise UnableToPutOrder(*error.problems) from None
    parties = _parties(tenant, by, read, now)
    order = _locked(read.external_id)
    if order is None:
        if runs_seller(_member(parties), parties.seller):
            raise UnableToPutOrder(self_dealing())
        ours = new_order(tenant=tenant, facts=read, parties=parties, now=now)
        Order.objects.bulk_create([ours], ignore_conflicts=True)
        order = _locked(read.external_id)
        if order.pk == ours.pk:
            data = {"status": order.status}
            record_entry(tenant=tenant, by=by, action="order.created", subject=order, now=now, data=data)
            return order, True, True
    return order, False, _change(tenant, by, order, read, parties, now)


def _change(
    tenant: Tenant, by: Member | None, order: Order, facts: OrderFacts, parties: PartyIds, now: datetime
) -> bool:
    altered = changes(order, facts, parties, now)
    if not altered:
        return False
    problems = refusals(order, altered, reviewed=review_of(order) is not None)
    if not altered.keys().isdisjoint({"buyer_id", "seller_id"}) and runs_seller(_member(parties), parties.seller):
        problems.append(self_dealing())
    if problems:
        raise UnableToPutOrder(*problems)
    data = {"changed": sorted(altered), "status": [order.status, altered.get("status", order.status)]}
    for name, value in altered.items():
        setattr(order, name, value)
    order.updated_at = now
    order.save(update_fields=[*(name.removesuffix("_id") for name in altered), "updated_at"])
    record_entry(tenant=tenant, by=by, action="order.changed", subject=order, now=now, data=data)
    # The marketplace's own imports state the past; what an integrator states has just happened.
    if by is not None and "status" in altered:
        tell_stated(order, tenant=tenant, now=now)
    return True


def _locked(external_id: str) -> Order | None:
    """Locked against other puts and against a review being posted: its foreign key waits for this lock."""
    return Order.objects.select_for_update(of=("self",)).filter(external_id=external_id).first()


def _parties(tenant: Tenant, by: Member | None, facts: OrderFacts, now: datetime) -> PartyIds:
    """Always in the same sequence of kinds, so that parallel puts wait for each other, never in a ring."""
    buyer = _buyer(tenant, by, facts, now)
    if (created := facts.buyer.account_created_at) is not None:
        date_accounts(tenant=tenant, created={buyer.pk: created}, now=now)
    if seen := facts.buyer.fingerprints:
        leave_fingerprints(tenant=tenant, member=buyer, seen=seen, now=now)
    named = facts.seller
    seller = ensure_seller(tenant=tenant, by=by, external_id=named.external_id, name=named.name, now=now)
    offer = partner = None
    if (named := facts.offer) is not None:
        offer = ensure_offer(
            tenant=tenant,
            seller=seller,
            external_id=named.external_id,
            title=named.title,
            description=named.description,
        )
    if (named := facts.partner) is not None:
        partner = ensure_partner(tenant=tenant, by=by, external_id=named.external_id, name=named.name, now=now)
    return PartyIds(buyer.pk, seller.pk, offer and offer.pk, partner and partner.pk)


def _buyer(tenant: Tenant, by: Member | None, facts: OrderFacts, now: datetime) -> Member:
    named = facts.buyer
    known = member_of_external_id(named.external_id)
    as_stated = known is not None and Role.BUYER in known.roles and (known.name or not named.name)
    if as_stated and (known.user_id or not named.email):
        return known
    try:
        return ensure_member(
            tenant=tenant,
            by=by,
            email=named.email,
            external_id=named.external_id,
            name=named.name,
            roles=[Role.BUYER],
            now=now,
        )
    except UnableToEnsureMember as error:
        moved = [Problem(problem.code, f"/buyer{problem.pointer}", problem.detail) for problem in error.problems]
        raise UnableToPutOrder(*moved) from None


def _member(parties: PartyIds) -> Member:
    return Member.objects.get(pk=parties.buyer)
