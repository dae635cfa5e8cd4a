"""A lead changes a draft; it is then based on the newest version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from audit.actions.record_entry import record_entry
from tenants.drafting import UnableToWorkOnPolicy, open_draft, read_document, title_problems, version_problems
from tenants.models import Member, PolicyDraft, Tenant
from tenants.permissions import check_leads
from tenants.queries import newest_policy


class UnableToChangeDraft(UnableToWorkOnPolicy):
    """`stale_version`, or `validation_failed` at the paths of the document that are wrong, or at /title."""


@transaction.atomic
def change_draft(
    *,
    tenant: Tenant,
    by: Member | None,
    draft: PolicyDraft,
    version: int | None,
    document: dict[str, Any] | None = None,
    title: str | None = None,
    now: datetime,
) -> PolicyDraft:
    """The draft with the given document and title; None leaves each as it is.

    A document given anew, changed or not, says that the newest version was looked at: the draft is based on
    that one from now on. What changes nothing leaves the draft's version as it is. Raises NotThere,
    NotPermitted, and UnableToWorkOnPolicy (`conflict`) where it was published or discarded.
    """
    check_leads(by)
    held = open_draft(draft)
    problems = version_problems(version, held.version)
    if document is not None:
        problems += read_document(document)[1]
    if problems := [*problems, *title_problems(title or "")]:
        raise UnableToChangeDraft(*problems)
    before = (held.document, held.title, held.based_on_id)
    if document is not None:
        held.document, held.based_on = document, newest_policy()
    if title is not None:
        held.title = title.strip()
    if (held.document, held.title, held.based_on_id) == before:
        return held
    held.changed_at = now
    held.version += 1
    held.save(update_fields=["document", "title", "based_on", "changed_at", "version"])
    data = {"version": held.version, "based_on": held.based_on.number, "document_changed": held.document != before[0]}
    record_entry(tenant=tenant, by=by, action="policy.draft_changed", subject=held, now=now, data=data)
    return held
