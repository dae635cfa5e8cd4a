"""A seller pauses an offer: from now or a later moment on, until another moment or until they go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from orders.models import Offer
from orders.offering.holding import change_offer, lock_offer, stale_offer
from orders.permissions import check_may_sell
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused

FURTHEST = timedelta(days=731)


class UnableToPauseOffer(Refused):
    """`validation_failed` at a field, `stale_version`."""


@transaction.atomic
def pause_offer(
    *,
    tenant: Tenant,
    by: Member | None,
    offer: Offer,
    from_: datetime | None = None,
    until: datetime | None = None,
    version: int | None = None,
    now: datetime,
) -> Offer:
    """The offer, paused `from_` (now where it is not given) `until` (until they go on). Orders that run go on.

    Raises NotThere for who does not run its seller, UnableToPauseOffer.
    """
    check_may_sell(by, offer.seller)
    held = lock_offer(offer.pk)
    begins = now if from_ is None else from_
    if problems := stale_offer(version, held) or pause_problems(begins, until, now):
        raise UnableToPauseOffer(*problems)
    changes = {"paused_from": begins, "paused_until": until}
    change_offer(held, changes, action="offer.paused", tenant=tenant, by=by, now=now)
    return held


def pause_problems(begins: datetime, until: datetime | None, now: datetime) -> list[Problem]:
    """What is wrong with a pause of that time, each beside its field."""
    problems = []
    if begins > now + FURTHEST:
        problems.append(("/from_", say("Please choose a time within two years.")))
    if until is not None and until <= now:
        problems.append(("/until", say("This lies in the past. Please choose a later time, or leave it empty.")))
    elif until is not None and until <= begins:
        problems.append(("/until", say("The pause would end before it begins. Please choose a later time.")))
    elif until is not None and until > now + FURTHEST:
        problems.append(("/until", say("Please choose a time within two years.")))
    return [Problem(ProblemCode.VALIDATION_FAILED, pointer, detail) for pointer, detail in problems]
