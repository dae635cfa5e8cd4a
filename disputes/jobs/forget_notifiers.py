"""Drops name and address of whoever sent a notice without an account, as long after the answer as policy says."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from disputes.models import Notice, RemovalRequest
from disputes.queries import OPEN_APPEALS
from policy.retention import notifiers
from tenants.actions.erase_member import erase_member
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

BATCH = 100
"""People of one transaction."""


def forget_notifiers(*, tenant: Tenant, now: datetime) -> int:
    """How many people are known no more. What they reported and what came of it stays."""
    forgotten = 0
    while True:
        with tenant_scope(tenant):
            kept = notifiers(policy_in_force(at=now).policy)
            if kept is None:
                return forgotten
            members = list(_long_answered(tenant, now - kept)[:BATCH])
            for member in members:
                erase_member(tenant=tenant, by=None, member=member, now=now, data={"kept_days": kept.days})
        forgotten += len(members)
        if len(members) < BATCH:
            return forgotten


def _long_answered(tenant: Tenant, before: datetime):
    theirs = Notice.objects.filter(author=OuterRef("pk"))
    case = RemovalRequest.objects.filter(notice=OuterRef("pk"))
    running = case.filter(
        Q(closed_at__isnull=True) | Q(closed_at__gt=before) | Q(decisions__appeals__status__in=OPEN_APPEALS)
    )
    waits = Q(status=Notice.Status.RECEIVED) | Q(answered_at__gt=before) | Exists(running)
    without_account = Member.objects.filter(
        tenant=tenant, user__isnull=True, external_id="", roles=[], erased_at__isnull=True
    )
    held = without_account.filter(Exists(theirs)).exclude(Exists(theirs.filter(waits)))
    return held.select_for_update(of=("self",), skip_locked=True).order_by("pk")
