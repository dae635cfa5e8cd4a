"""The addressee has opened the page of a statement: from now on they count as informed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import Letter, Statement
from orders.queries import runs_seller
from tenants.models import Member, Tenant


@transaction.atomic
def mark_read(*, tenant: Tenant, by: Member, statement: Statement, now: datetime) -> bool:
    """Whether this was the first time. Others who may read it (agents, say) inform nobody by it."""
    if not _is_addressee(by, statement):
        return False
    first = Letter.objects.filter(statement=statement, read_at__isnull=True).update(read_at=now)
    if first:
        record_entry(tenant=tenant, by=by, action="statement.read", subject=statement, now=now)
    return bool(first)


def _is_addressee(by: Member, statement: Statement) -> bool:
    if by.acting_for_seller_id is None and by.pk == statement.addressee_id:
        return True
    return statement.seller_id is not None and runs_seller(by, statement.seller_id)
