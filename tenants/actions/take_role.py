"""Takes one role from a member who has nothing left to do in it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from tenants.models import Member, Tenant


@transaction.atomic
def take_role(*, tenant: Tenant, by: Member | None, member: Member, role: str, now: datetime) -> Member:
    """The member without `role`; who has it not stays as they are. Whoever calls has the right to."""
    held = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    if role in held.roles:
        held.roles = [each for each in held.roles if each != role]
        held.save(update_fields=["roles"])
        data = {"roles": [str(role)]}
        record_entry(tenant=tenant, by=by, action="member.roles_taken", subject=held, now=now, data=data)
    return held
