"""Names of background work for Celery."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from integrations.jobs.purge_answers import purge_answers as purge
from tenants.queries import all_tenants


@shared_task(name="integrations.purge_answers")
def purge_answers() -> None:
    for tenant in all_tenants():
        purge(tenant=tenant, now=timezone.now())
