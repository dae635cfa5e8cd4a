"""Gives somebody without an account a place that letters can be addressed to, and nothing else."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from audit.actions.record_entry import record_entry
from tenants.models import Member, Tenant


@transaction.atomic
def ensure_correspondent(*, tenant: Tenant, email: str, name: str, now: datetime, language: str = "") -> Member:
    """The member without account, external id and roles who has this address; one an address.

    It is never the place of somebody with an account, whatever their address: an address that anybody may type
    proves nothing. `language` is the one that their letters speak; "" for the marketplace's. Doing it again changes
    nothing: the name and the language that were given first stay.
    """
    address = email.strip()
    with connection.cursor() as cursor:
        # No constraint can say "one an address among those without an account", so they queue for a moment.
        key = f"correspondent {tenant.pk} {address.lower()}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    known = Member.objects.filter(user__isnull=True, external_id="", roles=[], email__iexact=address).first()
    if known is not None:
        return known
    member = Member.objects.create(
        tenant=tenant, email=address, name=name.strip(), roles=[], language=language, joined_at=now
    )
    record_entry(tenant=tenant, by=member, action="correspondent.noted", subject=member, now=now)
    return member
