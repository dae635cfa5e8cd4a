"""Celery names of the jobs on orders. Each is a nudge; the sweeps are the guarantee."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from orders.jobs import settle_deadlines as settling
from tenants.queries import all_tenants
from tenants.scope import tenant_scope


@shared_task(name="orders.settle_deadlines")
def settle_deadlines() -> None:
    for tenant in all_tenants():
        with tenant_scope(tenant):
            settling.settle_deadlines(tenant=tenant, now=timezone.now())
