"""Whether a removal request may be filed: one answer for the checker before filing and for filing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from policy import time_limits
from policy.document import PolicyDocument, RemovalPolicy
from policy.grounds import GROUNDS
from policy.phrases import date_in_words
from policy.problems import Problem
from policy.terms import EvidenceKind, FeedbackType, GroundKey, ProblemCode, ReviewStatus
from policy.windows import local_day


@dataclass(frozen=True, slots=True)
class Claim:
    """One ground that a requester names, as typed: the keys are checked here."""

    ground: str
    statement: str
    feedback_type: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a requester shows, as typed. Whether `ref` exists is for the caller to look up."""

    kind: str
    ref: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """What decides about the review and the requester."""

    review_status: ReviewStatus
    first_published_at: datetime
    timezone: tzinfo
    has_open_request: bool = False
    """Whether this requester already has an open request about this review."""
    suspended_until: datetime | None = None
    """The end of a suspension of the request right, if one is active."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Evidence that a claim needs and that was not given. `kind` is None where any kind would do."""

    ground: GroundKey
    kind: EvidenceKind | None
    detail: str


def may_file(
    facts: FilingFacts,
    claims: Sequence[Claim],
    evidence: Sequence[Evidence],
    policy: PolicyDocument,
    now: datetime,
) -> list[Problem]:
    """Everything that stands in the way of filing, most serious first; an empty list when nothing does."""
    return [
        *_requester_problems(facts, now),
        *_review_problems(facts),
        *_claim_problems(facts, claims, policy, now),
        *evidence_problems(evidence),
        *(
            Problem(ProblemCode.EVIDENCE_MISSING, "/evidence", missing.detail)
            for missing in missing_evidence(claims, evidence, policy)
        ),
    ]


def missing_evidence(claims: Sequence[Claim], evidence: Sequence[Evidence], policy: PolicyDocument) -> list[Missing]:
    """What the claims need beside what was given. One piece may serve several claims."""
    given = {piece.kind for piece in evidence}
    missing: list[Missing] = []
    for key in dict.fromkeys(claim.ground for claim in claims):
        if key not in policy.removal.grounds or not policy.removal.offers(GroundKey(key)):
            continue
        ground = GroundKey(key)
        name, asks_for = GROUNDS[ground].text.name, GROUNDS[ground].text.asks_for
        for kind in policy.removal.grounds[ground].required_evidence:
            if kind not in given:
                detail = f'"{name}" needs {_EVIDENCE_IN_WORDS[kind]}{_hint(asks_for)}.'
                missing.append(Missing(ground, kind, detail))
        if needs_any_evidence(ground, policy.removal) and not given:
            detail = f'"{name}" needs at least one piece of evidence, of any kind{_hint(asks_for)}.'
            missing.append(Missing(ground, None, detail))
    return missing


def needs_any_evidence(ground: GroundKey, removal: RemovalPolicy) -> bool:
    """Whether one piece of any kind is needed: evidence is required, and no kind is named for this ground."""
    named = removal.grounds[ground].required_evidence
    return removal.evidence_required and not named and not GROUNDS[ground].comment_is_evidence


_EVIDENCE_IN_WORDS = {
    EvidenceKind.MESSAGE: "a message of the order's chat",
    EvidenceKind.FILE: "a file",
    EvidenceKind.ORDER: "an order",
    EvidenceKind.REVIEW: "another review",
    EvidenceKind.TEXT: "an explanation in words",
}


def _hint(asks_for: str) -> str:
    return f": {asks_for}" if asks_for else ""


def _requester_problems(facts: FilingFacts, now: datetime) -> list[Problem]:
    until = facts.suspended_until
    if until is None or now >= until:
        return []
    day = date_in_words(local_day(until, facts.timezone))
    detail = f"Your right to request removals is suspended until {day}. It comes back by itself."
    return [Problem(ProblemCode.REQUEST_RIGHT_SUSPENDED, "", detail)]


def _review_problems(facts: FilingFacts) -> list[Problem]:
    if facts.review_status in (ReviewStatus.WITHDRAWN, ReviewStatus.REMOVED):
        detail = f"This review is already {facts.review_status.value}; there is nothing left to contest."
        return [Problem(ProblemCode.CONFLICT, "/review", detail)]
    if facts.has_open_request:
        detail = "You already have an open request about this review. You can add to that one or withdraw it."
        return [Problem(ProblemCode.CONFLICT, "/review", detail)]
    return []


def _claim_problems(
    facts: FilingFacts, claims: Sequence[Claim], policy: PolicyDocument, now: datetime
) -> list[Problem]:
    if not claims:
        return [Problem(ProblemCode.VALIDATION_FAILED, "/claims", "Please choose at least one ground.")]
    limit = time_limits.cutoff(facts.first_published_at, policy, facts.timezone)
    problems: list[Problem] = []
    for index, claim in enumerate(claims):
        at = f"/claims/{index}"
        if claim.ground not in policy.removal.offered:
            offered = ", ".join(GROUNDS[key].text.name for key in policy.removal.offered)
            detail = f"This marketplace does not offer that ground. It offers: {offered}."
            problems.append(Problem(ProblemCode.GROUND_NOT_OFFERED, f"{at}/ground", detail))
            continue
        ground = GroundKey(claim.ground)
        if limit.passed(now) and ground not in policy.removal.cutoff_exempt_grounds:
            detail = f"{limit.reason} That day has passed."
            problems.append(Problem(ProblemCode.CUTOFF_PASSED, f"{at}/ground", detail))
        if any(earlier.ground == claim.ground for earlier in claims[:index]):
            detail = "This ground is named twice; please put everything about it into one statement."
            problems.append(Problem(ProblemCode.VALIDATION_FAILED, f"{at}/ground", detail))
        problems += _statement_problems(claim, policy.removal.grounds[ground].statement_min_length, at)
        problems += _feedback_type_problems(claim, ground, at)
    return problems


def _statement_problems(claim: Claim, least: int, at: str) -> list[Problem]:
    length = len(claim.statement.strip())
    if length >= least:
        return []
    detail = f"Please say in at least {least} characters why this ground applies; so far there are {length}."
    return [Problem(ProblemCode.VALIDATION_FAILED, f"{at}/statement", detail)]


def _feedback_type_problems(claim: Claim, ground: GroundKey, at: str) -> list[Problem]:
    if claim.feedback_type is None:
        if ground is not GroundKey.PARTNER_AT_FAULT:
            return []
        detail = "Please choose the type of the feedback; it says whether the partner answers for it."
    elif claim.feedback_type in list(FeedbackType):
        return []
    else:
        detail = f"There is no such type of feedback. Choose from: {', '.join(FeedbackType)}."
    return [Problem(ProblemCode.VALIDATION_FAILED, f"{at}/feedback_type", detail)]


def evidence_problems(evidence: Sequence[Evidence]) -> list[Problem]:
    """Kinds that do not exist, and pieces without the reference or the text that their kind needs."""
    problems: list[Problem] = []
    for index, piece in enumerate(evidence):
        at = f"/evidence/{index}"
        if piece.kind not in list(EvidenceKind):
            detail = f"There is no such kind of evidence. Choose from: {', '.join(EvidenceKind)}."
            problems.append(Problem(ProblemCode.VALIDATION_FAILED, f"{at}/kind", detail))
        elif piece.kind == EvidenceKind.TEXT:
            if not (piece.text or "").strip():
                problems.append(Problem(ProblemCode.VALIDATION_FAILED, f"{at}/text", "Please write the explanation."))
        elif not piece.ref:
            detail = f"Please choose {_EVIDENCE_IN_WORDS[EvidenceKind(piece.kind)]} to show."
            problems.append(Problem(ProblemCode.VALIDATION_FAILED, f"{at}/ref", detail))
    return problems
