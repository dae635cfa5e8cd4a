"""Whoever kept a view of the queue drops it; a lead drops anybody's that is for everybody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import SavedView
from disputes.queries import views_for
from tenants.models import Member, Role, Tenant
from wire.refusals import NotPermitted, NotThere


@transaction.atomic
def drop_view(*, tenant: Tenant, by: Member | None, view_id: UUID, now: datetime) -> None:
    """Raises NotThere where there is none that `by` sees, NotPermitted where it is another's."""
    view = next((each for each in views_for(by) if each.pk == view_id), None)
    if view is None:
        raise NotThere
    if view.member_id != by.pk and not by.has_role(Role.LEAD):
        raise NotPermitted("Only who kept this view, or a lead, drops it.")
    record_entry(tenant=tenant, by=by, action="view.dropped", subject=view, now=now)
    SavedView.objects.filter(pk=view.pk).delete()
