"""What a ground may look at, and what it answers. No star numbers: no decision depends on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from policy.gathered import Burst, Coordination, Copy, FoundSpan, Inducement, Link, Mention, Passage, Threat
from policy.terms import (
    EvidenceKind,
    FeedbackType,
    FulfilledBy,
    GroundKey,
    OrderStatus,
    SettlementStatus,
    Subject,
    Verdict,
)

__all__ = [
    "Burst",
    "ChatLine",
    "CommentSentence",
    "Coordination",
    "Copy",
    "Finding",
    "FoundSpan",
    "Inducement",
    "Link",
    "Mention",
    "NoticeFacts",
    "OrderFacts",
    "OtherReview",
    "PartnerDocuments",
    "Passage",
    "Reference",
    "RemovalFacts",
    "SettlementFacts",
    "Threat",
]


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """The reviewed order as the marketplace holds it. Times are aware; None where it holds none."""

    order_id: str
    status: OrderStatus
    fulfilled_by: FulfilledBy = FulfilledBy.SELLER
    placed_at: datetime | None = None
    promised_start_at: datetime | None = None
    started_at: datetime | None = None
    promised_completion_at: datetime | None = None
    promised_ship_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    closed_at: datetime | None = None
    tracking_number: str = ""


@dataclass(frozen=True, slots=True)
class CommentSentence:
    """One sentence of the comment, by character positions; `subject` is None where nobody could tell."""

    start: int
    end: int
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class OtherReview:
    """Another review of the same seller by the same buyer."""

    review_id: str
    order_id: str
    text: str
    published_at: datetime
    same_stars: bool
    """Whether it gave the same stars as the contested one; the stars themselves are not told."""
    likeness: float | None
    """Likeness of the two comments from 0 to 100; None where it was not measured."""
    fits_its_order: bool | None = None
    """Whether its comment speaks of its own order; None where nobody could tell."""
    stands: bool = True
    """Whether it is still published."""
    passages: tuple[Passage, ...] = ()
    """The words that both comments hold."""
    shared: float | None = None
    """The share of both comments, taken together, that stands in its passages, 0 to 1; None: not measured."""


@dataclass(frozen=True, slots=True)
class SettlementFacts:
    """A settlement about the reviewed order."""

    settlement_id: str
    status: SettlementStatus
    names_withdrawal: bool
    """Whether its terms name the withdrawal of the feedback."""
    perform_by: datetime
    withdraw_by: datetime
    accepted_at: datetime | None = None
    performed_at: datetime | None = None
    proposed_at: datetime | None = None
    """By this day people know it; None in facts of earlier days, which know its id alone."""


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One message of the order's conversation."""

    message_id: str
    from_buyer: bool
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class PartnerDocuments:
    """What the fulfilment partner was asked for and what came of it."""

    asked_at: datetime
    due_at: datetime
    given_at: datetime | None = None
    prove_it_right: bool | None = None
    """Whether what was given shows that the partner did its part; None until somebody has read it."""


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice of illegal content (DSA Art. 16)."""

    notice_id: str
    explanation: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class RemovalFacts:
    """Everything that may be known about one contested review at one moment."""

    review_id: str
    comment: str
    published_at: datetime
    gathered_at: datetime
    """The moment that these facts are of; it stands for "now"."""
    order: OrderFacts
    negative: bool | None = None
    """Whether it counts as negative feedback; None where that was not asked."""
    sentences: tuple[CommentSentence, ...] = ()
    """Empty where the comment was not read sentence by sentence, or where none of it speaks of anything."""
    asides: tuple[FoundSpan, ...] = ()
    """Sentences of feeling or circumstance alone, which were read and are left out of `sentences`."""
    personal_spans: tuple[FoundSpan, ...] | None = None
    """Contact data found in the comment; None where nobody looked."""
    fits_its_order: bool | None = None
    other_reviews: tuple[OtherReview, ...] = ()
    settlements: tuple[SettlementFacts, ...] = ()
    chat: tuple[ChatLine, ...] = ()
    feedback_type: FeedbackType | None = None
    partner_documents: PartnerDocuments | None = None
    notice: NoticeFacts | None = None
    threats: tuple[Threat, ...] | None = None
    """Demands tied to feedback in the buyer's messages; None where nobody looked."""
    coordination: Coordination | None = None
    """None where nobody compared the seller's negative reviews and their authors."""
    likeness_to_order: float | None = None
    """How like the comment is to the offer, the chat and what is rated, 0 to 1; None where not measured."""
    insult_spans: tuple[FoundSpan, ...] | None = None
    """Clauses that insult a person; None where nobody looked."""
    mentions: tuple[Mention, ...] | None = None
    """Orders and offers that the comment names; None where nobody looked."""
    obscene_spans: tuple[FoundSpan, ...] | None = None
    """Obscene words; None where nobody looked."""
    inducements: tuple[Inducement, ...] | None = None
    """What the seller's messages tied to feedback; None where nobody looked."""
    copies: tuple[Copy, ...] | None = None
    """Nearly the same words by other buyers, the likest first; None where nobody searched."""

    @property
    def stars_only(self) -> bool:
        """Whether the review has no words at all."""
        return not self.comment.strip()


@dataclass(frozen=True, slots=True)
class Reference:
    """What a finding rests on: a thing, and where in its text; or a field of the order by its name."""

    kind: EvidenceKind
    ref: str
    start: int | None = None
    end: int | None = None
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "kind": self.kind.value,
            "ref": self.ref,
            "start": self.start,
            "end": self.end,
            "note": self.note,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Reference":
        """The reference that `to_json` wrote."""
        return cls(EvidenceKind(data["kind"]), data["ref"], data.get("start"), data.get("end"), data.get("note", ""))


@dataclass(frozen=True, slots=True)
class Finding:
    """What holds for one ground, with a sentence that an agent can read out."""

    ground: GroundKey
    revision: int
    verdict: Verdict
    confidence: float
    """From 0 to 1; 0 for UNKNOWN."""
    explanation: str
    references: tuple[Reference, ...] = field(default=())

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise ValueError("Confidence is from 0 to 1.")

    def to_json(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "ground": self.ground.value,
            "revision": self.revision,
            "verdict": self.verdict.value,
            "confidence": self.confidence,
            "explanation": self.explanation,
            "references": [reference.to_json() for reference in self.references],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Finding":
        """The finding that `to_json` wrote."""
        return cls(
            GroundKey(data["ground"]),
            data["revision"],
            Verdict(data["verdict"]),
            data["confidence"],
            data["explanation"],
            tuple(Reference.from_json(each) for each in data["references"]),
        )
