"""Writes preferences, one row a member and kind, whoever says them: the member's page or the link in an e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from notifications.models import Preference
from tenants.models import Member, Tenant


def put_preferences(*, tenant: Tenant, member: Member, chosen: Mapping[str, tuple[bool, str]], now: datetime) -> None:
    rows = [
        Preference(tenant=tenant, member=member, kind=kind, in_app=in_app, email=email, changed_at=now)
        for kind, (in_app, email) in sorted(chosen.items())
    ]
    Preference.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["tenant", "member", "kind"],
        update_fields=["in_app", "email", "changed_at"],
    )
