"""Moves windows on when a marketplace's day turns, and counts under a new policy once it is in force."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from feedback.jobs.recompute_rate import recompute_rate
from feedback.models import DayTally, SellerRate
from policy.terms import Window
from policy.windows import local_day
from tenants.models import Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

logger = logging.getLogger(__name__)


def slide_windows(*, tenant: Tenant, now: datetime) -> int:
    """Bring every seller's windows to the local day of `now`; how many had to be summed again.

    Most sellers have nothing that enters or leaves a window today: for them one statement moves the date.
    """
    today = local_day(now, tenant.zone)
    with tenant_scope(tenant):
        version = policy_in_force(at=now)
        behind = SellerRate.objects.filter(Q(counted_on__lt=today) | Q(counted_on=None))
        _nothing_moves(behind.filter(policy_version=version), today).update(counted_on=today, computed_at=now)
        waiting = SellerRate.objects.filter(
            Q(counted_on__lt=today) | Q(counted_on=None) | ~Q(policy_version=version) | Q(policy_version=None)
        )
        sellers = list(waiting.values_list("seller_id", flat=True))
    done = 0
    for seller_id in sellers:
        try:
            done += recompute_rate(tenant=tenant, seller_id=seller_id, now=now, wait=False)
        except Exception:
            logger.exception("windows_not_moved seller=%s", seller_id)
    return done


def _nothing_moves(rates: QuerySet[SellerRate], today: date) -> QuerySet[SellerRate]:
    """Sellers without a tally that would enter a window or leave one between their last count and `today`."""
    own = DayTally.objects.filter(seller=OuterRef("seller"))
    moves = Q(day__gt=OuterRef("counted_on"), day__lte=today)
    for window in Window:
        if window.days is not None:
            length = timedelta(days=window.days)
            moves |= Q(day__gt=OuterRef("counted_on") - length, day__lte=today - length)
    return rates.filter(~Exists(own.filter(moves)), median_response_hours=None)
