"""Deletes the bytes of files whose row says that they are gone: after an erasure, or when their time is over."""

from __future__ import annotations

from orders.models import Upload
from tenants.erasing import rewriting
from tenants.models import Tenant
from tenants.scope import tenant_scope

BATCH = 100
"""Files deleted in one transaction."""


def delete_files(*, tenant: Tenant) -> int:
    """How many were deleted. A row without a hash waits for this; stopped half-way, the rest waits for the next time.

    Bytes go first and the row after them: what is deleted twice was there once.
    """
    deleted = 0
    while True:
        with tenant_scope(tenant):
            waiting = Upload.objects.filter(tenant=tenant, sha256="").exclude(file="")
            rows = list(waiting.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:BATCH])
            for row in rows:
                row.file.storage.delete(row.file.name)
            with rewriting(Upload):
                Upload.objects.filter(pk__in=[row.pk for row in rows]).update(file="", size=0)
        deleted += len(rows)
        if len(rows) < BATCH:
            return deleted
