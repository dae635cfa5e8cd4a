"""Sends waiting reports to the Transparency Database: at least once each, and counted there once by their `puid`.

A run holds the marketplace's account by a row, not by an open transaction: what is sent is written down before it
goes out, and what became of it after. A worker that dies in between leaves reports in doubt; the next run sends them
again word for word, and the database says that it has them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db.models import Q

from disputes.models import Report, Reporting
from disputes.reporting.calling import Calls, Trouble
from disputes.reporting.databases import address_of_database
from disputes.reporting.noting import note_reports
from disputes.reporting.rules import problems_of
from disputes.reporting.sending import Sent, send
from disputes.telling.dsa_payload import payload_of
from tenants.models import Tenant
from tenants.scope import tenant_scope
from wire.sealing import Unsealable, unseal

logger = logging.getLogger(__name__)

BATCH: Final = 100
"""The most that the database takes at once."""
HOLD: Final = timedelta(minutes=10)
"""A run that lasts longer is taken for dead; calls of one run end long before."""
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=6)
_READ_WITH: Final = (
    "statement__decision__request__notice",
    "statement__decision__request__seller",
    "statement__decision__request__filed_by",
    "statement__decision__decided_by",
    "statement__decision__policy_version",
    "statement__review__buyer",
    "statement__review__order__partner",
)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run sends, and for which account."""

    id: UUID
    address: str
    sealed_token: str
    reports: list[Report]
    doubted: set[UUID]


def send_batch(*, tenant: Tenant, clock: Callable[[], datetime]) -> int:
    """How many reports went out with an answer for good; 0 where none waits, another run holds the account, or the
    database is to be left alone for a while."""
    with tenant_scope(tenant):
        run = _take(tenant, clock())
    if run is None:
        return 0
    sent = _send(run, clock())
    with tenant_scope(tenant):
        _keep(run, sent, clock())
    return 0 if sent.trouble else len(sent.fates)


def _take(tenant: Tenant, now: datetime) -> Run | None:
    free = Q(running_until__isnull=True) | Q(running_until__lte=now)
    due = Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now)
    account = Reporting.objects.select_for_update(of=("self",), skip_locked=True).filter(free, due, on=True).first()
    if account is None:
        return None
    note_reports(account, now=now)
    waiting = Report.objects.filter(database=account.database, state=Report.State.WAITING)
    rows = list(waiting.select_related(*_READ_WITH).order_by("id")[:BATCH])
    doubted = {each.pk for each in rows if each.in_doubt}
    for report in rows:
        _put_together(report, tenant)
    Report.objects.bulk_update(rows, ["state", "reasons", "payload", "in_doubt", "attempts"])
    reports = [each for each in rows if each.state == Report.State.WAITING]
    if reports:
        account.run, account.running_until = uuid4(), now + HOLD
    account.save(update_fields=["run", "running_until", "swept_at"])
    if not reports:
        return None
    return Run(account.run, address_of_database(account.database), account.sealed_token, reports, doubted)


def _put_together(report: Report, tenant: Tenant) -> None:
    """Its payload, checked by our own rules; what would be refused is held back with the reasons."""
    if not report.in_doubt:
        try:
            report.payload = payload_of(report.statement, tenant=tenant)
            problems = problems_of(report.payload)
        except Exception as error:  # noqa: BLE001  whatever one statement holds, the others go out
            logger.exception("report_not_made report=%s", report.pk)
            problems = [f"It could not be put together ({type(error).__name__})."]
        if problems:
            report.state, report.reasons = Report.State.HELD, problems
            return
    report.in_doubt, report.attempts = True, report.attempts + 1


def _send(run: Run, now: datetime) -> Sent:
    try:
        token = unseal(run.sealed_token)
    except Unsealable:
        return Sent(trouble=Trouble("The token cannot be read any more. Please enter it again."))
    with Calls(address=run.address, token=token, now=now) as calls:
        return send(run.reports, run.doubted, calls)


def _keep(run: Run, sent: Sent, now: datetime) -> None:
    account = Reporting.objects.select_for_update(of=("self",)).get()
    ids = [each.pk for each in run.reports]
    waiting = Report.objects.filter(pk__in=ids, state=Report.State.WAITING)
    rows = list(waiting.select_for_update(of=("self",)).order_by("id"))
    own = account.run == run.id
    for report in rows:
        if fate := sent.fates.get(report.pk):
            report.state, report.uuid, report.reasons = fate.state, fate.uuid, list(fate.reasons)
            report.in_doubt = False
            report.sent_at = now if fate.state == Report.State.SENT else None
        elif own:
            # Where another run took over, it knows better what is in doubt.
            report.in_doubt = report.pk in run.doubted or report.pk in sent.doubtful
    Report.objects.bulk_update(rows, ["state", "uuid", "reasons", "in_doubt", "sent_at"])
    if any(fate.state == Report.State.SENT for fate in sent.fates.values()):
        account.last_success_at = now
    if own:
        _release(account, sent.trouble, now)
    account.save(update_fields=["run", "running_until", "failures", "next_attempt_at", "last_error", "last_success_at"])


def _release(account: Reporting, trouble: Trouble | None, now: datetime) -> None:
    account.run = account.running_until = None
    if trouble is None:
        account.failures, account.next_attempt_at, account.last_error = 0, None, ""
        return
    logger.warning("reports_not_sent tenant=%s reason=%s", account.tenant_id, trouble.sentence)
    account.failures += 1
    pause = FIRST_PAUSE * 2 ** min(account.failures - 1, 20)
    asked = timedelta(seconds=min(trouble.retry_after, LONGEST_PAUSE.total_seconds()))
    account.next_attempt_at = now + max(min(pause, LONGEST_PAUSE), asked)
    account.last_error = trouble.sentence[:300]
