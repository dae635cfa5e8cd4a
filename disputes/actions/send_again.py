"""A lead has refused or held reports sent again, after what was wrong with them is mended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import Report, Reporting
from disputes.permissions import check_may_report
from disputes.refusals import UnableToAct, conflict
from disputes.waking import SEND_REPORTS
from tenants.models import Member, Tenant
from tenants.nudge import nudge
from wire.refusals import NotThere


class UnableToSendAgain(UnableToAct):
    """Nothing of what was asked for is refused or held any more."""


@transaction.atomic
def send_again(*, tenant: Tenant, by: Member | None, now: datetime, report_id: UUID | None = None) -> int:
    """How many wait again: one report, or all of the database in use that are refused or held back.

    Each is put together and checked anew. Raises NotThere, NotPermitted (no lead); UnableToSendAgain with `conflict`.
    """
    check_may_report(by)
    account = Reporting.objects.select_for_update(of=("self",)).first()
    if account is None:
        raise NotThere
    reports = Report.objects.filter(database=account.database)
    if report_id is not None:
        reports = reports.filter(pk=report_id)
        if not reports.exists():
            raise NotThere
    stopped = reports.filter(state__in=[Report.State.REFUSED, Report.State.HELD])
    number = stopped.update(state=Report.State.WAITING, reasons=[], payload=None, in_doubt=False)
    if not number:
        raise UnableToSendAgain(conflict("It waits or is sent already: there is nothing to send again."))
    data = {"reports": number, **({"report": str(report_id)} if report_id else {})}
    record_entry(tenant=tenant, by=by, action="reporting.sent_again", subject=account, now=now, data=data)
    nudge(SEND_REPORTS, tenant_id=str(tenant.pk))
    return number
