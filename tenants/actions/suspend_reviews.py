"""Takes a buyer's right to leave reviews until a moment, or gives it back; the step behind it is recorded."""

from __future__ import annotations

from datetime import datetime

from tenants.models import Member, Tenant


def suspend_reviews(*, tenant: Tenant, member: Member, until: datetime | None) -> None:
    """Keep `until` with the member; None gives the right back. Part of its caller's transaction."""
    Member.objects.filter(tenant=tenant, pk=member.pk).update(reviews_suspended_until=until)
    member.reviews_suspended_until = until
