"""Whether a removal request may be filed: one answer for the checker before filing and for filing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from policy import time_limits
from policy.document import PolicyDocument, RemovalPolicy
from policy.grounds import GROUNDS
from policy.problems import Problem
from policy.saying import joined, say
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
                needs = _EVIDENCE_IN_WORDS[kind]
                missing.append(Missing(ground, kind, _needs(name, needs, asks_for)))
        if needs_any_evidence(ground, policy.removal) and not given:
            missing.append(Missing(ground, None, _needs(name, _ANY_EVIDENCE, asks_for)))
    return missing


def needs_any_evidence(ground: GroundKey, removal: RemovalPolicy) -> bool:
    """Whether one piece of any kind is needed: evidence is required, and no kind is named for this ground."""
    named = removal.grounds[ground].required_evidence
    return removal.evidence_required and not named and not GROUNDS[ground].comment_is_evidence


_EVIDENCE_IN_WORDS = {
    EvidenceKind.MESSAGE: say("a message of the order's chat"),
    EvidenceKind.FILE: say("a file"),
    EvidenceKind.ORDER: say("an order"),
    EvidenceKind.REVIEW: say("another review"),
    EvidenceKind.TEXT: say("an explanation in words"),
}
_ANY_EVIDENCE = say("at least one piece of evidence, of any kind")
_TO_CHOOSE = {
    EvidenceKind.MESSAGE: say("Please choose a message of the order's chat to show."),
    EvidenceKind.FILE: say("Please choose a file to show."),
    EvidenceKind.ORDER: say("Please choose an order to show."),
    EvidenceKind.REVIEW: say("Please choose another review to show."),
}
_GONE = {
    ReviewStatus.WITHDRAWN: say("This review is already withdrawn; there is nothing left to contest."),
    ReviewStatus.REMOVED: say("This review is already removed; there is nothing left to contest."),
}


def _needs(ground: str, needs: str, asks_for: str) -> str:
    if not asks_for:
        return say('"{ground}" needs {evidence}.', ground=ground, evidence=needs)
    return say('"{ground}" needs {evidence}: {asks_for}.', ground=ground, evidence=needs, asks_for=asks_for)


def _requester_problems(facts: FilingFacts, now: datetime) -> list[Problem]:
    until = facts.suspended_until
    if until is None or now >= until:
        return []
    detail = say(
        "Your right to request removals is suspended until {day}. It comes back by itself.",
        day=local_day(until, facts.timezone),
    )
    return [Problem(ProblemCode.REQUEST_RIGHT_SUSPENDED, "", detail)]


def _review_problems(facts: FilingFacts) -> list[Problem]:
    if facts.review_status in _GONE:
        return [Problem(ProblemCode.CONFLICT, "/review", _GONE[facts.review_status])]
    if facts.has_open_request:
        detail = say("You already have an open request about this review. You can add to that one or withdraw it.")
        return [Problem(ProblemCode.CONFLICT, "/review", detail)]
    return []


def _claim_problems(
    facts: FilingFacts, claims: Sequence[Claim], policy: PolicyDocument, now: datetime
) -> list[Problem]:
    if not claims:
        return [Problem(ProblemCode.VALIDATION_FAILED, "/claims", say("Please choose at least one ground."))]
    limit = time_limits.cutoff(facts.first_published_at, policy, facts.timezone)
    problems: list[Problem] = []
    for index, claim in enumerate(claims):
        at = f"/claims/{index}"
        if claim.ground not in policy.removal.offered:
            offered = joined(*(GROUNDS[key].text.name for key in policy.removal.offered), by=", ")
            detail = say("This marketplace does not offer that ground. It offers: {grounds}.", grounds=offered)
            problems.append(Problem(ProblemCode.GROUND_NOT_OFFERED, f"{at}/ground", detail))
            continue
        ground = GroundKey(claim.ground)
        if limit.passed(now) and ground not in policy.removal.cutoff_exempt_grounds:
            detail = joined(limit.reason, say("That day has passed."))
            problems.append(Problem(ProblemCode.CUTOFF_PASSED, f"{at}/ground", detail))
        if any(earlier.ground == claim.ground for earlier in claims[:index]):
            detail = say("This ground is named twice; please put everything about it into one statement.")
            problems.append(Problem(ProblemCode.VALIDATION_FAILED, f"{at}/ground", detail))
        problems += _statement_problems(claim, policy.removal.grounds[ground].statement_min_length, at)
        problems += _feedback_type_problems(claim, ground, at)
    return problems


def _statement_problems(claim: Claim, least: int, at: str) -> list[Problem]:
    length = len(claim.statement.strip())
    if length >= least:
        return []
    detail = say(
        "Please say in at least {least:d} characters why this ground applies; so far there are {length:d}.",
        least=least,
        length=length,
    )
    return [Problem(ProblemCode.VALIDATION_FAILED, f"{at}/statement", detail)]


def _feedback_type_problems(claim: Claim, ground: GroundKey, at: str) -> list[Problem]:
    if claim.feedback_type is None:
        if ground is not GroundKey.PARTNER_AT_FAULT:
            return []
        detail = say("Please choose the type of the feedback; it says whether the partner answers for it.")
    elif claim.feedback_type in list(FeedbackType):
        return []
    else:
        detail = say("There is no such type of feedback. Choose from: {types}.", types=", ".join(FeedbackType))
    return [Problem(ProblemCode.VALIDATION_FAILED, f"{at}/feedback_type", detail)]


def evidence_problems(evidence: Sequence[Evidence]) -> list[Problem]:
    """Kinds that do not exist, and pieces without the reference or the text that their kind needs."""
    problems: list[Problem] = []
    for index, piece in enumerate(evidence):
        at = f"/evidence/{index}"
        if piece.kind not in list(EvidenceKind):
            detail = say("There is no such kind of evidence. Choose from: {kinds}.", kinds=", ".join(EvidenceKind))
            problems.append(Problem(ProblemCode.VALIDATION_FAILED, f"{at}/kind", detail))
        elif piece.kind == EvidenceKind.TEXT:
            if not (piece.text or "").strip():
                detail = say("Please write the explanation.")
                problems.append(Problem(ProblemCode.VALIDATION_FAILED, f"{at}/text", detail))
        elif not piece.ref:
            detail = _TO_CHOOSE[EvidenceKind(piece.kind)]
            problems.append(Problem(ProblemCode.VALIDATION_FAILED, f"{at}/ref", detail))
    return problems
