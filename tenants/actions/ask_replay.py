"""A lead asks what a draft would have changed; the row waits for a worker."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from audit.actions.record_entry import record_entry
from tenants.drafting import UnableToWorkOnPolicy, conflict, invalid, open_draft, read_document
from tenants.models import Member, PolicyDraft, PolicyReplay, Tenant
from tenants.permissions import check_leads

LONGEST_DAYS = 3650


class UnableToAskReplay(UnableToWorkOnPolicy):
    """`validation_failed` at /days; `conflict` while one of this draft waits or runs."""


@transaction.atomic
def ask_replay(*, tenant: Tenant, by: Member | None, draft: PolicyDraft, days: int, now: datetime) -> PolicyReplay:
    """A waiting replay of the draft as it is now, over the last `days` days.

    Raises NotThere, NotPermitted, and UnableToWorkOnPolicy (`conflict`) where it is no draft any more.
    """
    check_leads(by)
    if not 1 <= days <= LONGEST_DAYS:
        raise UnableToAskReplay(invalid("/days", f"Choose between 1 and {LONGEST_DAYS} days."))
    held = open_draft(draft)
    # Rules may have become stricter since it was written: what cannot be read cannot be replayed.
    if problems := read_document(held.document)[1]:
        raise UnableToAskReplay(*problems)
    try:
        with transaction.atomic():
            replay = PolicyReplay.objects.create(
                tenant=tenant, draft=held, document=held.document, days=days, asked_by=by, asked_at=now
            )
    except IntegrityError as error:
        if "one_replay_of_a_draft_at_once" not in str(error):
            raise
        detail = "A replay of this draft is still under way. Please wait for it, then ask again."
        raise UnableToAskReplay(conflict(detail)) from None
    data = {"days": days, "draft": str(held.pk), "version": held.version}
    record_entry(tenant=tenant, by=by, action="policy.replay_asked", subject=replay, now=now, data=data)
    return replay
