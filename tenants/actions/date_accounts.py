"""Keeps since when the marketplace itself knows its people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tenants.models import Member, Tenant


@transaction.atomic
def date_accounts(*, tenant: Tenant, created: Mapping[UUID, datetime], now: datetime) -> int:
    """How many members got an earlier date from `created`, {member's id: when the account was made}.

    Once known a date stays, unless an earlier one is stated; one that lies in the future is taken as now.
    """
    dates = {member_id: min(at, now) for member_id, at in created.items()}
    members = Member.objects.select_for_update(of=("self",), no_key=True).filter(tenant=tenant, pk__in=list(dates))
    earlier = []
    for member in members.order_by("pk"):
        if member.account_created_at is None or dates[member.pk] < member.account_created_at:
            member.account_created_at = dates[member.pk]
            earlier.append(member)
    Member.objects.bulk_update(earlier, ["account_created_at"])
    return len(earlier)
