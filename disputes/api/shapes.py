"""How cases, decisions, appeals and statements look as JSON, each for who may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from disputes.actions.check_request import CheckResult
from disputes.models import Appeal, Decision, Finding, InformationRequest, Origin, RemovalRequest, Statement
from disputes.queries import ClaimWithFinding, FairUse, story_of
from disputes.telling.disclosure import Disclosure, Piece, disclosed, references_told, status_at
from policy.problems import Problem
from policy.terms import Party, Verdict


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


def case_in_full(case: RemovalRequest, *, to: Disclosure, now: datetime) -> dict[str, Any]:
    """The whole case as that reader may see it."""
    story = story_of(case)
    decision = story.held if to.at_the_desk and story.held else story.standing
    return case_in_list(case, lease=to.at_the_desk, now=now) | {
        "claims": [_claim(each, case, to) for each in story.claims],
        "evidence": [_piece(each) for each in disclosed(story, to)],
        "reply": story.reply and {"body": story.reply.body, "at": story.reply.at},
        "information": [_information(each) for each in story.questions] if to.questions else [],
        "decision": decision and decision_json(decision, at_the_desk=to.at_the_desk),
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


def check_json(result: CheckResult) -> dict[str, Any]:
    return {
        "ok": result.ok,
        "problems": [_problem(each) for each in result.problems],
        "missing": [{"ground": each.ground, "kind": each.kind, "detail": each.detail} for each in result.missing],
        "cutoff_at": result.cutoff_at,
        "fair_use": _fair_use(result.fair_use),
    }


def refused_check(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """The checker's answer where the body cannot be read or names no review that the caller may see."""
    return {
        "ok": False,
        "problems": [_problem(each) for each in problems],
        "missing": [],
        "cutoff_at": None,
        "fair_use": _fair_use(FairUse(0, 0, None)),
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


def statement_json(statement: Statement) -> dict[str, Any]:
    moments = [at for letter in statement.letters.all() for at in (letter.sent_at, letter.read_at) if at]
    return {
        "id": statement.pk,
        "decision": statement.decision_id,
        "request": statement.decision.request_id,
        "review": statement.review_id,
        "order": statement.review.order.external_id,
        "kind": statement.kind,
        "outcome": statement.decision.outcome,
        "measure": statement.measure,
        "duration": statement.duration,
        "territory": statement.territory,
        "facts": statement.facts,
        "source": statement.source,
        "ground": statement.ground or None,
        "explanation": statement.explanation,
        "automated": statement.automated,
        "redress": statement.redress,
        "policy_version": statement.decision.policy_version.number,
        "created_at": statement.created_at,
        "informed_at": min(moments, default=None),
    }


def _claim(each: ClaimWithFinding, case: RemovalRequest, to: Disclosure) -> dict[str, Any]:
    return {
        "ground": each.claim.ground,
        "statement": each.claim.statement if to.requesters_words(case) else "",
        "feedback_type": each.claim.feedback_type or None,
        "finding": _finding(each.finding, case, to) if to.findings else None,
    }


def _finding(finding: Finding | None, case: RemovalRequest, to: Disclosure) -> dict[str, Any]:
    """Until a worker has looked, nothing is known."""
    if finding is None:
        return {
            "verdict": Verdict.UNKNOWN.value,
            "explanation": "The programs have not looked at this ground yet.",
            "confidence": 0.0,
            "references": [],
        }
    return {
        "verdict": finding.verdict,
        "explanation": finding.explanation,
        "confidence": finding.confidence,
        "references": references_told(finding.references, case, to),
    }


def _piece(piece: Piece) -> dict[str, Any]:
    return {
        "kind": piece.evidence.kind,
        "ref": piece.ref,
        "text": piece.evidence.text if piece.shown else None,
        "added_at": piece.evidence.added_at,
    }


def _information(row: InformationRequest) -> dict[str, Any]:
    return {
        "question": row.question,
        "asked_at": row.asked_at,
        "due_at": row.due_at,
        "answer": row.answer if row.answered_at else None,
        "answered_at": row.answered_at,
    }


def _fair_use(use: FairUse) -> dict[str, Any]:
    return {"groundless": use.groundless, "cautions": use.cautions, "suspended_until": use.suspended_until}


def _problem(problem: Problem) -> dict[str, Any]:
    return {"code": str(problem.code), "pointer": problem.pointer, "detail": problem.detail}
