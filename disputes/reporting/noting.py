"""Finds the statements that are still to be reported, and writes a row for each.

Nothing is told of a new statement: what has no row is looked for, so that none is lost whatever dies, and the unique
key lets none double, however many look at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef

from disputes.models import Report, Reporting, Statement
from policy.terms import Outcome

BATCH: Final = 1000
RECENT: Final = timedelta(days=2)
"""So far back every look goes: longer than any decision takes from its moment to its commit."""
EVERY: Final = timedelta(days=1)
"""All since the beginning are looked through as often."""


def note_reports(account: Reporting, *, now: datetime) -> int:
    """Write the missing rows, at most BATCH; the caller holds the account's lock. How many were missing."""
    whole = account.swept_at is None or now - account.swept_at >= EVERY
    begin = account.since if whole else max(account.since, now - RECENT)
    noted = Report.objects.filter(statement=OuterRef("pk"), database=account.database)
    missing = (
        Statement.objects.filter(kind=Statement.Kind.STATEMENT, created_at__gte=begin)
        .exclude(decision__outcome=Outcome.KEEP)
        .filter(~Exists(noted))
        .order_by("created_at", "pk")
        .values_list("pk", flat=True)[:BATCH]
    )
    rows = [
        Report(tenant_id=account.tenant_id, statement_id=pk, database=account.database, created_at=now)
        for pk in missing
    ]
    Report.objects.bulk_create(rows, ignore_conflicts=True)
    if whole and len(rows) < BATCH:
        account.swept_at = now
    return len(rows)
