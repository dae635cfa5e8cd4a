"""Celery names of the jobs on orders. Each is a nudge; the sweeps are the guarantee."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from orders.jobs import book_payments as booking
from orders.jobs import carry_out_refunds as refunds
from orders.jobs import delete_files as deleting
from orders.jobs import end_custom_orders as custom_orders
from orders.jobs import end_unpaid as unpaid
from orders.jobs import finish_delivered as delivered
from orders.jobs import settle_deadlines as settling
from tenants.queries import all_tenants, tenant_of_id
from tenants.scope import tenant_scope


@shared_task(name="orders.settle_deadlines")
def settle_deadlines() -> None:
    for tenant in all_tenants():
        with tenant_scope(tenant):
            settling.settle_deadlines(tenant=tenant, now=timezone.now())


@shared_task(name="orders.end_unpaid")
def end_unpaid() -> None:
    for tenant in all_tenants():
        with tenant_scope(tenant):
            # What is paid already is booked first: it must not end as unpaid.
            booking.book_payments(tenant=tenant, now=timezone.now())
            unpaid.end_unpaid(tenant=tenant, now=timezone.now())


@shared_task(name="orders.carry_out_refunds")
def carry_out_refunds(*, tenant_id: str) -> None:
    refunds.carry_out_refunds(tenant=tenant_of_id(tenant_id), now=timezone.now())


@shared_task(name="orders.sweep_refunds")
def sweep_refunds() -> None:
    for tenant in all_tenants():
        refunds.carry_out_refunds(tenant=tenant, now=timezone.now())


@shared_task(name="orders.end_custom_orders")
def end_custom_orders() -> None:
    for tenant in all_tenants():
        with tenant_scope(tenant):
            custom_orders.end_custom_orders(tenant=tenant, now=timezone.now())


@shared_task(name="orders.finish_delivered")
def finish_delivered() -> None:
    for tenant in all_tenants():
        with tenant_scope(tenant):
            delivered.finish_delivered(tenant=tenant, now=timezone.now())


@shared_task(name="orders.delete_files")
def delete_files() -> None:
    for tenant in all_tenants():
        deleting.delete_files(tenant=tenant)
