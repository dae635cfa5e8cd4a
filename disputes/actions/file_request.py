"""A seller contests a review: the case with its claims and evidence, and letters to both sides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions.count_attempt import count_attempt
from disputes.finding.findings import GATHERED_AT_ONCE
from disputes.intake.filing import examine
from disputes.intake.opening import OpenedAlready, open_case
from disputes.models import RemovalRequest
from disputes.refusals import coded, conflict
from disputes.tasks import deliver_letters, gather_findings
from policy.eligibility import Claim, Evidence
from policy.saying import say
from tenants.models import Member, Tenant
from tenants.nudge import nudge
from wire.refusals import Refused

REQUESTS_AN_HOUR = 30


class UnableToFileRequest(Refused):
    """Policy, the review's state or the evidence stand in the way."""


@transaction.atomic
def file_request(
    *,
    tenant: Tenant,
    by: Member | None,
    review,
    claims: Sequence[Claim],
    evidence: Sequence[Evidence],
    now: datetime,
) -> RemovalRequest:
    """The filed case, under the policy in force at `now`, which governs it to its end.

    Raises NotPermitted for others than the reviewed seller; UnableToFileRequest with every problem
    (`validation_failed`, `ground_not_offered`, `cutoff_passed`, `evidence_missing`, `conflict` for a second
    open request, `request_right_suspended`), or `rate_limited` with `retry_after`.
    """
    review.refresh_from_db(fields=["status", "comment", "edited_at", "hidden_at"])
    found = examine(tenant=tenant, by=by, review=review, claims=claims, evidence=evidence, now=now)
    if found.problems:
        raise UnableToFileRequest(*found.problems)
    _count(review, now)
    try:
        case = open_case(
            tenant=tenant,
            by=by,
            filed_by=by,
            review=review,
            claims=claims,
            pieces=found.shown.pieces,
            version=found.version,
            cutoff_at=found.cutoff.ends_at,
            now=now,
        )
    except OpenedAlready:
        detail = say("You already have an open request about this review.")
        raise UnableToFileRequest(conflict(detail, "/review")) from None
    nudge(deliver_letters, tenant_id=str(tenant.pk))
    if any(claim.ground not in GATHERED_AT_ONCE for claim in claims):
        nudge(gather_findings, tenant_id=str(tenant.pk), request_id=str(case.pk))
    return case


def _count(review, now: datetime) -> None:
    allowance = count_attempt(
        subject=f"removal requests of seller {review.seller_id}",
        limit=REQUESTS_AN_HOUR,
        span=timedelta(hours=1),
        now=now,
    )
    if not allowance:
        detail = say(
            "A seller can file {number} requests an hour. Please wait before the next one.", number=REQUESTS_AN_HOUR
        )
        refusal = UnableToFileRequest(coded("rate_limited", detail))
        refusal.retry_after = allowance.retry_after
        raise refusal
