"""Cases, decisions and appeals as programs outside read them: in answers of the API, and when told of events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from disputes.models import Appeal, Decision, Origin, RemovalRequest
from disputes.queries import standing_decision
from disputes.telling.disclosure import status_at
from feedback.queries import review_of_id
from policy.terms import Party


def case_in_list(case: RemovalRequest, *, lease: bool, now: datetime) -> dict[str, Any]:
    """One line of a list: where it stands and what is claimed. `lease`: say who works on it, and until when.

    What a notice says is for the desk alone. Needs no query beyond the list's.
    """
    told = lease or case.origin != Origin.NOTICE
    lease = lease and case.claimed_until is not None and case.claimed_until > now
    return {
        "id": case.pk,
        "status": status_at(case, now),
        "review": case.review_id,
        "seller": case.seller.external_id,
        "order": case.review.order.external_id,
        "claims": [
            {
                "ground": each.ground,
                "statement": each.statement if told else "",
                "feedback_type": each.feedback_type or None,
            }
            for each in sorted(case.claims.all(), key=lambda claim: claim.pk)
        ],
        "filed_at": case.filed_at,
        "due_at": case.due_at,
        "buyer_reply_due_at": case.buyer_reply_due_at,
        "more_information_due_at": case.more_information_due_at,
        "cutoff_at": case.cutoff_at,
        "closed_at": case.closed_at,
        "claimed_by": (case.claimed_by.email or str(case.claimed_by)) if lease else None,
        "claimed_until": case.claimed_until if lease else None,
        "policy_version": case.policy_version.number,
        "version": case.version,
    }


def decision_json(decision: Decision, *, at_the_desk: bool) -> dict[str, Any]:
    told = {
        "id": decision.pk,
        "outcome": decision.outcome,
        "ground": decision.ground or None,
        "reason": decision.reason,
        "spans": decision.spans,
        # Those that a strike is of; none for the whole review.
        "criteria": decision.criteria or [],
        "policy_version": decision.policy_version.number,
        # Also once it was sent back: it never took effect.
        "held": decision.held and not getattr(getattr(decision, "approval", None), "approved", False),
        "supersedes": decision.supersedes_id,
        "decided_at": decision.decided_at,
    }
    if not at_the_desk:
        return told
    return told | {
        "findings": decision.findings,
        "good_faith": decision.good_faith,
        "departure_reason": decision.departure_reason,
        "decided_by": decision.decided_by.email or str(decision.decided_by),
    }


def appeal_json(appeal: Appeal, *, at_the_desk: bool, now: datetime) -> dict[str, Any]:
    lease = at_the_desk and appeal.claimed_until is not None and appeal.claimed_until > now
    return {
        "id": appeal.pk,
        "status": appeal.status,
        "decision": appeal.decision_id,
        "request": appeal.decision.request_id,
        "review": appeal.decision.review_id,
        "party": appeal.party,
        "body": appeal.body if at_the_desk or not _of_a_notice(appeal) else "",
        "lodged_at": appeal.lodged_at,
        "due_at": appeal.due_at,
        "claimed_by": (appeal.claimed_by.email or str(appeal.claimed_by)) if lease else None,
        "claimed_until": appeal.claimed_until if lease else None,
        "decided_at": appeal.decided_at,
        "reason": appeal.reason,
        "version": appeal.version,
    }


def _of_a_notice(appeal: Appeal) -> bool:
    """Whether whoever sent a notice lodged it: what they write may tell who they are."""
    return appeal.party == Party.REQUESTER and appeal.decision.request.origin == Origin.NOTICE


def case_told(case: RemovalRequest, *, now: datetime) -> dict[str, Any]:
    """What the marketplace's own programs are told of a case: where it stands, and the decision that holds."""
    decision = standing_decision(case)
    return case_in_list(case, lease=False, now=now) | {
        "outcome": decision and decision.outcome,
        "decision": decision and decision_json(decision, at_the_desk=False),
    }


def appeal_told(appeal: Appeal, *, now: datetime) -> dict[str, Any]:
    """What they are told of an appeal: where it stands, and the decision that took the other's place."""
    decision = getattr(appeal, "new_decision", None)
    review = review_of_id(appeal.decision.review_id)
    return appeal_json(appeal, at_the_desk=False, now=now) | {
        "seller": appeal.decision.request.seller.external_id,
        "new_decision": decision and decision_json(decision, at_the_desk=False),
        "review_status": review and review.status,
    }
