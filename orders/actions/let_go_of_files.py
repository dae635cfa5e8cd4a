"""Says of files that their time is over: nobody reads them any more, and their bytes are deleted soon after."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Attachment, SettlementProof, Upload
from tenants.erasing import drop
from tenants.models import Tenant


@transaction.atomic
def let_go_of_files(*, tenant: Tenant, files: Collection[UUID], now: datetime) -> int:
    """How many were let go of. What was sent in a chat or shows that a settlement was kept stays where it is."""
    rows = Upload.objects.filter(tenant=tenant, pk__in=files)
    rows = rows.exclude(pk__in=Attachment.objects.filter(upload__in=files).values("upload"))
    rows = rows.exclude(pk__in=SettlementProof.objects.filter(upload__in=files).values("upload"))
    number = drop(rows, sha256="")
    if number:
        data = {"files": number}
        record_entry(tenant=tenant, by=None, action="retention.files", subject=tenant, now=now, data=data)
    return number
