"""A seller contests a review: the case with its claims and evidence, and letters to both sides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.actions.count_attempt import count_attempt
from audit.actions.record_entry import record_entry
from disputes.filing import Examination, examine
from disputes.findings import GATHERED_AT_ONCE, append_findings
from disputes.letters import write_letter
from disputes.models import Claim as ClaimRow
from disputes.models import Evidence as EvidenceRow
from disputes.models import Letter, RemovalRequest
from disputes.refusals import coded, conflict
from disputes.tasks import deliver_letters, gather_findings
from feedback.actions.hide_review import hide_review
from policy.eligibility import Claim, Evidence
from policy.lifecycle import REQUEST, first_status_after_filing, hidden_while_open, move
from policy.terms import GroundKey, RequestStatus
from policy.time_limits import deciding, replying
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
    grounds = frozenset(GroundKey(claim.ground) for claim in claims)
    case = _open_case(tenant, by, review, grounds, found, now)
    rows = ClaimRow.objects.bulk_create(
        ClaimRow(
            tenant=tenant,
            request=case,
            ground=claim.ground,
            statement=claim.statement.strip(),
            feedback_type=claim.feedback_type or "",
        )
        for claim in claims
    )
    EvidenceRow.objects.bulk_create(
        EvidenceRow(tenant=tenant, request=case, added_by=by, added_at=now, **piece) for piece in found.shown.pieces
    )
    append_findings(case, [row for row in rows if row.ground in GATHERED_AT_ONCE], at=now)
    if hidden_while_open(grounds):
        hide_review(tenant=tenant, by=by, review=review, now=now)
    _tell(tenant, case, now)
    data = {"grounds": sorted(grounds), "status": case.status, "policy": found.version.number}
    record_entry(tenant=tenant, by=by, action="request.filed", subject=case, now=now, data=data)
    if not grounds <= GATHERED_AT_ONCE:
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
        detail = f"A seller can file {REQUESTS_AN_HOUR} requests an hour. Please wait before the next one."
        refusal = UnableToFileRequest(coded("rate_limited", detail))
        refusal.retry_after = allowance.retry_after
        raise refusal


def _open_case(
    tenant: Tenant, by: Member, review, grounds: frozenset[GroundKey], found: Examination, now: datetime
) -> RemovalRequest:
    policy = found.version.policy
    status = move(REQUEST, RequestStatus.SUBMITTED, first_status_after_filing(grounds))
    asks_buyer = status is RequestStatus.AWAITING_BUYER
    reply_due = replying(now, policy).ends_at if asks_buyer else None
    try:
        with transaction.atomic():
            return RemovalRequest.objects.create(
                tenant=tenant,
                review=review,
                seller_id=review.seller_id,
                filed_by=by,
                status=status,
                policy_version=found.version,
                filed_at=now,
                cutoff_at=found.cutoff.ends_at,
                buyer_reply_due_at=reply_due,
                due_at=deciding(reply_due or now, policy).ends_at,
            )
    except IntegrityError as error:
        if "one_open_request_a_review_and_requester" not in str(error):
            raise
        detail = "You already have an open request about this review."
        raise UnableToFileRequest(conflict(detail, "/review")) from None


def _tell(tenant: Tenant, case: RemovalRequest, now: datetime) -> None:
    write_letter(Letter.Kind.CASE_RECEIVED, to=case.filed_by, case=case, now=now)
    if case.status == RequestStatus.AWAITING_BUYER:
        write_letter(Letter.Kind.REPLY_INVITED, to=case.review.buyer, case=case, now=now)
    nudge(deliver_letters, tenant_id=str(tenant.pk))
