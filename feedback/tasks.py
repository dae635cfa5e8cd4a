"""Celery names of this app's jobs; each reads the clock and steps into the marketplace."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from feedback.jobs import derive_sentiments as deriving
from feedback.jobs import forget_removed as forgetting
from feedback.jobs import read_reviews as reading
from feedback.jobs import recompute_rate as recomputing
from feedback.jobs import reconcile_rates as reconciling
from feedback.jobs import slide_windows as sliding
from feedback.jobs import sweep_stale_rates as sweeping
from tenants.queries import all_tenants, tenant_of_id


@shared_task(name="feedback.recompute_rate")
def recompute_rate(*, tenant_id: str, seller_id: str) -> None:
    recomputing.recompute_rate(tenant=tenant_of_id(tenant_id), seller_id=seller_id, now=timezone.now())


@shared_task(name="feedback.sweep_stale_rates")
def sweep_stale_rates() -> None:
    for tenant in all_tenants():
        sweeping.sweep_stale_rates(tenant=tenant, now=timezone.now())


@shared_task(name="feedback.slide_windows")
def slide_windows() -> None:
    for tenant in all_tenants():
        sliding.slide_windows(tenant=tenant, now=timezone.now())


@shared_task(name="feedback.derive_sentiments")
def derive_sentiments() -> None:
    for tenant in all_tenants():
        if deriving.derive_sentiments(tenant=tenant, clock=timezone.now) is not None:
            sliding.slide_windows(tenant=tenant, now=timezone.now())


@shared_task(name="feedback.derive_latecomers")
def derive_latecomers() -> None:
    for tenant in all_tenants():
        deriving.derive_latecomers(tenant=tenant, now=timezone.now())


@shared_task(name="feedback.forget_removed")
def forget_removed() -> None:
    for tenant in all_tenants():
        forgetting.forget_removed(tenant=tenant, now=timezone.now())


@shared_task(name="feedback.reconcile_rates")
def reconcile_rates() -> None:
    for tenant in all_tenants():
        reconciling.reconcile_rates(tenant=tenant, now=timezone.now())


@shared_task(name="feedback.read_review")
def read_review(*, tenant_id: str, review_id: str) -> None:
    reading.read_review(tenant=tenant_of_id(tenant_id), review_id=review_id)


@shared_task(name="feedback.read_reviews")
def read_reviews() -> None:
    reading.read_in_turn(tenants=all_tenants(), clock=timezone.now)
