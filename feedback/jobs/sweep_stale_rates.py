"""Finds sellers whose days wait because no nudge reached a worker: the guarantee behind the nudges."""

from __future__ import annotations

import logging
from datetime import datetime

from feedback.jobs.recompute_rate import recompute_rate
from feedback.models import StaleDay
from tenants.models import Tenant
from tenants.scope import tenant_scope

logger = logging.getLogger(__name__)


def sweep_stale_rates(*, tenant: Tenant, now: datetime) -> int:
    """Recompute every seller with a mark, each in a transaction; how many were. Locked ones are passed by."""
    with tenant_scope(tenant):
        waiting = list(StaleDay.objects.order_by().values_list("seller_id", flat=True).distinct())
    done = 0
    for seller_id in waiting:
        try:
            done += recompute_rate(tenant=tenant, seller_id=seller_id, now=now, wait=False)
        except Exception:
            # One seller's trouble keeps no other waiting; its marks stay, and the next sweep tries again.
            logger.exception("rate_not_recomputed seller=%s", seller_id)
    return done
