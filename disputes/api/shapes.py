"""How whole cases, checks and statements look as JSON, each for who may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from disputes.actions.check_request import CheckResult
from disputes.models import Finding, InformationRequest, RemovalRequest, Statement
from disputes.queries import ClaimWithFinding, FairUse, story_of
from disputes.shapes import case_in_list, decision_json
from disputes.telling.disclosure import Disclosure, Piece, disclosed, references_told
from policy.problems import Problem
from policy.terms import Verdict


def case_in_full(case: RemovalRequest, *, to: Disclosure, now: datetime) -> dict[str, Any]:
    """The whole case as that reader may see it."""
    story = story_of(case, with_facts=False)
    decision = story.held if to.at_the_desk and story.held else story.standing
    return case_in_list(case, lease=to.at_the_desk, now=now) | {
        "claims": [_claim(each, case, to) for each in story.claims],
        "evidence": [_piece(each) for each in disclosed(story, to)],
        "reply": story.reply and {"body": story.reply.body, "at": story.reply.at},
        "information": [_information(each) for each in story.questions] if to.questions else [],
        "decision": decision and decision_json(decision, at_the_desk=to.at_the_desk),
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
