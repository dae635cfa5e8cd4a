"""Deletes at once the bytes of files that are gone; without it they go within the hour."""

from __future__ import annotations

from orders.jobs import delete_files as deleting
from tenants.models import Tenant


def delete_files(*, tenant: Tenant) -> int:
    """How many files were deleted, each with its own transaction behind it: call it outside of one."""
    return deleting.delete_files(tenant=tenant)
