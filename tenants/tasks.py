"""Celery names of this app's jobs; each reads the clock."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from tenants.jobs import forget_fingerprints as forgetting
from tenants.queries import all_tenants


@shared_task(name="tenants.forget_fingerprints")
def forget_fingerprints() -> None:
    for tenant in all_tenants():
        forgetting.forget_fingerprints(tenant=tenant, now=timezone.now())
