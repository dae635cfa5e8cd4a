"""Decisions made together at the desk: those that wait to take effect, were refused, or are held for a lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from disputes.admin.group_panel import TypedForAll
from disputes.admin.typed import typed_again
from disputes.admin.undo import waiting_shown
from disputes.models import GroupCase, PreparedDecision, RemovalRequest
from disputes.queries import decisions_held, refused_decisions_of
from tenants.models import Member, Role, Tenant


def undo_context(
    group: GroupCase,
    cases: Sequence[RemovalRequest],
    waiting: Mapping[UUID, PreparedDecision],
    *,
    member: Member,
    tenant: Tenant,
    now: datetime,
) -> dict[str, Any]:
    """What the page shows beside the form: what `member` may take back, read or approve."""
    made: dict[tuple[UUID, datetime], list[PreparedDecision]] = {}
    for row in waiting.values():
        made.setdefault((row.by_id, row.prepared_at), []).append(row)
    return {
        "prepared": [
            {**waiting_shown(rows[0], member=member, tenant=tenant, now=now), "number": len(rows)}
            for rows in made.values()
        ],
        "refused": _refused(group, member),
        "to_approve": _to_approve(cases, member),
    }


def _refused(group: GroupCase, member: Member) -> list[dict[str, Any]]:
    """What the member decided here and could not take effect: why, told once for all of one decision."""
    made: dict[datetime, list[PreparedDecision]] = {}
    for row in refused_decisions_of(member).filter(group=group):
        made.setdefault(row.prepared_at, []).append(row)
    return [
        {"at": at, "number": len(rows), "why": rows[0].refusals, "reason": rows[0].words["reason"]}
        for at, rows in made.items()
    ]


def _to_approve(cases: Sequence[RemovalRequest], member: Member) -> list[dict[str, Any]]:
    """The held decisions that the member may approve: none of their own."""
    if not member.has_role(Role.LEAD):
        return []
    by_case = {case.pk: case for case in cases}
    return [
        {
            "order": by_case[each.request_id].review.order.external_id,
            "value": f"{each.request_id}:{by_case[each.request_id].version}",
            "outcome": each.outcome,
            "by": each.decided_by,
        }
        for each in decisions_held(by_case)
        if each.decided_by_id != member.pk
    ]


def typed_for_all_again(rows: Iterable[PreparedDecision]) -> TypedForAll:
    """The form as it was sent."""
    rows = list(rows)
    words = typed_again(rows[0].words | {"spans": ()}, None, ())
    return TypedForAll(words, {str(row.request_id): row.version for row in rows})
