"""A member opens what they were told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from notifications.models import Notification
from tenants.models import Member, Tenant
from wire.refusals import NotThere


@transaction.atomic
def mark_read(*, tenant: Tenant, by: Member | None, notification: Notification, now: datetime) -> None:
    """Read for good, at the first time; an e-mail about it that still waits is not sent. Raises NotThere."""
    if by is None or notification.member_id != by.pk:
        raise NotThere
    unread = Notification.objects.filter(tenant=tenant, pk=notification.pk, read_at=None)
    unread.update(read_at=now, email_due_at=None)
