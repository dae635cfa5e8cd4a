"""A lead takes a saved reply out of use; its versions stay, and writing a new one brings it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import SavedReply
from disputes.permissions import check_may_write_replies
from tenants.models import Member, Tenant
from wire.refusals import NotThere


@transaction.atomic
def retire_saved_reply(*, tenant: Tenant, by: Member | None, reply: SavedReply, now: datetime) -> SavedReply:
    """The reply, offered no more; once is enough. Raises NotThere, NotPermitted."""
    check_may_write_replies(by)
    kept = SavedReply.objects.select_for_update(of=("self",)).filter(pk=reply.pk).first()
    if kept is None:
        raise NotThere
    if kept.retired_at is None:
        kept.retired_at = now
        kept.save(update_fields=["retired_at"])
        record_entry(tenant=tenant, by=by, action="saved_reply.retired", subject=kept, now=now)
    return kept
