"""A seller says what they sell: an offer is made, or changed where they have one of that external id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Offer, Seller
from orders.offering.facts import OfferFacts, read_offer
from orders.offering.holding import change_offer, lock_offer, stale_offer
from orders.permissions import check_may_sell
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused
from wire.text import is_one_line


class UnableToPutOffer(Refused):
    """`validation_failed` at each field; `stale_version`; `conflict` where some were sold meanwhile."""


@transaction.atomic
def put_offer(
    *,
    tenant: Tenant,
    by: Member | None,
    seller: Seller,
    external_id: str,
    facts: Mapping[str, Any],
    version: int | None = None,
    stock_seen: int | None = None,
    now: datetime,
) -> tuple[Offer, bool, bool]:
    """The offer, whether it is new, and whether anything changed. `facts` has fields of `orders.offer_facts`.

    What is not given stays as it is. A stock that is given as it was seen (`stock_seen`) stays what it is by now.
    Raises NotThere for who does not run the seller, UnableToPutOffer.
    """
    check_may_sell(by, seller)
    if not external_id.strip() or len(external_id) > 100 or "/" in external_id or not is_one_line(external_id):
        detail = say("An external id is one line of at most 100 characters, without a slash.")
        raise UnableToPutOffer(Problem(ProblemCode.VALIDATION_FAILED, "/external_id", detail))
    standing = Offer.objects.filter(seller=seller, external_id=external_id).first()
    if standing is None:
        made = _make(tenant, by, seller, external_id, facts, now)
        if made is not None:
            return made, True, True
        standing = Offer.objects.get(seller=seller, external_id=external_id)
    held = lock_offer(standing.pk)
    read = _read(facts, held)
    if problems := stale_offer(version, held) or _sold_meanwhile(read.values, held, stock_seen):
        raise UnableToPutOffer(*problems)
    changes = {name: value for name, value in read.values.items() if getattr(held, name) != value}
    if changes:
        change_offer(held, changes, action="offer.changed", tenant=tenant, by=by, now=now)
    return held, False, bool(changes)


def _make(
    tenant: Tenant, by: Member | None, seller: Seller, external_id: str, facts: Mapping[str, Any], now: datetime
) -> Offer | None:
    """The new offer; None where somebody else made it in the same moment."""
    read = _read({"title": external_id, **facts}, None)
    ours = Offer(tenant=tenant, seller=seller, external_id=external_id, changed_at=now, **read.values)
    Offer.objects.bulk_create([ours], ignore_conflicts=True)
    if not Offer.objects.filter(pk=ours.pk).exists():
        return None
    data = {"seller": str(seller.pk), "listed": ours.listed}
    record_entry(tenant=tenant, by=by, action="offer.created", subject=ours, now=now, data=data)
    return ours


def _read(facts: Mapping[str, Any], standing: Offer | None) -> OfferFacts:
    read = read_offer(facts, standing)
    if read.problems:
        raise UnableToPutOffer(*read.problems)
    return read


def _sold_meanwhile(values: dict[str, Any], offer: Offer, seen: int | None) -> list[Problem]:
    """Buyers take from the stock while a seller types: what they did not touch stays, what they did is asked again."""
    if seen is None or "stock" not in values or offer.stock == seen:
        return []
    if values["stock"] == seen:
        del values["stock"]
        return []
    if offer.stock is None:
        detail = say("The number left changed while you were writing: it is not counted now. Please give it once more.")
    else:
        detail = say(
            "The number left changed while you were writing: it is {left} now. Please give it once more.",
            left=offer.stock,
        )
    return [Problem(ProblemCode.CONFLICT, "/stock", detail)]
