"""Asks payment providers for the refunds that wait: each once, whatever happens to the worker.

Before the provider is asked, the row says so, for good. A worker that dies in between leaves a row of which nobody
knows whether the money went: it is not asked for again by itself, and its seller says what became of it.
"""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from payments import PaymentError, PaymentStatus

from audit.actions.record_entry import record_entry
from orders.models import Refund
from orders.paying.refunding import ASKED, lock_refund
from orders.telling.trade import tell_refund
from policy.saying import say
from tenants.languages import language_of
from tenants.models import Tenant
from tenants.scope import tenant_scope
from wire.speaking import speaking

logger = logging.getLogger(__name__)

LONGEST_REFUSAL = 500


def carry_out_refunds(*, tenant: Tenant, now: datetime) -> int:
    """How many the provider was asked for. Each takes two transactions: call this outside of any."""
    asked = 0
    while True:
        with tenant_scope(tenant):
            refund_id = claim_refund()
        if refund_id is None:
            return asked
        asked += 1
        with tenant_scope(tenant):
            carry_out(tenant=tenant, refund_id=refund_id, now=now)


def claim_refund() -> UUID | None:
    """The refund that waits longest, marked as asked for; None where none waits. Commit before you carry it out."""
    waiting = Refund.objects.filter(done_at__isnull=True, failed_because="")
    free = waiting.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("asked_at", "id")
    refund = free.first()
    if refund is None:
        return None
    refund.failed_because = ASKED
    refund.save(update_fields=["failed_because"])
    return refund.pk


def carry_out(*, tenant: Tenant, refund_id: UUID, now: datetime) -> bool:
    """Ask the provider for a claimed refund; whether the money went."""
    held = lock_refund(refund_id)
    if held is None or held[0].done_at is not None or held[0].failed_because != ASKED:
        return False
    refund, payment, order = held
    try:
        with transaction.atomic():
            if payment.status != PaymentStatus.CONFIRMED or refund.amount > payment.captured_amount:
                raise PaymentError("Less than this is left of the payment.")
            payment.refund(refund.amount)
    except PaymentError as refusal:
        with speaking(language_of(None, tenant)):
            told = say("The payment provider refused: {reason}", reason=str(refusal))
            refund.failed_because = str(told)[:LONGEST_REFUSAL]
    except Exception as error:
        # Whether it went through before the line broke is not known: the row stays as it is.
        logger.exception("refund_unknown refund=%s error=%s", refund.pk, type(error).__name__)
        return False
    else:
        refund.done_at, refund.failed_because = now, ""
    refund.save(update_fields=["done_at", "failed_because"])
    action = "refund.done" if refund.done_at else "refund.refused"
    record_entry(tenant=tenant, by=None, action=action, subject=refund, now=now, data={"amount": str(refund.amount)})
    tell_refund(refund, order, tenant=tenant, now=now)
    return refund.done_at is not None
