"""Opens a case: its row with claims, evidence, first findings and letters. Whether it may be opened, others say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from audit.actions.record_entry import record_entry
from disputes.finding.findings import GATHERED_AT_ONCE, append_findings
from disputes.models import Claim as ClaimRow
from disputes.models import Evidence as EvidenceRow
from disputes.models import Letter, Origin, RemovalRequest
from disputes.queries import hides_review
from disputes.queue.marks import keep_marks
from disputes.telling.letters import write_letter
from feedback.actions.hide_review import hide_review
from notifications.actions.announce import announce
from policy.filing import Claim
from policy.lifecycle import REQUEST, first_status_after_filing, move
from policy.terms import GroundKey, RequestStatus
from policy.time_limits import deciding, replying
from tenants.models import Member, PolicyVersion, Tenant

_ONE_CASE = ("one_open_request_a_review_and_requester", "one_case_a_notice", "one_case_a_settlement")


class OpenedAlready(Exception):
    """There is an open case about this review by this seller, or one from this notice or settlement."""


@transaction.atomic
def open_case(
    *,
    tenant: Tenant,
    by: Member | None,
    filed_by: Member,
    review,
    claims: Sequence[Claim],
    pieces: Sequence[dict[str, Any]],
    version: PolicyVersion,
    now: datetime,
    cutoff_at: datetime | None = None,
    origin: Origin = Origin.SELLER,
    **source: Any,
) -> RemovalRequest:
    """The case, governed by `version` to its end; `source` is the settlement or the notice that it came from.

    `by` is who acts, None for the clock; `filed_by` in whose name. `pieces` are columns of evidence. Nothing is sent
    or gathered yet: the caller nudges, and writes to whoever sent a notice. Raises OpenedAlready.
    """
    grounds = frozenset(GroundKey(claim.ground) for claim in claims)
    status = move(REQUEST, RequestStatus.SUBMITTED, first_status_after_filing(grounds))
    policy = version.policy
    reply_due = replying(now, policy).ends_at if status is RequestStatus.AWAITING_BUYER else None
    case = _create(
        tenant=tenant,
        review=review,
        seller_id=review.seller_id,
        filed_by=filed_by,
        origin=origin,
        status=status,
        policy_version=version,
        filed_at=now,
        cutoff_at=cutoff_at,
        buyer_reply_due_at=reply_due,
        due_at=deciding(reply_due or now, policy).ends_at,
        **source,
    )
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
        EvidenceRow(tenant=tenant, request=case, added_by=filed_by, added_at=now, **piece) for piece in pieces
    )
    append_findings(case, [row for row in rows if row.ground in GATHERED_AT_ONCE], at=now)
    keep_marks(case, now=now)
    if hides_review(case):
        hide_review(tenant=tenant, by=by, review=review, now=now)
    if origin != Origin.NOTICE:
        write_letter(Letter.Kind.CASE_RECEIVED, to=filed_by, case=case, now=now)
    if status is RequestStatus.AWAITING_BUYER:
        write_letter(Letter.Kind.REPLY_INVITED, to=review.buyer, case=case, now=now)
    data = {"grounds": sorted(grounds), "status": status, "policy": version.number, "origin": origin}
    record_entry(tenant=tenant, by=by, action="request.filed", subject=case, now=now, data=data)
    announce(tenant=tenant, kind="request.filed", subject=case, now=now, data={"status": status})
    return case


def _create(**columns: Any) -> RemovalRequest:
    try:
        with transaction.atomic():
            return RemovalRequest.objects.create(**columns)
    except IntegrityError as error:
        if not any(name in str(error) for name in _ONE_CASE):
            raise
        raise OpenedAlready from None
