"""An agent keeps the filters of the queue under a name; a lead may keep them for everybody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import SavedView
from disputes.refusals import UnableToAct, conflict, invalid
from tenants.models import Member, Role, Tenant
from wire.refusals import NotPermitted, NotThere

MOST_VIEWS = 20
LONGEST_NAME = 60
LONGEST_QUERY = 500


class UnableToSaveView(UnableToAct):
    """The name is missing, or there are enough."""


@transaction.atomic
def save_view(
    *, tenant: Tenant, by: Member | None, name: str, query: str, now: datetime, shared: bool = False
) -> SavedView:
    """The view of that name, made or changed. `query` are filters as the queue's address has them.

    Raises NotThere (nobody of the desk), NotPermitted (`shared`, and no lead); UnableToSaveView with
    `validation_failed` at /name or /query, `conflict` at the MOST_VIEWS-th view.
    """
    if by is None or not by.at_the_desk:
        raise NotThere
    if shared and not by.has_role(Role.LEAD):
        raise NotPermitted("Only leads of this marketplace keep views for everybody.")
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        detail = f"At most {LONGEST_NAME} characters." if name else "Please name the view."
        raise UnableToSaveView(invalid("/name", detail))
    if not query or len(query) > LONGEST_QUERY:
        detail = "These filters are too long to keep." if query else "Narrow the queue first; this is all of it."
        raise UnableToSaveView(invalid("/query", detail))
    Member.objects.select_for_update(of=("self",)).get(pk=by.pk)
    theirs = SavedView.objects.filter(member=by)
    if not theirs.filter(name=name).exists() and theirs.count() >= MOST_VIEWS:
        raise UnableToSaveView(conflict(f"You keep {MOST_VIEWS} views already. Please drop one first."))
    view, _ = SavedView.objects.update_or_create(
        tenant=tenant, member=by, name=name, defaults={"query": query, "shared": shared, "created_at": now}
    )
    record_entry(tenant=tenant, by=by, action="view.saved", subject=view, now=now, data={"shared": shared})
    return view
