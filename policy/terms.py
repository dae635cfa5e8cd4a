"""The words of the domain as enumerations: one word per concept, in code, pages, API and messages."""

from enum import StrEnum


class OrderStatus(StrEnum):
    """Where a purchase stands."""

    AWAITING_PAYMENT = "awaiting_payment"
    IN_PROGRESS = "in_progress"
    DELIVERED = "delivered"
    FINISHED = "finished"
    REFUND = "refund"
    CANCELED = "canceled"


class ReviewStatus(StrEnum):
    """Whether a review counts, and for whom. Only `published` counts in the seller's rate."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"  # by its author, for good
    STRUCK = "struck"  # readable, struck through
    REMOVED = "removed"
    ATTRIBUTED = "attributed"  # counts for the fulfilment partner instead


class RequestStatus(StrEnum):
    """Where a removal request stands."""

    SUBMITTED = "submitted"
    AWAITING_BUYER = "awaiting_buyer"
    IN_REVIEW = "in_review"
    MORE_INFORMATION = "more_information"
    AWAITING_APPROVAL = "awaiting_approval"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class AppealStatus(StrEnum):
    """Where an appeal stands. `upheld` means that the appellant was right."""

    LODGED = "lodged"
    IN_REVIEW = "in_review"
    UPHELD = "upheld"
    REJECTED = "rejected"


class SuspensionStatus(StrEnum):
    """Where a suspension of the request right stands; a lead confirms or dismisses what was proposed."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ENDED = "ended"  # by itself, on its end date
    LIFTED = "lifted"  # early, by a lead or on appeal
    DISMISSED = "dismissed"  # never took effect


class SettlementStatus(StrEnum):
    """Where a mutual agreement stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    PERFORMED = "performed"
    HONOURED = "honoured"
    BREACHED = "breached"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"  # the seller did not perform


class CustomOrderStatus(StrEnum):
    """Where a private offer to one buyer stands."""

    OPEN = "open"
    PAID = "paid"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Outcome(StrEnum):
    """What an agent's decision does to a review; `policy.outcomes` orders them by weight."""

    KEEP = "keep"
    REDACT = "redact"
    ATTRIBUTE = "attribute"
    STRIKE = "strike"
    REMOVE = "remove"


class Verdict(StrEnum):
    """What holds for one ground. UNKNOWN never counts as "no"."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    UNKNOWN = "UNKNOWN"


class Sentiment(StrEnum):
    """What a review's stars amount to."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Criterion(StrEnum):
    """What a buyer rates, each with 1 to 5 stars."""

    FULFILMENT = "fulfilment"
    START_TIME = "start_time"
    COMMUNICATION = "communication"


class OneStarCaps(StrEnum):
    """Whether a review with one criterion at one star may still be positive."""

    NONE = "none"
    NEUTRAL = "neutral"


class RateFormula(StrEnum):
    """How the feedback rate is counted."""

    POSITIVE_SHARE = "positive_share"  # P / (P + N)
    POSITIVE_OF_ALL = "positive_of_all"  # P / (P + neutral + N)


class RateStatus(StrEnum):
    """How a rate stands against the marketplace's target."""

    HEALTHY = "healthy"
    AT_RISK = "at_risk"
    CRITICAL = "critical"
    NOT_RATED = "not_rated"


class Window(StrEnum):
    """The spans over which figures are shown, in days counted back from today."""

    DAYS_30 = "30"
    DAYS_90 = "90"
    DAYS_365 = "365"
    LIFETIME = "lifetime"

    @property
    def days(self) -> int | None:
        """Length in days; None for the whole lifetime."""
        return None if self is Window.LIFETIME else int(self.value)


class GroundKey(StrEnum):
    """Every published reason for which feedback may be removed, struck, redacted or attributed."""

    BLACKMAIL = "blackmail"
    FEEDBACK_BOMBING = "feedback_bombing"
    DUPLICATE = "duplicate"
    MUTUAL_AGREEMENT = "mutual_agreement"
    UNRELATED = "unrelated"
    WRONG_ORDER = "wrong_order"
    OBSCENE_LANGUAGE = "obscene_language"
    PERSONAL_INFORMATION = "personal_information"
    PRODUCT_REVIEW = "product_review"
    PLATFORM_FULFILMENT = "platform_fulfilment"
    SHIPPED_ON_TIME = "shipped_on_time"
    PARTNER_AT_FAULT = "partner_at_fault"
    ILLEGAL_CONTENT = "illegal_content"


class EvidenceKind(StrEnum):
    """What may be shown for a claim."""

    MESSAGE = "message"
    FILE = "file"
    ORDER = "order"
    REVIEW = "review"
    TEXT = "text"


class FeedbackType(StrEnum):
    """The thirteen causes of a negative review; `policy.responsibility` says who answers for each."""

    POOR_CUSTOMER_SERVICE = "poor_customer_service"
    LATE_OR_NOT_RECEIVED = "late_or_not_received"
    MISSING_CONTENTS = "missing_contents"
    WRONG_ITEM = "wrong_item"
    POOR_PACKAGING = "poor_packaging"
    DAMAGED_OR_EXPIRED = "damaged_or_expired"
    INACCURATE_DESCRIPTION = "inaccurate_description"
    CANCELED_STILL_RECEIVED = "canceled_still_received"
    MISTAKE = "mistake"
    PRODUCT_REVIEW = "product_review"
    WANTS_ANSWER = "wants_answer"
    WARNING_OF_SCAM = "warning_of_scam"
    OTHER = "other"


class Subject(StrEnum):
    """What one sentence of a comment is about."""

    PRODUCT = "product"
    DELIVERY = "delivery"  # delay or non-receipt, nothing else
    FULFILMENT = "fulfilment"  # storage, packing, handling, damage on the way
    FULFILMENT_SERVICE = "fulfilment_service"  # the customer service of whoever fulfilled
    SELLER_SERVICE = "seller_service"
    COMMUNICATION = "communication"
    PRICE = "price"
    OTHER = "other"


class FulfilledBy(StrEnum):
    """Who stored, packed and shipped an order."""

    SELLER = "seller"
    PLATFORM = "platform"
    PARTNER = "partner"


class CompensationKind(StrEnum):
    """What a seller may give to make something good, tied to nothing."""

    SERVICE = "service"
    ITEM = "item"
    DISCOUNT = "discount"
    REPLACEMENT = "replacement"
    PARTIAL_REFUND = "partial_refund"


class Party(StrEnum):
    """The two sides of a case."""

    AUTHOR = "author"  # of the review
    REQUESTER = "requester"  # of its removal


class MisuseKind(StrEnum):
    """Steps against misuse of a right (DSA Art. 23)."""

    CAUTION = "caution"
    SUSPENSION = "suspension"


class MisuseGravity(StrEnum):
    """How much weight one case of misuse has: many minor ones, or one grave one, call for a step."""

    MINOR = "minor"
    GRAVE = "grave"


class MisuseSubject(StrEnum):
    """Whose right a step against misuse touches."""

    SELLER = "seller"  # to request removals
    BUYER = "buyer"  # to leave reviews
    NOTICE_AUTHOR = "notice_author"  # to send notices


class DsaTier(StrEnum):
    """How much of the EU Digital Services Act a marketplace is held to."""

    NONE = "none"
    SMALL = "small"
    FULL = "full"


class ProblemCode(StrEnum):
    """Why an act is refused; stable, part of the HTTP contract."""

    VALIDATION_FAILED = "validation_failed"
    CONFLICT = "conflict"
    NOT_REVIEWABLE = "not_reviewable"
    WINDOW_CLOSED = "window_closed"
    ALREADY_REVIEWED = "already_reviewed"
    CUTOFF_PASSED = "cutoff_passed"
    GROUND_NOT_OFFERED = "ground_not_offered"
    EVIDENCE_MISSING = "evidence_missing"
    REQUEST_RIGHT_SUSPENDED = "request_right_suspended"
    NOT_APPEALABLE = "not_appealable"
    TOO_EARLY = "too_early"
    CONTACT_LIMITED = "contact_limited"
    NOT_ALLOWED_BY_POLICY = "not_allowed_by_policy"
