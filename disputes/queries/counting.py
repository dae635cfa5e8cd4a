"""How many cases each filter of the queue leaves, counted only as far as anybody wants to read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from disputes.models import OPEN, QueueMark, RemovalRequest
from disputes.queries.appeals import OPEN_APPEALS
from disputes.queue.bands import AGES, VALUE_BANDS
from disputes.queue.marks import YES, filed_mark
from orders.queries import sellers_run_by
from policy.terms import GroundKey, RequestStatus
from tenants.models import Member

CAP = 1000
_OPEN = [status.value for status in OPEN]
_Name = QueueMark.Name


class Counted(NamedTuple):
    """A number of cases, or the largest that is counted."""

    number: int
    capped: bool
    """Whether there are more."""


def queue_counts(member: Member | None, *, now: datetime) -> dict[str, dict[str, Counted]]:
    """For each facet (status, ground, language, value, group, which, older_than, assigned) what each of its values
    would leave of the open cases on no side of which the member is; values without a case are left out.

    Keys are those of QueueFilters, as text; `group` has "yes", `assigned` the ids of members.
    """
    if member is None or not member.at_the_desk:
        return {}
    found: dict[str, dict[str, Counted]] = {facet: {} for facet in _FACETS}
    given = {"tenant": member.tenant_id, "some": CAP + 1, "own": _own(member)}
    for facet, value, number in [*_of_marks(given, now), *_of_cases(given, member, now)]:
        if number:
            found[facet][value] = Counted(min(number, CAP), number > CAP)
    return found


_FACETS = ("status", "ground", "language", "value", "group", "which", "older_than", "assigned")


def _own(member: Member) -> list[UUID]:
    """Open cases on a side of which the member is: nearly always none."""
    cases = RemovalRequest.objects.filter(status__in=_OPEN)
    of_sellers = cases.filter(seller__in=sellers_run_by(member)).values_list("pk", flat=True)
    return list(of_sellers.union(cases.filter(review__buyer=member).values_list("pk", flat=True)))


def _of_marks(given: dict[str, Any], now: datetime) -> Iterable[tuple[str, str, int]]:
    fixed = [
        *((_Name.GROUND, key.value) for key in GroundKey),
        *((_Name.VALUE, band) for band in VALUE_BANDS),
        (_Name.GROUP, YES),
    ]
    names, values = zip(*[(name.value, value) for name, value in fixed], strict=True)
    ages = {"ages": [str(days) for days in AGES], "until": [filed_mark(now - timedelta(days=days)) for days in AGES]}
    return _rows(_MARKS, {**given, **ages, "names": list(names), "values": list(values), "filed": _Name.FILED.value})


def _of_cases(given: dict[str, Any], member: Member, now: datetime) -> Iterable[tuple[str, str, int]]:
    moments = {
        "now": now,
        "member": member.pk,
        "open": _OPEN,
        "held": RequestStatus.AWAITING_APPROVAL.value,
        "appealed": [status.value for status in OPEN_APPEALS],
    }
    return _rows(_CASES, {**given, **moments})


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


# Languages are those that there are, found by leaping from one to the next in the index.
_MARKS = """
WITH RECURSIVE languages AS (
    (SELECT value FROM disputes_queuemark WHERE tenant_id = %(tenant)s AND name = 'language' ORDER BY value LIMIT 1)
    UNION ALL
    SELECT (SELECT value FROM disputes_queuemark AS m WHERE m.tenant_id = %(tenant)s AND m.name = 'language'
        AND m.value > languages.value ORDER BY m.value LIMIT 1)
    FROM languages WHERE languages.value IS NOT NULL
),
asked AS (
    SELECT * FROM unnest(%(names)s, %(values)s) AS fixed(name, value)
    UNION ALL SELECT 'language', value FROM languages WHERE value IS NOT NULL
)
SELECT asked.name, asked.value, counted.number FROM asked CROSS JOIN LATERAL (
    SELECT count(*) AS number FROM (
        SELECT FROM disputes_queuemark AS m WHERE m.tenant_id = %(tenant)s AND m.name = asked.name
            AND m.value = asked.value AND m.request_id <> ALL(%(own)s::uuid[])
        LIMIT %(some)s
    ) AS found
) AS counted
UNION ALL
SELECT 'older_than', asked.days, (SELECT count(*) FROM (
    SELECT FROM disputes_queuemark AS m WHERE m.tenant_id = %(tenant)s AND m.name = %(filed)s
        AND m.value <= asked.until AND m.request_id <> ALL(%(own)s::uuid[])
    LIMIT %(some)s) AS found)
FROM unnest(%(ages)s, %(until)s) AS asked(days, until)
"""

_THEIRS = "r.tenant_id = %(tenant)s AND r.status = ANY(%(open)s) AND r.id <> ALL(%(own)s::uuid[])"
_SOME = "(SELECT count(*) FROM (SELECT FROM disputes_removalrequest AS r WHERE {} AND {} LIMIT %(some)s) AS found)"


def _some(condition: str) -> str:
    return _SOME.format(_THEIRS, condition)


_CASES = f"""
SELECT 'status', asked.status, {_some("r.status = asked.status")} FROM unnest(%(open)s) AS asked(status)
UNION ALL
SELECT 'which', 'mine', {_some("r.claimed_by_id = %(member)s AND r.claimed_until > %(now)s")}
UNION ALL
SELECT 'which', 'unclaimed', {_some("(r.claimed_until IS NULL OR r.claimed_until <= %(now)s)")}
UNION ALL
SELECT 'which', 'overdue', {_some("r.due_at <= %(now)s")}
UNION ALL
SELECT 'which', 'held', {_some("r.status = %(held)s")}
UNION ALL
SELECT 'which', 'appealed', (SELECT count(DISTINCT d.request_id) FROM (
    SELECT decision_id FROM disputes_appeal WHERE tenant_id = %(tenant)s AND status = ANY(%(appealed)s)
    LIMIT %(some)s) AS a JOIN disputes_decision AS d ON d.tenant_id = %(tenant)s AND d.id = a.decision_id)
UNION ALL
SELECT 'assigned', holders.id::text, holders.number FROM (
    SELECT r.claimed_by_id AS id, count(*) AS number FROM disputes_removalrequest AS r
    WHERE {_THEIRS} AND r.claimed_by_id IS NOT NULL AND r.claimed_until > %(now)s
    GROUP BY r.claimed_by_id) AS holders
"""  # noqa: S608 - constants of this file
