"""Celery names of the jobs on cases. Each is a nudge; the sweeps are the guarantee."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from disputes.jobs import apply_prepared as applying
from disputes.jobs import deliver_letters as delivering
from disputes.jobs import file_breaches as breaching
from disputes.jobs import forget_files as file_forgetting
from disputes.jobs import forget_notifiers as notifier_forgetting
from disputes.jobs import forget_words as word_forgetting
from disputes.jobs import gather_findings as gathering
from disputes.jobs import mark_cases as marking
from disputes.jobs import propose_steps as proposing
from disputes.jobs import replay_policy as replaying
from disputes.jobs import send_reports as reporting
from disputes.jobs import sweep_cases as sweeping
from disputes.jobs import sweep_steps as ending
from disputes.queries import Whose
from policy.terms import MisuseSubject
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


@shared_task(name="disputes.mark_cases", soft_time_limit=120)
def mark_cases() -> None:
    for tenant in all_tenants():
        _mark(tenant)


@shared_task(name="disputes.apply_prepared")
def apply_prepared() -> None:
    for tenant in all_tenants():
        applying.apply_prepared(tenant=tenant, now=timezone.now())


@shared_task(name="disputes.sweep_findings")
def sweep_findings() -> None:
    for tenant in all_tenants():
        for request_id in _cases_to_look_at(tenant):
            _gather(tenant, request_id)


@shared_task(name="disputes.file_breaches")
def file_breaches() -> None:
    for tenant in all_tenants():
        breaching.file_breaches(tenant=tenant, now=timezone.now())


@shared_task(name="disputes.sweep_deliveries")
def sweep_deliveries() -> None:
    for tenant in all_tenants():
        _deliver(tenant)


@shared_task(name="disputes.propose_steps")
def propose_steps(*, tenant_id: str, subject: str, subject_id: str) -> None:
    _propose(tenant_of_id(tenant_id), Whose(MisuseSubject(subject), UUID(subject_id)))


@shared_task(name="disputes.sweep_misuse")
def sweep_misuse() -> None:
    for tenant in all_tenants():
        with tenant_scope(tenant):
            ending.sweep_steps(tenant=tenant, now=timezone.now())
            suspected = proposing.who_to_look_at(now=timezone.now())
        for who in suspected:
            _propose(tenant, who)


@shared_task(name="disputes.replay_policy")
def replay_policy(*, tenant_id: str) -> None:
    replaying.replay_next(tenant=tenant_of_id(tenant_id), clock=timezone.now)


@shared_task(name="disputes.keep_no_longer")
def keep_no_longer() -> None:
    for tenant in all_tenants():
        file_forgetting.forget_files(tenant=tenant, now=timezone.now())
        notifier_forgetting.forget_notifiers(tenant=tenant, now=timezone.now())
        word_forgetting.forget_words(tenant=tenant, now=timezone.now())


@shared_task(name="disputes.sweep_replays")
def sweep_replays() -> None:
    for tenant in all_tenants():
        replaying.replay_next(tenant=tenant, clock=timezone.now)


@shared_task(name="disputes.send_reports")
def send_reports(*, tenant_id: str) -> None:
    _report(tenant_of_id(tenant_id))


@shared_task(name="disputes.sweep_reports")
def sweep_reports() -> None:
    for tenant in all_tenants():
        _report(tenant)


def _gather(tenant: Tenant, request_id: UUID) -> None:
    with tenant_scope(tenant):
        gathering.gather_findings(tenant=tenant, request_id=request_id, now=timezone.now())


def _cases_to_look_at(tenant: Tenant) -> Iterator[UUID]:
    with tenant_scope(tenant):
        return iter(gathering.cases_to_look_at(BATCH, now=timezone.now()))


def _mark(tenant: Tenant) -> None:
    """Batch after batch, each in its own transaction, while there are full ones."""
    for _ in range(BATCH):
        with tenant_scope(tenant):
            if marking.mark_cases(tenant=tenant, now=timezone.now()) < marking.BATCH:
                return


def _propose(tenant: Tenant, who: Whose) -> None:
    with tenant_scope(tenant):
        proposing.propose_step(tenant=tenant, who=who, now=timezone.now())


def _report(tenant: Tenant) -> None:
    """Batch after batch, while the database takes them."""
    for _ in range(BATCH):
        if not reporting.send_batch(tenant=tenant, clock=timezone.now):
            return


def _deliver(tenant: Tenant) -> None:
    """One transaction a letter, so that a dying worker leaves at most one in doubt."""
    for _ in range(BATCH):
        with tenant_scope(tenant):
            if delivering.deliver_one(tenant=tenant, now=timezone.now()) is None:
                return
