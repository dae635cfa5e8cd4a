"""A lead begins a draft of the next policy."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from audit.actions.record_entry import record_entry
from tenants.drafting import UnableToWorkOnPolicy, read_document, title_problems
from tenants.models import Member, PolicyDraft, Tenant
from tenants.permissions import check_leads
from tenants.queries import newest_policy


class UnableToDraftPolicy(UnableToWorkOnPolicy):
    """`validation_failed` at the paths of the document that are wrong, or at /title."""


@transaction.atomic
def draft_policy(
    *, tenant: Tenant, by: Member | None, document: dict[str, Any], title: str = "", now: datetime
) -> PolicyDraft:
    """An open draft of `document`, based on the newest version. Only a valid document is kept.

    Raises NotPermitted for others than leads.
    """
    check_leads(by)
    _, problems = read_document(document)
    if problems := [*title_problems(title), *problems]:
        raise UnableToDraftPolicy(*problems)
    newest = newest_policy()
    draft = PolicyDraft.objects.create(
        tenant=tenant,
        title=title.strip(),
        document=document,
        based_on=newest,
        made_by=by,
        made_at=now,
        changed_at=now,
    )
    record_entry(
        tenant=tenant, by=by, action="policy.drafted", subject=draft, now=now, data={"based_on": newest.number}
    )
    return draft
