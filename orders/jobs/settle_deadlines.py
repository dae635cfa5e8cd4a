"""Lets deadlines of settlements that have passed take effect: expired, failed, breached.

The clock holds without it (`orders.agreeing`): it only makes rows and lists show what is so.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from orders.agreeing.settling import RELATED, apply_deadline
from orders.models import Settlement
from policy.terms import SettlementStatus
from tenants.models import Tenant

BATCH = 200


def settle_deadlines(*, tenant: Tenant, now: datetime) -> int:
    """How many settlements ended, at most BATCH; rows that somebody holds now wait for the next time."""
    passed = Q(status__in=[SettlementStatus.PROPOSED, SettlementStatus.ACCEPTED], perform_by__lte=now) | Q(
        status=SettlementStatus.PERFORMED, withdraw_by__lte=now
    )
    held = Settlement.objects.filter(passed).select_for_update(of=("self",), skip_locked=True, no_key=True)
    ids = list(held.order_by("perform_by", "id").values_list("pk", flat=True)[:BATCH])
    # Read again under the lock, so that the review is as new as the settlement.
    due = Settlement.objects.filter(pk__in=ids).select_related(*RELATED).prefetch_related("order__review")
    return sum(apply_deadline(settlement, tenant=tenant, now=now) for settlement in due)
