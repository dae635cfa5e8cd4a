"""In which language a marketplace writes to somebody who is not reading at the moment."""

from __future__ import annotations

from tenants.models import Member, Tenant


def language_of(member: Member | None, tenant: Tenant) -> str:
    """What they chose; else what the marketplace speaks."""
    return (member.language if member is not None else "") or tenant.language
