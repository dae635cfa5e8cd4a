"""Names of background work for Celery."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from integrations.jobs import deliver as delivering
from integrations.jobs import finish_erasure as finishing
from integrations.jobs import forget_webhooks as forgetting
from integrations.jobs import pass_on as passing
from integrations.jobs import sweep_webhooks as sweeping
from integrations.jobs.purge_answers import purge_answers as purge
from tenants.queries import all_tenants, tenant_of_id


@shared_task(name="integrations.purge_answers")
def purge_answers() -> None:
    for tenant in all_tenants():
        purge(tenant=tenant, now=timezone.now())


@shared_task(name="integrations.finish_erasure")
def finish_erasure(*, tenant_id: str, user_id: str) -> None:
    finishing.finish_erasure(tenant=tenant_of_id(tenant_id), user_id=user_id)


@shared_task(name="integrations.pass_on")
def pass_on(*, tenant_id: str) -> None:
    passing.pass_on(tenant=tenant_of_id(tenant_id), now=timezone.now())


@shared_task(name="integrations.deliver")
def deliver(*, tenant_id: str) -> None:
    delivering.deliver(tenant=tenant_of_id(tenant_id), clock=timezone.now)


@shared_task(name="integrations.sweep_webhooks")
def sweep_webhooks() -> None:
    for tenant in all_tenants():
        sweeping.sweep_webhooks(tenant=tenant, now=timezone.now())


@shared_task(name="integrations.forget_webhooks")
def forget_webhooks() -> None:
    for tenant in all_tenants():
        forgetting.forget_webhooks(tenant=tenant, now=timezone.now())
