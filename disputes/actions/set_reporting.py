"""A lead turns the reports to the Transparency Database on or off, and says with which account."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import Database, Reporting
from disputes.permissions import check_may_report
from disputes.refusals import UnableToAct, invalid, version_problems
from disputes.waking import SEND_REPORTS
from tenants.models import Member, Tenant
from tenants.nudge import nudge
from wire.sealing import seal

LONGEST_TOKEN: Final = 500


class UnableToSetReporting(UnableToAct):
    """There is no token, there is no such database, or somebody else changed it since."""


@transaction.atomic
def set_reporting(
    *,
    tenant: Tenant,
    by: Member | None,
    on: bool,
    database: str,
    token: str,
    since: datetime | None,
    version: int | None,
    now: datetime,
) -> Reporting:
    """The account as it is now; an empty `token` keeps the one there is, an empty `since` the moment there is, or now.

    What waited for the last database waits there; each database has reports of its own. `version` is the one seen,
    0 where there was none. Raises NotThere, NotPermitted (no lead); UnableToSetReporting with `validation_failed` at
    /token, /database or /since, `stale_version`.
    """
    check_may_report(by)
    Reporting.objects.get_or_create(tenant=tenant, defaults={"version": 0})
    account = Reporting.objects.select_for_update(of=("self",)).get(tenant=tenant)
    token = token.strip()
    problems = version_problems(version, account.version)
    if database not in Database.values:
        problems.append(invalid("/database", "Please choose one of the two databases."))
    if len(token) > LONGEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        problems.append(invalid("/token", "This is no token: it has spaces or letters that none has."))
    elif on and not (token or account.sealed_token):
        problems.append(invalid("/token", "Please enter the token that the database's own site shows you."))
    elif on and not token and database != account.database:
        problems.append(
            invalid("/token", "Each database has tokens of its own. Please enter the one of this database.")
        )
    if since is not None and since > now:
        problems.append(invalid("/since", "Please choose today or a day before."))
    if problems:
        raise UnableToSetReporting(*problems)
    moved = database != account.database or (since is not None and since != account.since)
    account.database, account.on = database, on
    account.since = since or account.since or now
    if token:
        account.sealed_token = seal(token)
    if moved:
        account.swept_at = None
    # Whatever was wrong before, it is tried at once.
    account.failures, account.next_attempt_at, account.last_error = 0, None, ""
    account.version += 1
    account.save()
    data = {"on": on, "database": database, "since": account.since.isoformat(), "new_token": bool(token)}
    record_entry(tenant=tenant, by=by, action="reporting.set", subject=account, now=now, data=data)
    nudge(SEND_REPORTS, tenant_id=str(tenant.pk))
    return account
