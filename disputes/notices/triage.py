"""A notice that waits for an agent, held under lock."""

from __future__ import annotations

from disputes.models import Notice
from disputes.refusals import UnableToAct, conflict, moment, version_problems
from tenants.models import Tenant
from wire.refusals import NotThere


def open_notice(notice: Notice, version: int | None, *, tenant: Tenant) -> Notice:
    """The notice until the transaction ends. Raise NotThere, UnableToAct (`conflict`, `stale_version`)."""
    held = Notice.objects.select_for_update(of=("self",)).select_related("author").filter(pk=notice.pk).first()
    if held is None:
        raise NotThere
    if held.status == Notice.Status.CASE:
        raise UnableToAct(conflict("A case about this notice runs or has run; what it asks for is decided there."))
    if held.status == Notice.Status.DISMISSED:
        when = moment(held.answered_at, tenant)
        raise UnableToAct(conflict(f"This notice is already answered: {held.answered_by} answered it on {when}."))
    if problems := version_problems(version, held.version):
        raise UnableToAct(*problems)
    return held
