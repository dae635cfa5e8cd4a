"""Books a payment that the provider has confirmed: the order goes on, or the money goes back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from orders.paying.booking import book, lock_payment
from tenants.models import Tenant


@transaction.atomic
def book_payment(*, tenant: Tenant, payment_id: UUID, now: datetime) -> bool:
    """Whether anything came of it now: a second time, or before the provider's word, nothing does. Raises NotThere.

    Where the order was canceled meanwhile, or is paid already, all of it goes back as a refund.
    """
    payment, order = lock_payment(payment_id)
    return book(payment, order, tenant=tenant, now=now)
