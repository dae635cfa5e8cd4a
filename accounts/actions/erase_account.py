"""Ends what an account has in a marketplace, or the account itself where it has a place nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import ApiKey

if TYPE_CHECKING:
    from accounts.models import User

BATCH = 500


@transaction.atomic
def erase_account(*, tenant_id: UUID, user: User, whole: bool) -> dict[str, int]:
    """How many keys of this marketplace ended; with `whole`, the account goes too, with its factors and addresses.

    The database refuses to delete an account that is a member somewhere, also one that joined a moment ago.
    """
    keys, _ = ApiKey.objects.filter(tenant_id=tenant_id, user=user).delete()
    if whole:
        user.delete()
    return {"keys": keys, "accounts": int(whole)}


def end_sessions(*, user_id: UUID) -> int:
    """Delete every session of this person; how many. What is kept of typed words goes with them.

    A session does not tell whose it is before it is opened, so each one is.
    """
    mine = [
        session.session_key
        for session in Session.objects.iterator(chunk_size=BATCH)
        if session.get_decoded().get(SESSION_KEY) == str(user_id)
    ]
    return Session.objects.filter(session_key__in=mine).delete()[0]
