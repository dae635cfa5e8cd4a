"""A member has seen all that was listed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from notifications.models import Notification
from tenants.models import Member, Tenant
from wire.refusals import NotThere


@transaction.atomic
def mark_all_read(*, tenant: Tenant, by: Member | None, until: datetime, now: datetime) -> int:
    """How many became read: those in the app that were told up to `until`, so that nothing newer is lost unseen.

    E-mails about them that still wait are not sent. Raises NotThere for nobody's list.
    """
    if by is None:
        raise NotThere
    unread = Notification.objects.filter(tenant=tenant, member=by, shown=True, read_at=None, created_at__lte=until)
    return unread.update(read_at=now, email_due_at=None)
