"""Celery names of the jobs on cases. Each is a nudge; the sweeps are the guarantee."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from disputes.jobs import deliver_letters as delivering
from disputes.jobs import gather_findings as gathering
from disputes.jobs import sweep_cases as sweeping
from tenants.models import Tenant
from tenants.queries import all_tenants, tenant_of_id
from tenants.scope import tenant_scope

BATCH = 100


@shared_task(name="disputes.gather_findings", soft_time_limit=120)
def gather_findings(*, tenant_id: str, request_id: str) -> None:
    _gather(tenant_of_id(tenant_id), UUID(request_id))


@shared_task(name="disputes.deliver_letters")
def deliver_letters(*, tenant_id: str) -> None:
    _deliver(tenant_of_id(tenant_id))


@shared_task(name="disputes.sweep_cases")
def sweep_cases() -> None:
    for tenant in all_tenants():
        with tenant_scope(tenant):
            sweeping.sweep_cases(tenant=tenant, now=timezone.now())


@shared_task(name="disputes.sweep_findings")
def sweep_findings() -> None:
    for tenant in all_tenants():
        for request_id in _cases_to_look_at(tenant):
            _gather(tenant, request_id)


@shared_task(name="disputes.sweep_deliveries")
def sweep_deliveries() -> None:
    for tenant in all_tenants():
        _deliver(tenant)


def _gather(tenant: Tenant, request_id: UUID) -> None:
    with tenant_scope(tenant):
        gathering.gather_findings(tenant=tenant, request_id=request_id, now=timezone.now())


def _cases_to_look_at(tenant: Tenant) -> Iterator[UUID]:
    with tenant_scope(tenant):
        return iter(gathering.cases_to_look_at(BATCH))


def _deliver(tenant: Tenant) -> None:
    """One transaction a letter, so that a dying worker leaves at most one in doubt."""
    for _ in range(BATCH):
        with tenant_scope(tenant):
            if delivering.deliver_one(tenant=tenant, now=timezone.now()) is None:
                return
