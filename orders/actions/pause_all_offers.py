"""A seller goes offline: all that they have on sale is paused, from now or a later moment on, until another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from orders.actions.pause_offer import pause_problems
from orders.models import Offer, Seller
from orders.offering.holding import change_offer
from orders.permissions import check_may_sell
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToPauseAllOffers(Refused):
    """`conflict` where nothing is on sale; `validation_failed` at a field."""


@dataclass(frozen=True, slots=True)
class PausedOffers:
    """`kept` have a pause of their own at another time, which stays: an offer has one pause."""

    paused: list[Offer]
    kept: list[Offer]


@transaction.atomic
def pause_all_offers(
    *,
    tenant: Tenant,
    by: Member | None,
    seller: Seller,
    from_: datetime | None = None,
    until: datetime | None = None,
    now: datetime,
) -> PausedOffers:
    """Every listed offer, paused `from_` (now where it is not given) `until` (until they go on). Orders that run go on.

    A pause that overlaps the new one is joined with it, so none gets shorter; done twice, it changes nothing more.
    Raises NotThere for who does not run the seller, UnableToPauseAllOffers.
    """
    check_may_sell(by, seller)
    begins = now if from_ is None else from_
    if problems := pause_problems(begins, until, now):
        raise UnableToPauseAllOffers(*problems)
    listed = Offer.objects.filter(seller=seller, listed=True).order_by("pk")
    held = list(listed.select_for_update(of=("self",), no_key=True))
    if not held:
        detail = say("You have nothing on sale, so there is nothing to pause.")
        raise UnableToPauseAllOffers(Problem(ProblemCode.CONFLICT, "", detail))
    found = PausedOffers([], [])
    for offer in held:
        span = _joined(offer, begins, until, now)
        if span is None:
            found.kept.append(offer)
            continue
        found.paused.append(offer)
        if span != (offer.paused_from, offer.paused_until):
            changes = dict(zip(("paused_from", "paused_until"), span, strict=True))
            change_offer(offer, changes, action="offer.paused", tenant=tenant, by=by, now=now)
    return found


def _joined(
    offer: Offer, begins: datetime, until: datetime | None, now: datetime
) -> tuple[datetime, datetime | None] | None:
    """The new pause together with the one that stands; None where they lie apart."""
    old_from, old_until = offer.paused_from, offer.paused_until
    if old_from is None or (old_until is not None and old_until <= now):
        return begins, until
    if (old_until is not None and old_until < begins) or (until is not None and until < old_from):
        return None
    ends = None if None in (old_until, until) else max(old_until, until)
    return min(old_from, begins), ends
