"""Celery names of this app's jobs; each reads the clock and steps into the marketplace."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from notifications.jobs import forget_read as forgetting
from notifications.jobs import send_digests as sending
from tenants.models import Tenant
from tenants.queries import all_tenants, tenant_of_id
from tenants.scope import tenant_scope

BATCH = 100


@shared_task(name="notifications.send_digests")
def send_digests(*, tenant_id: str) -> None:
    _send(tenant_of_id(tenant_id))


@shared_task(name="notifications.sweep_digests")
def sweep_digests() -> None:
    for tenant in all_tenants():
        _send(tenant)


@shared_task(name="notifications.forget_read")
def forget_read() -> None:
    for tenant in all_tenants():
        forgetting.forget_read(tenant=tenant, now=timezone.now())


def _send(tenant: Tenant) -> None:
    """One transaction an e-mail, so that a dying worker leaves at most one in doubt."""
    for _ in range(BATCH):
        with tenant_scope(tenant):
            if not sending.send_one(tenant=tenant, now=timezone.now()):
                return
