"""Everything that a lead needs to see of one caution or suspension, gathered for its row and its page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from disputes.admin.rows import due_of
from disputes.misuse.step_words import gravity_in_words, meaning_of, right_of, share_in_words
from disputes.models import MisuseStep, Notice, RemovalRequest
from disputes.queries import cases_standing, status_at, steps_in_force, still_called_for, whose
from policy.appeal_rules import may_decide_step_appeal
from policy.terms import MisuseKind, MisuseSubject, SuspensionStatus
from tenants.models import Member, Role, Tenant

SUBJECTS = {
    MisuseSubject.SELLER: "Seller",
    MisuseSubject.BUYER: "Buyer",
    MisuseSubject.NOTICE_AUTHOR: "Author of notices",
}


def row_of_step(step: MisuseStep, *, href: str, now: datetime) -> dict[str, Any]:
    appeal = getattr(step, "appeal", None)
    waits = appeal is not None and appeal.decided_at is None
    return {
        "href": href,
        "who": str(step.seller or step.member),
        "subject": SUBJECTS[MisuseSubject(step.subject)],
        "kind": step.kind,
        "status": status_at(step, now),
        "reasons": step.reasons,
        "share": share_in_words(step),
        "gravity": step.gravity,
        "proposed_at": step.proposed_at,
        "ends_at": step.ends_at,
        "appeal_due": due_of(appeal.due_at, now) if waits else None,
    }


def step_context(step: MisuseStep, *, member: Member, tenant: Tenant, now: datetime) -> dict[str, Any]:
    status, cases, appeal = status_at(step, now), _cases(step), getattr(step, "appeal", None)
    waits = appeal is not None and appeal.decided_at is None
    leads = member.has_role(Role.LEAD)
    in_force = {each.kind: each for each in steps_in_force(whose(step), now)}
    return {
        "step": step,
        "status": status,
        "who": step.seller or step.member,
        "who_href": _who_href(step),
        "subject": SUBJECTS[MisuseSubject(step.subject)],
        "right": right_of(step),
        "share": share_in_words(step),
        "gravity": gravity_in_words(step),
        "meaning": meaning_of(step, tenant),
        "cases": cases,
        "gone": sum(not case["counts"] for case in cases),
        "called_for": still_called_for(step),
        "needs_caution": step.kind == MisuseKind.SUSPENSION and status is SuspensionStatus.PROPOSED,
        "caution": in_force.get(MisuseKind.CAUTION),
        "span": step.policy_version.policy.misuse.within_days,
        "is_lead": leads,
        "may_confirm": leads and status is SuspensionStatus.PROPOSED,
        "may_lift": leads and status is SuspensionStatus.ACTIVE,
        "appeal": appeal,
        "appeal_due": due_of(appeal.due_at, now) if waits else None,
        "confirmed_it": not may_decide_step_appeal(str(member.pk), str(step.confirmed_by_id)),
        "may_decide": leads and waits and may_decide_step_appeal(str(member.pk), str(step.confirmed_by_id)),
    }


def _cases(step: MisuseStep) -> list[dict[str, Any]]:
    """What the step rests on, with a link each, and whether it still counts."""
    standing = cases_standing(step)
    if step.subject == MisuseSubject.NOTICE_AUTHOR:
        notices = Notice.objects.filter(pk__in=step.cases).order_by("received_at", "id")
        found = [(each, f"Notice {each.number}", "disputes_notice", each.answered_at) for each in notices]
    else:
        rows = RemovalRequest.objects.filter(pk__in=step.cases).select_related("review__order")
        found = [
            (each, f"Review of order {each.review.order.external_id}", "disputes_removalrequest", each.closed_at)
            for each in rows.order_by("closed_at", "id")
        ]
    return [
        {"title": title, "href": _href(room, row.pk), "at": at, "counts": str(row.pk) in standing}
        for row, title, room, at in found
    ]


def _who_href(step: MisuseStep) -> str:
    room, who = ("orders_seller", step.seller_id) if step.seller_id else ("tenants_member", step.member_id)
    return _href(room, who)


def _href(room: str, row_id: Any) -> str:
    try:
        return reverse(f"admin:{room}_change", args=[row_id])
    except NoReverseMatch:
        return ""
