"""A seller ends an offer's pause, or takes a planned one back: it is sold again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.models import Offer
from orders.offering.holding import change_offer, lock_offer, stale_offer
from orders.permissions import check_may_sell
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToGoOnWithOffer(Refused):
    """`conflict` where it is not paused, `stale_version`."""


@transaction.atomic
def go_on_with_offer(
    *, tenant: Tenant, by: Member | None, offer: Offer, version: int | None = None, now: datetime
) -> Offer:
    """The offer without a pause. Raises NotThere for who does not run its seller, UnableToGoOnWithOffer."""
    check_may_sell(by, offer.seller)
    held = lock_offer(offer.pk)
    problems = stale_offer(version, held)
    if not problems and held.paused_from is None:
        problems = [Problem(ProblemCode.CONFLICT, "", say("This offer is not paused."))]
    if problems:
        raise UnableToGoOnWithOffer(*problems)
    changes = {"paused_from": None, "paused_until": None}
    change_offer(held, changes, action="offer.resumed", tenant=tenant, by=by, now=now)
    return held
