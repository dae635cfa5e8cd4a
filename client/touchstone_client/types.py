"""What bodies and answers hold, as the published schema says: written by client/generate.py."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class Answer(TypedDict):
    answer: str
    evidence: NotRequired[list[EvidenceBody]]


class AnswerBody(TypedDict):
    version: NotRequired[int]


class AppealAnswer(TypedDict):
    body: str
    claimed_by: str | None
    claimed_until: str | None
    decided_at: str | None
    decision: str
    due_at: str
    id: str
    lodged_at: str
    new_decision: DecisionAnswer | None
    party: Literal["author", "requester"]
    reason: str
    request: str
    review: str
    review_status: Literal["published", "withdrawn", "struck", "removed", "attributed"]
    status: Literal["lodged", "in_review", "upheld", "rejected"]
    version: int


class AppealDecisionBody(TypedDict):
    criteria: NotRequired[list[Literal["fulfilment", "start_time", "communication"]]]
    findings: NotRequired[dict[str, Literal["met", "not_met"]]]
    new_outcome: NotRequired[Literal["keep", "redact", "attribute", "strike", "remove"] | None]
    outcome: Literal["upheld", "rejected"]
    reason: str
    spans: NotRequired[list[list[int]]]
    version: int


class AppealInList(TypedDict):
    body: str
    claimed_by: str | None
    claimed_until: str | None
    decided_at: str | None
    decision: str
    due_at: str
    id: str
    lodged_at: str
    party: Literal["author", "requester"]
    reason: str
    request: str
    review: str
    status: Literal["lodged", "in_review", "upheld", "rejected"]
    version: int


class AppealedInMonthAnswer(TypedDict):
    lodged: int
    month: str
    party: str
    rejected: int
    upheld: int


class AppealsAnswer(TypedDict):
    author: PartyAnswer
    hours: HoursAnswer | None
    requester: PartyAnswer


class ApprovalBody(TypedDict):
    reason: NotRequired[str]
    version: int


class AskBody(TypedDict):
    feedback_type: NotRequired[
        Literal[
            "poor_customer_service",
            "late_or_not_received",
            "missing_contents",
            "wrong_item",
            "poor_packaging",
            "damaged_or_expired",
            "inaccurate_description",
            "canceled_still_received",
            "mistake",
            "product_review",
            "wants_answer",
            "warning_of_scam",
            "other",
        ]
        | None
    ]
    review: str


class AttemptAnswer(TypedDict):
    answer: str
    at: str
    error: str | None
    milliseconds: int
    status: int | None


class BasisAnswer(TypedDict):
    fell_back: bool
    ratings: int
    window: Literal["365", "lifetime"]


class BriefResponseAnswer(TypedDict):
    body: str
    edited_at: str | None
    published_at: str


class BuyerBody(TypedDict):
    account_created_at: NotRequired[str | None]
    email: str
    external_id: str
    fingerprints: NotRequired[list[FingerprintBody]]
    name: str


class CaseAnswer(TypedDict):
    buyer_reply_due_at: str | None
    claimed_by: str | None
    claimed_until: str | None
    claims: list[ClaimAnswer]
    closed_at: str | None
    cutoff_at: str | None
    decision: DecisionAnswer | None
    due_at: str
    evidence: list[EvidenceAnswer]
    filed_at: str
    id: str
    information: list[InformationAnswer]
    more_information_due_at: str | None
    order: str
    policy_version: int
    reply: ReplyAnswer | None
    review: str
    seller: str
    status: Literal[
        "submitted", "awaiting_buyer", "in_review", "more_information", "awaiting_approval", "decided", "withdrawn"
    ]
    version: int


class CaseInList(TypedDict):
    buyer_reply_due_at: str | None
    claimed_by: str | None
    claimed_until: str | None
    claims: list[ClaimInList]
    closed_at: str | None
    cutoff_at: str | None
    due_at: str
    filed_at: str
    id: str
    more_information_due_at: str | None
    order: str
    policy_version: int
    review: str
    seller: str
    status: Literal[
        "submitted", "awaiting_buyer", "in_review", "more_information", "awaiting_approval", "decided", "withdrawn"
    ]
    version: int


class CauseAnswer(TypedDict):
    feedback_type: Literal[
        "poor_customer_service",
        "late_or_not_received",
        "missing_contents",
        "wrong_item",
        "poor_packaging",
        "damaged_or_expired",
        "inaccurate_description",
        "canceled_still_received",
        "mistake",
        "product_review",
        "wants_answer",
        "warning_of_scam",
        "other",
    ]
    note: str
    review: str
    side: Literal["seller", "agent"]
    typed_at: str


class ChangeAnswer(TypedDict):
    at: str
    by: Literal["author", "desk", "program", "import"]
    decision: str | None
    ground: str | None
    kind: str
    sentiment: Literal["positive", "neutral", "negative"] | None
    stars: int | None
    status: Literal["published", "withdrawn", "struck", "removed", "attributed"]
    struck_criteria: list[Literal["fulfilment", "start_time", "communication"]]
    version: int


class ChangedDraft(TypedDict):
    document: NotRequired[dict[str, Any]]
    title: NotRequired[str]
    version: int


class ChangedEndpoint(TypedDict):
    description: NotRequired[str]
    events: NotRequired[list[str]]
    url: NotRequired[str]
    version: int


class CheckAnswer(TypedDict):
    cutoff_at: str | None
    fair_use: FairUseAnswer
    missing: list[MissingAnswer]
    ok: bool
    problems: list[ProblemAnswer]


class ClaimAnswer(TypedDict):
    feedback_type: str | None
    finding: FindingAnswer | None
    ground: str
    statement: str


class ClaimBody(TypedDict):
    feedback_type: NotRequired[str | None]
    ground: str
    statement: str


class ClaimInList(TypedDict):
    feedback_type: str | None
    ground: str
    statement: str


class CompensationAnswer(TypedDict):
    amount: str | None
    currency: str
    description: str
    given_at: str
    id: str
    kind: str
    order: str


class CompensationBody(TypedDict):
    amount: NotRequired[str | None]
    description: str
    kind: str
    order: str


class CriteriaAnswer(TypedDict):
    communication: float | None
    fulfilment: float | None
    start_time: float | None


class CustomOrderAnswer(TypedDict):
    expires_at: str
    id: str
    link: str


class CustomOrderBody(TypedDict):
    amount: str
    buyer: NotRequired[str]
    complete_within_hours: NotRequired[int | None]
    currency: str
    description: NotRequired[str]
    order: NotRequired[str]
    title: str


class DecidedAnswer(TypedDict):
    decision: DecisionAnswer
    review: ReviewStateAnswer


class DecidedCountAnswer(TypedDict):
    count: int
    ground: str | None
    month: str
    outcome: Literal["keep", "redact", "attribute", "strike", "remove"]
    stars: int


class DecisionAnswer(TypedDict):
    criteria: list[Literal["fulfilment", "start_time", "communication"]]
    decided_at: str
    decided_by: NotRequired[str]
    departure_reason: NotRequired[str]
    findings: NotRequired[dict[str, Any]]
    good_faith: NotRequired[bool]
    ground: str | None
    held: bool
    id: str
    outcome: Literal["keep", "redact", "attribute", "strike", "remove"]
    policy_version: int
    reason: str
    spans: list[list[int]]
    supersedes: str | None


class DecisionBody(TypedDict):
    criteria: NotRequired[list[Literal["fulfilment", "start_time", "communication"]]]
    departure_reason: NotRequired[str]
    findings: dict[str, Literal["met", "not_met"]]
    good_faith: bool
    outcome: Literal["keep", "redact", "attribute", "strike", "remove"]
    reason: str
    spans: NotRequired[list[list[int]]]
    version: int


class DecisionTold(TypedDict):
    appeals: NotRequired[list[str]]
    approved: bool | None
    criteria: list[Literal["fulfilment", "start_time", "communication"]]
    decided_at: str
    decided_by: Literal["agent", "lead"]
    decided_by_name: NotRequired[str]
    departure_reason: NotRequired[str]
    facts_digest: NotRequired[str]
    findings: NotRequired[dict[str, Any]]
    good_faith: NotRequired[bool]
    ground: str | None
    held: bool
    id: str
    in_effect_at: str | None
    outcome: Literal["keep", "redact", "attribute", "strike", "remove"]
    policy: str
    policy_version: int
    proposed: NotRequired[dict[str, Any]]
    reason: NotRequired[str]
    request: NotRequired[str]
    review: str
    statements: NotRequired[list[str]]
    superseded_by: str | None
    supersedes: str | None


class DeliveryAnswer(TypedDict):
    attempts: list[AttemptAnswer]
    created_at: str
    delivered_at: str | None
    endpoint: str
    event: Literal[
        "review.published",
        "review.edited",
        "review.withdrawn",
        "review.removed",
        "review.struck",
        "review.redacted",
        "review.attributed",
        "review.restored",
        "response.published",
        "response.withdrawn",
        "rating.changed",
        "request.filed",
        "request.decided",
        "request.withdrawn",
        "appeal.lodged",
        "appeal.decided",
        "webhook.test",
    ]
    id: str
    message: str
    next_at: str | None
    status: Literal["waiting", "delivered", "given_up"]


class DocumentsAnswer(TypedDict):
    answer: str | None
    asked_at: str
    asks_for: str
    due_at: str
    feedback_type: Literal[
        "poor_customer_service",
        "late_or_not_received",
        "missing_contents",
        "wrong_item",
        "poor_packaging",
        "damaged_or_expired",
        "inaccurate_description",
        "canceled_still_received",
        "mistake",
        "product_review",
        "wants_answer",
        "warning_of_scam",
        "other",
    ]
    files: list[GivenFile]
    given_at: str | None
    id: str
    judged_at: str | None
    judgement: str | None
    late: bool
    order: str
    partner: str
    proves_it_right: bool | None
    review: str
    version: int


class DraftAnswer(TypedDict):
    based_on: int
    changed_at: str
    document: dict[str, Any]
    id: str
    made_at: str
    published_as: int | None
    replay: ReplayAnswer | None
    report: dict[str, Any] | None
    state: Literal["open", "published", "discarded"]
    title: str
    version: int


class DraftInList(TypedDict):
    based_on: int
    changed_at: str
    id: str
    made_at: str
    published_as: int | None
    state: Literal["open", "published", "discarded"]
    title: str
    version: int


class DsaPayloadAnswer(TypedDict):
    application_date: str
    automated_decision: str
    automated_detection: Literal["Yes", "No"]
    category: str
    category_specification: NotRequired[list[str]]
    content_date: str
    content_type: list[str]
    decision_facts: str
    decision_ground: Literal["DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"]
    decision_ground_reference_url: str
    decision_visibility: list[str]
    decision_visibility_other: NotRequired[str]
    illegal_content_explanation: NotRequired[str]
    illegal_content_legal_ground: NotRequired[str]
    incompatible_content_explanation: NotRequired[str]
    incompatible_content_ground: NotRequired[str]
    incompatible_content_illegal: NotRequired[Literal["Yes", "No"]]
    puid: str
    source_type: str
    territorial_scope: list[str]


class EditBody(TypedDict):
    comment: NotRequired[str]
    communication: NotRequired[int]
    fulfilment: NotRequired[int | None]
    start_time: NotRequired[int]
    version: int


class EndpointAnswer(TypedDict):
    created_at: str
    description: str
    disabled_at: str | None
    disabled_because: Literal["failures", "gone"] | None
    events: list[
        Literal[
            "review.published",
            "review.edited",
            "review.withdrawn",
            "review.removed",
            "review.struck",
            "review.redacted",
            "review.attributed",
            "review.restored",
            "response.published",
            "response.withdrawn",
            "rating.changed",
            "request.filed",
            "request.decided",
            "request.withdrawn",
            "appeal.lodged",
            "appeal.decided",
        ]
    ]
    failing_since: str | None
    former_secret_until: str | None
    id: str
    status: Literal["on", "disabled"]
    url: str
    version: int


class EndpointWithSecret(TypedDict):
    created_at: str
    description: str
    disabled_at: str | None
    disabled_because: Literal["failures", "gone"] | None
    events: list[
        Literal[
            "review.published",
            "review.edited",
            "review.withdrawn",
            "review.removed",
            "review.struck",
            "review.redacted",
            "review.attributed",
            "review.restored",
            "response.published",
            "response.withdrawn",
            "rating.changed",
            "request.filed",
            "request.decided",
            "request.withdrawn",
            "appeal.lodged",
            "appeal.decided",
        ]
    ]
    failing_since: str | None
    former_secret_until: str | None
    id: str
    secret: str
    status: Literal["on", "disabled"]
    url: str
    version: int


class EvidenceAnswer(TypedDict):
    added_at: str
    kind: str
    ref: str | None
    text: str | None


class EvidenceBody(TypedDict):
    kind: str
    ref: NotRequired[str | None]
    text: NotRequired[str | None]


class FairUseAnswer(TypedDict):
    cautions: int
    groundless: int
    suspended_until: str | None


class FigureAnswer(TypedDict):
    basis: str | None
    category: str | None
    ground: str | None
    indicator: str
    measure: str | None
    part: str
    unit: Literal["count", "hours", "not_kept"]
    value: float | None
    who: str | None


class FileAnswer(TypedDict):
    content_type: str
    id: str
    name: str
    size: int


class FindingAnswer(TypedDict):
    confidence: float
    explanation: str
    references: list[dict[str, Any]]
    verdict: Literal["MET", "NOT_MET", "UNKNOWN"]


class FingerprintBody(TypedDict):
    kind: Literal["device", "address", "payment"]
    value: str


class GiveBody(TypedDict):
    answer: str
    files: NotRequired[list[str]]


class GivenFile(TypedDict):
    id: str
    name: str


class HeadlineAnswer(TypedDict):
    rate: str | None
    status: Literal["healthy", "at_risk", "critical", "not_rated"]
    windows: WindowsAnswer


HistogramAnswer = TypedDict("HistogramAnswer", {"1": "int", "2": "int", "3": "int", "4": "int", "5": "int"})


class HoursAnswer(TypedDict):
    median: float
    p95: float


class InformationAnswer(TypedDict):
    answer: str | None
    answered_at: str | None
    asked_at: str
    due_at: str
    question: str


class JudgeBody(TypedDict):
    judgement: str
    proves_it_right: bool
    version: int


class ListedOfferBody(TypedDict):
    complete_within_hours: NotRequired[int | None]
    currency: NotRequired[str]
    description: NotRequired[str]
    listed: NotRequired[bool]
    price: NotRequired[str | None]
    seller: NotRequired[str]
    start_within_hours: NotRequired[int | None]
    stock: NotRequired[int | None]
    title: str
    version: NotRequired[int]


class MessageAnswer(TypedDict):
    body: str
    external_id: str
    files: list[FileAnswer]
    id: str
    order: str
    sender: Literal["buyer", "seller"]
    sent_at: str


class MessageBody(TypedDict):
    body: str
    external_id: NotRequired[str]
    files: NotRequired[list[str]]
    sender: Literal["buyer", "seller"]
    sent_at: NotRequired[str]


class MissingAnswer(TypedDict):
    detail: str
    ground: str
    kind: str | None


class NewDraft(TypedDict):
    document: dict[str, Any]
    title: NotRequired[str]


class NewEndpoint(TypedDict):
    description: NotRequired[str]
    events: NotRequired[list[str]]
    url: str


class NoFields(TypedDict):
    pass


class NoticeAnswer(TypedDict):
    about: Literal["illegal_content", "personal_information"]
    answer: str | None
    answered_at: str | None
    email: str
    explanation: str
    id: str
    law: str | None
    manifestly_unfounded: bool
    name: str
    number: str
    received_at: str
    request: str | None
    review: str | None
    status: Literal["received", "case", "dismissed"]
    url: str
    version: int


class NoticeBody(TypedDict):
    about: NotRequired[Literal["illegal_content", "personal_information"]]
    email: str
    explanation: str
    good_faith: bool
    law: NotRequired[str | None]
    name: str
    url: str


class OfferAnswer(TypedDict):
    complete_within_hours: int | None
    currency: str
    description: str
    external_id: str
    id: str
    listed: bool
    paused_from: str | None
    paused_until: str | None
    price: str | None
    sale: str
    seller: str
    start_within_hours: int | None
    stock: int | None
    title: str
    version: int


class OfferBody(TypedDict):
    description: NotRequired[str]
    external_id: str
    title: str


class OrderAnswer(TypedDict):
    amount: str | None
    buyer: PartyBody
    closed_at: str | None
    created_at: str
    currency: str | None
    delivered_at: str | None
    external_id: str
    fulfilled_by: Literal["seller", "platform", "partner"]
    id: str
    offer: OfferBody
    partner: PartyBody | None
    placed_at: str
    promised_completion_at: str | None
    promised_ship_at: str | None
    promised_start_at: str | None
    reviewable: bool
    seller: PartyBody
    shipped_at: str | None
    started_at: str | None
    status: Literal["awaiting_payment", "in_progress", "delivered", "finished", "refund", "canceled"]
    tracking_number: str | None
    updated_at: str


class OrderBody(TypedDict):
    amount: NotRequired[str | None]
    buyer: BuyerBody
    closed_at: NotRequired[str | None]
    currency: NotRequired[str | None]
    delivered_at: NotRequired[str | None]
    fulfilled_by: Literal["seller", "platform", "partner"]
    offer: OfferBody
    partner: NotRequired[PartyBody | None]
    placed_at: str
    promised_completion_at: NotRequired[str | None]
    promised_ship_at: NotRequired[str | None]
    promised_start_at: NotRequired[str | None]
    seller: PartyBody
    shipped_at: NotRequired[str | None]
    started_at: NotRequired[str | None]
    status: Literal["awaiting_payment", "in_progress", "delivered", "finished", "refund", "canceled"]
    tracking_number: NotRequired[str | None]


class PartnerRatingAnswer(TypedDict):
    basis: BasisAnswer
    computed_at: str | None
    criteria: CriteriaAnswer
    formula: Literal["positive_share", "positive_of_all"]
    histogram: HistogramAnswer
    likely_between: list[float] | None
    partner: str
    penalties: list[PenaltyAnswer]
    rate: str | None
    ratio: str | None
    removed: dict[str, int]
    status: Literal["healthy", "at_risk", "critical", "not_rated"]
    struck: int
    sure: bool
    target: str
    version: int | None
    windows: WindowsAnswer


class PartyAnswer(TypedDict):
    lodged: int
    rejected: int
    upheld: int


class PartyBody(TypedDict):
    external_id: str
    name: str


class PenaltyAnswer(TypedDict):
    at: str
    feedback_type: str
    order: str
    points: int


class PerformanceBody(TypedDict):
    files: NotRequired[list[str]]
    performance: NotRequired[str]
    version: NotRequired[int]


class PolicyAnswer(TypedDict):
    document: dict[str, Any]
    effective_from: str
    note: str
    number: int
    published_at: str


class ProblemAnswer(TypedDict):
    code: str
    detail: str
    pointer: str


class Publication(TypedDict):
    effective_from: NotRequired[str | None]
    note: NotRequired[str]
    version: NotRequired[int]


class Question(TypedDict):
    question: str
    version: int


class RatingAnswer(TypedDict):
    basis: BasisAnswer
    computed_at: str | None
    criteria: CriteriaAnswer
    formula: Literal["positive_share", "positive_of_all"]
    histogram: HistogramAnswer
    likely_between: list[float] | None
    rate: str | None
    ratio: str | None
    removed: dict[str, int]
    seller: str
    status: Literal["healthy", "at_risk", "critical", "not_rated"]
    struck: int
    sure: bool
    target: str
    version: int | None
    windows: WindowsAnswer


class ReceiptAnswer(TypedDict):
    about: Literal["illegal_content", "personal_information"]
    decision_due_at: str | None
    link: str
    number: str
    received_at: str
    status: Literal["received", "case", "dismissed"]
    url: str


class ReplayAnswer(TypedDict):
    asked_at: str
    current: bool
    days: int
    done: int
    error: str | None
    finished_at: str | None
    id: str
    state: Literal["waiting", "running", "done", "failed"]
    total: int | None


class ReplayAskedAnswer(TypedDict):
    id: str
    replay: ReplayState
    report: dict[str, Any] | None


class ReplayState(TypedDict):
    asked_at: str
    current: bool
    days: int
    done: int
    error: str | None
    finished_at: str | None
    id: str
    state: Literal["waiting", "running", "done", "failed"]
    total: int | None


class ReplayedAnswer(TypedDict):
    deliveries: int


class ReplyAnswer(TypedDict):
    at: str
    body: str


class RequestBody(TypedDict):
    claims: list[ClaimBody]
    evidence: NotRequired[list[EvidenceBody]]
    review: str


class ResponseAnswer(TypedDict):
    body: str
    edited_at: str | None
    id: str
    published_at: str
    review: str
    version: int


class ResponseBody(TypedDict):
    body: str


class ReviewAnswer(TypedDict):
    attributed_to: str | None
    comment: str | None
    communication: int | None
    edited_at: str | None
    fulfilment: int | None
    ground: str | None
    hidden: bool
    id: str
    order: str
    overall: int | None
    published_at: str
    response: BriefResponseAnswer | None
    seller: str
    sentiment: str | None
    start_time: int | None
    status: str
    struck_criteria: list[Literal["fulfilment", "start_time", "communication"]]
    version: int


class ReviewBehindAnswer(TypedDict):
    counted: bool
    decision: str | None
    ground: str | None
    id: str
    order: str | None
    published_at: str
    sentiment: Literal["positive", "neutral", "negative"]
    since: str
    stars: int | None
    status: Literal["published", "withdrawn", "struck", "removed", "attributed"]
    version: int
    why_not: Literal["struck", "removed", "attributed", "withdrawn", "same_buyer"] | None


class ReviewBody(TypedDict):
    comment: NotRequired[str]
    communication: int
    fulfilment: NotRequired[int | None]
    start_time: int


class ReviewStateAnswer(TypedDict):
    id: str
    status: Literal["published", "withdrawn", "struck", "removed", "attributed"]


class SeenDraft(TypedDict):
    version: int


class SellerAnswer(TypedDict):
    external_id: str
    name: str
    slug: str
    url: str


class SendBackBody(TypedDict):
    reason: str
    version: int


class SettlementAnswer(TypedDict):
    answered_at: str | None
    closed_at: str | None
    files: list[FileAnswer]
    id: str
    no_case_because: str
    order: str
    perform_by: str
    performance: str
    performed_at: str | None
    proposed_at: str
    status: Literal[
        "proposed", "accepted", "performed", "honoured", "breached", "declined", "expired", "withdrawn", "failed"
    ]
    terms: str
    version: int
    withdraw_by: str


class SettlementBody(TypedDict):
    order: str
    perform_by: str
    terms: str
    withdraw_by: str


class Since(TypedDict):
    since: str


class Span(TypedDict):
    days: int


class StatementAnswer(TypedDict):
    automated: str
    created_at: str
    decision: str
    duration: str
    explanation: str
    facts: str
    ground: str | None
    id: str
    informed_at: str | None
    kind: Literal["statement", "notice"]
    measure: str
    order: str
    outcome: Literal["keep", "redact", "attribute", "strike", "remove"]
    policy_version: int
    redress: str
    request: str
    review: str
    source: str
    territory: str


class StepAnswer(TypedDict):
    appeal: StepAppealAnswer | None
    cases: list[str]
    closed_at: str | None
    confirmed_at: str | None
    counts: dict[str, Any]
    ends_at: str | None
    gravity: str
    id: str
    kind: Literal["caution", "suspension"]
    member: str
    policy_version: int
    proposed_at: str
    reason: str
    reasons: list[str]
    share: float
    status: Literal["proposed", "active", "ended", "lifted", "dismissed"]
    subject: Literal["seller", "buyer", "notice_author"]
    version: int


class StepAppealAnswer(TypedDict):
    body: str
    decided_at: str | None
    due_at: str
    id: str
    lodged_at: str
    reason: str
    status: Literal["lodged", "upheld", "rejected"]
    version: int


class StepAppealDecisionBody(TypedDict):
    outcome: Literal["upheld", "rejected"]
    reason: str
    version: int


class StepBody(TypedDict):
    reason: str
    version: int


class StepCountAnswer(TypedDict):
    count: int
    kind: str
    subject: str


class SteppedAnswer(TypedDict):
    count: int
    kind: str
    month: str
    subject: str


class TookAnswer(TypedDict):
    ground: str | None
    median: float
    month: str
    p95: float


class TransparencyAnswer(TypedDict):
    appeals: AppealsAnswer
    appeals_by_month: list[AppealedInMonthAnswer]
    by_ground: dict[str, int]
    by_outcome: dict[str, int]
    by_stars: dict[str, int]
    computed_at: str
    decisions: list[DecidedCountAnswer]
    filed: dict[str, int]
    first_month: str
    hours_by_month: list[TookAnswer]
    hours_to_decision: HoursAnswer | None
    last_month: str
    notices: int
    steps_against_misuse: list[StepCountAnswer]
    steps_by_month: list[SteppedAnswer]


class TriageBody(TypedDict):
    answer: NotRequired[str]
    manifestly_unfounded: NotRequired[bool]
    outcome: Literal["case", "dismissed"]
    review: NotRequired[str]
    version: int


class TypeBody(TypedDict):
    feedback_type: Literal[
        "poor_customer_service",
        "late_or_not_received",
        "missing_contents",
        "wrong_item",
        "poor_packaging",
        "damaged_or_expired",
        "inaccurate_description",
        "canceled_still_received",
        "mistake",
        "product_review",
        "wants_answer",
        "warning_of_scam",
        "other",
    ]
    note: NotRequired[str]


class WhatIfAnswer(TypedDict):
    five_star_reviews_to_target: int | None
    leaves_window_on: str | None
    now: HeadlineAnswer
    then: HeadlineAnswer


class WindowAnswer(TypedDict):
    negative: int
    neutral: int
    positive: int
    rate: str | None


WindowsAnswer = TypedDict(
    "WindowsAnswer", {"30": "WindowAnswer", "365": "WindowAnswer", "90": "WindowAnswer", "lifetime": "WindowAnswer"}
)


class WithdrawBody(TypedDict):
    version: NotRequired[int]


class WithdrawRequestBody(TypedDict):
    version: NotRequired[int]


class Words(TypedDict):
    body: str


class YearlyAnswer(TypedDict):
    complete: bool
    computed_at: str
    figures: list[FigureAnswer]
    first_day: str
    last_day: str
    year: int
