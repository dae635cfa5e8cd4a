"""Lets a payment provider speak about a payment, and books it in the same breath where it says that it is paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from orders.models import Payment
from orders.paying.booking import book, lock_payment
from tenants.models import Tenant

Said = TypeVar("Said")


@transaction.atomic
def hear_provider(*, tenant: Tenant, payment_id: UUID, ask: Callable[[Payment], Said], now: datetime) -> Said:
    """What `ask` answers, which lets the provider read and change the payment. Raises NotThere, and what `ask` does.

    The payment is held meanwhile: the provider's message that comes three times is heard one after the other.
    """
    payment, order = lock_payment(payment_id)
    captured = payment.captured_amount
    said = ask(payment)
    if payment.captured_amount != captured:
        # Providers note it on the object and do not always keep it.
        payment.save(update_fields=["captured_amount"])
    book(payment, order, tenant=tenant, now=now)
    return said
