"""Everything that an agent needs to see of a group of reviews, gathered for its row and its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from disputes.admin.group_links import Line, counted, drawn, lines_of, linked_to
from disputes.admin.holding import lease_of
from disputes.admin.marking import Mark, pieces_of
from disputes.admin.rows import status_now
from disputes.grouping.lacking import Lacking, lacking_of
from disputes.models import Decision, GroupCase, GroupReview, PreparedDecision, RemovalRequest, Reply
from disputes.progress import holder
from disputes.queries import (
    cases_by_review,
    cases_of_group,
    decisions_in_effect,
    group_about,
    members_of,
    waiting_among,
)
from disputes.telling.statements import waits_for_in_words
from evidence.wording import passages
from policy.terms import RequestStatus
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force

SHOWN = 400
"""Characters of each comment; the case has all of it."""


def row_of_group(group: GroupCase, *, href: str) -> dict[str, Any]:
    return {"group": group, "href": href, "without": group.size - group.open_cases - group.decided_cases}


def group_line(review: Any, member: Member) -> dict[str, Any] | None:
    """That a case's review is one of a set, for the case's own page; None where it is in none."""
    group = group_about(member, review.pk)
    return {"size": group.size, "href": reverse("admin:disputes_groupcase_change", args=[group.pk])} if group else None


def group_context(group: GroupCase, *, member: Member, tenant: Tenant, now: datetime) -> dict[str, Any]:
    members = members_of(group)
    cases = cases_by_review(cases_of_group(group))
    lines = lines_of(members)
    lacking = lacking_of(members, cases, version=policy_in_force(at=now), tenant=tenant, now=now)
    known = [case.pk for case in cases.values()]
    replies = dict(Reply.objects.filter(request__in=known).values_list("request", "at"))
    outcomes = {each.request_id: each for each in decisions_in_effect(known)}
    undecided = waiting_among(known)
    days = [each.review.published_at for each in members]
    return {
        "group": group,
        "size": len(members),
        "accounts": len({each.review.buyer_id for each in members}),
        "first_day": days[0],
        "last_day": days[-1],
        "counted": counted(lines),
        "drawing": drawn(len(members), lines),
        "rows": [
            _row(
                number,
                each,
                members,
                lines,
                _about(cases.get(each.review_id), replies, outcomes, undecided, member, now),
            )
            for number, each in enumerate(members, 1)
        ],
        "lacking": lacking.can,
        "left_out": _told(lacking),
        "cases": list(cases.values()),
        "undecided": undecided,
        "waiting": _waiting(cases.values(), tenant, now),
        **_claiming([each for each in cases.values() if each.pk not in undecided], member, now),
    }


def _row(
    number: int, each: GroupReview, members: Sequence[GroupReview], lines: Sequence[Line], about: dict[str, Any]
) -> dict[str, Any]:
    review = each.review
    rated = [getattr(review, name) for name in review.counted_criteria]
    return {
        "number": number,
        "review": review,
        "href": reverse("admin:feedback_review_change", args=[review.pk]),
        "stars": review.overall or sum(rated) / len(rated),
        "pieces": pieces_of(review.comment[:SHOWN], _shared(number, review, members, lines)),
        "cut": len(review.comment) > SHOWN,
        "links": linked_to(number, lines),
        **about,
    }


def _shared(number: int, review: Any, members: Sequence[GroupReview], lines: Sequence[Line]) -> list[Mark]:
    """The words that it has in common with the others to which its words link it, and what readers do not see."""
    marks = [Mark(start, min(end, SHOWN), hidden=True) for start, end in review.redactions if start < SHOWN]
    for line in lines:
        if line.by == "words" and number in (line.one, line.other):
            other = line.other if line.one == number else line.one
            for same in passages(review.comment, members[other - 1].review.comment):
                if same.start < SHOWN:
                    marks.append(Mark(same.start, min(same.end, SHOWN), f"as in {other}", "copy"))
    return marks


def _about(
    case: RemovalRequest | None,
    replies: Mapping[UUID, datetime],
    outcomes: Mapping[UUID, Decision],
    undecided: Mapping[UUID, PreparedDecision],
    member: Member,
    now: datetime,
) -> dict[str, Any]:
    """Where the case stands, who works on it, and whether the author was heard."""
    if case is None:
        return {"case": None}
    status, who = status_now(case, now), holder(case, now)
    return {
        "case": case,
        "case_href": reverse("admin:disputes_removalrequest_change", args=[case.pk]),
        "status": status,
        "ready": status is RequestStatus.IN_REVIEW,
        "outcome": outcomes[case.pk].outcome if case.pk in outcomes else "",
        "prepared": undecided.get(case.pk),
        "worker": who,
        "mine": who is not None and who.pk == member.pk,
        "replied_at": replies.get(case.pk),
    }


def _waiting(cases: Any, tenant: Tenant, now: datetime) -> list[dict[str, Any]]:
    """The open cases that cannot be decided yet, and why."""
    found = []
    for case in cases:
        if case.is_open and status_now(case, now) is not RequestStatus.IN_REVIEW:
            why = waits_for_in_words(case, tenant) or "It waits for a lead to approve the decision."
            found.append({"order": case.review.order.external_id, "why": why})
    return found


def _claiming(cases: Any, member: Member, now: datetime) -> dict[str, Any]:
    """What a click on "Claim" would take, and what others hold."""
    workable = [case for case in cases if case.is_open and case.status != RequestStatus.AWAITING_APPROVAL]
    held = [(case, holder(case, now)) for case in workable]
    mine = [case for case, who in held if who is not None and who.pk == member.pk]
    ends_first = min(mine, key=lambda case: case.claimed_until, default=None)
    return {
        "lease": lease_of(ends_first, member, now) if ends_first else None,
        "lease_until": ends_first.claimed_until if ends_first else None,
        "free": [case for case, who in held if who is None],
        "mine": mine,
        "others": [
            {"order": case.review.order.external_id, "who": who, "until": case.claimed_until}
            for case, who in held
            if who is not None and who.pk != member.pk
        ],
    }


def _told(lacking: Lacking) -> list[dict[str, str]]:
    """Why a review has no case and gets none; that it has one is told in its row."""
    return [{"order": each.review.order.external_id, "why": each.why} for each in lacking.left_out if not each.has_case]
