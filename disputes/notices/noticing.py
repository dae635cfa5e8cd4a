"""What a notice of illegal content sets going: its case about a review, hidden meanwhile (DSA Art. 16)."""

from __future__ import annotations

from datetime import datetime

from audit.actions.record_entry import record_entry
from disputes.finding.findings import append_findings
from disputes.models import Claim, Notice, Origin, RemovalRequest
from disputes.queries import hides_review, open_notice_case
from disputes.refusals import conflict
from feedback.actions.hide_review import hide_review
from policy.lifecycle import REQUEST, first_status_after_filing, move
from policy.problems import Problem
from policy.terms import GroundKey, RequestStatus
from policy.time_limits import deciding
from tenants.models import Member, PolicyVersion, Tenant
from wire.refusals import Refused

ASK_EXPLANATION = "Please explain why you think that this is unlawful."


class UnableToOpenCase(Refused):
    """The same person has reported the same review already, and that case still runs."""


def offered(version: PolicyVersion, about: str) -> bool:
    """Whether the policy lets anything be decided on that ground."""
    return GroundKey(about) in version.policy.removal.offered


def already_open(author: Member, review) -> Problem | None:
    """What keeps that person from reporting the review once more."""
    if not open_notice_case(author, review):
        return None
    return conflict("You have reported this review already, and the case still runs. Your link shows where it stands.")


def open_case(
    notice: Notice, *, review, version: PolicyVersion, tenant: Tenant, by: Member, now: datetime
) -> RemovalRequest:
    """The case about `review` that the notice asks for, in the agents' hands at once.

    There is no cut-off: what is unlawful stays so. The caller has seen that the ground is offered.
    Raises UnableToOpenCase (`conflict`).
    """
    ground = GroundKey(notice.about)
    if problem := already_open(notice.author, review):
        raise UnableToOpenCase(problem)
    case = RemovalRequest.objects.create(
        tenant=tenant,
        review=review,
        seller_id=review.seller_id,
        filed_by=notice.author,
        origin=Origin.NOTICE,
        notice=notice,
        status=move(REQUEST, RequestStatus.SUBMITTED, first_status_after_filing(frozenset({ground}))),
        policy_version=version,
        filed_at=now,
        due_at=deciding(now, version.policy).ends_at,
    )
    claim = Claim.objects.create(tenant=tenant, request=case, ground=ground, statement=notice.explanation)
    append_findings(case, [claim], at=now)
    if hides_review(case):
        hide_review(tenant=tenant, by=None, review=review, ground=ground, now=now)
    data = {"grounds": [ground.value], "status": case.status, "policy": version.number, "notice": notice.number}
    record_entry(tenant=tenant, by=by, action="request.filed", subject=case, now=now, data=data)
    return case
