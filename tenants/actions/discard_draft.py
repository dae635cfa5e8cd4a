"""A lead lays a draft aside for good."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from tenants.drafting import UnableToWorkOnPolicy, open_draft, version_problems
from tenants.models import Member, PolicyDraft, Tenant
from tenants.permissions import check_leads


class UnableToDiscardDraft(UnableToWorkOnPolicy):
    """`stale_version`: somebody changed it meanwhile."""


@transaction.atomic
def discard_draft(
    *, tenant: Tenant, by: Member | None, draft: PolicyDraft, version: int | None, now: datetime
) -> PolicyDraft:
    """The draft, which stays to be read and can no longer be changed, replayed or published.

    Raises NotThere, NotPermitted, and UnableToWorkOnPolicy (`conflict`) where it is no draft any more.
    """
    check_leads(by)
    held = open_draft(draft)
    if problems := version_problems(version, held.version):
        raise UnableToDiscardDraft(*problems)
    held.state = PolicyDraft.State.DISCARDED
    held.changed_at = now
    held.version += 1
    held.save(update_fields=["state", "changed_at", "version"])
    record_entry(tenant=tenant, by=by, action="policy.draft_discarded", subject=held, now=now)
    return held
