"""What follows an erasure outside of its transaction: bytes of files, and sessions with what was typed in them."""

from __future__ import annotations

from uuid import UUID

from accounts.actions.erase_account import end_sessions
from orders.actions.delete_files import delete_files
from tenants.models import Tenant


def finish_erasure(*, tenant: Tenant, user_id: str) -> tuple[int, int]:
    """How many files were deleted and how many sessions ended; doing it again finds none.

    Without a worker the files go by a sweep, and the sessions, which open nothing any more, at their end.
    """
    files = delete_files(tenant=tenant)
    return files, end_sessions(user_id=UUID(user_id)) if user_id else 0
