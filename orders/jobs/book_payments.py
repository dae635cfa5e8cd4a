"""Books confirmed payments that nobody booked: a worker died, or a provider's message met trouble on the way."""

from __future__ import annotations

from datetime import datetime

from orders.paying.booking import book, lock_payment, payments_to_book
from tenants.models import Tenant

BATCH = 200


def book_payments(*, tenant: Tenant, now: datetime) -> int:
    """How many were booked, at most BATCH."""
    waiting = list(payments_to_book().values_list("pk", flat=True)[:BATCH])
    return sum(book(*lock_payment(payment_id), tenant=tenant, now=now) for payment_id in waiting)
