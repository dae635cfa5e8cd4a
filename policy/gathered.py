"""What gatherers read out of texts, chats and accounts; None in the facts where nobody looked."""

from dataclasses import dataclass
from datetime import datetime

from policy.terms import EvidenceKind


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """A stretch of the comment that a gatherer marked, such as a telephone number or an insult."""

    start: int
    end: int
    kind: str
    confidence: float = 1.0
    """From 0 to 1."""


@dataclass(frozen=True, slots=True)
class Threat:
    """A demand of the buyer and the feedback that it was tied to; both may stand in one message."""

    message_id: str
    start: int
    """Where the words about feedback stand, in characters of the message."""
    end: int
    demand_message_id: str
    demand_start: int
    demand_end: int
    confidence: float
    """From 0 to 1."""


@dataclass(frozen=True, slots=True)
class Inducement:
    """Something of value that the seller tied to feedback, or pressure about it; both may stand in one message."""

    message_id: str
    start: int
    """Where the words about feedback stand, in characters of the message."""
    end: int
    offer_message_id: str
    offer_start: int
    """Where what was offered or threatened stands."""
    offer_end: int
    kind: str
    """"inducement" for something offered, "pressure" for something threatened or pleaded."""
    confidence: float
    """From 0 to 1."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the contested comment that stand in another text too, by characters of each."""

    start: int
    end: int
    there_start: int
    there_end: int


@dataclass(frozen=True, slots=True)
class Copy:
    """Another buyer's review with nearly the same words."""

    review_id: str
    order_id: str
    published_at: datetime
    likeness: float
    """From 0 to 100."""
    linked: bool
    """Whether its author shares a device, an address or a means of payment with this one."""
    same_seller: bool
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Coordination:
    """The set of negative reviews of one seller that this one may belong to."""

    cluster_size: int
    """Reviews of the set, this one among them; 1 for a review that stands alone."""
    other_reviews: tuple[str, ...] = ()
    """Ids of the others."""
    linked_accounts: int = 0
    """Authors of the set who share a device, an address or a means of payment with another of them."""
    competitor_members: int = 0
    """Authors of the set who belong to a competing seller."""
    author_linked: bool = False
    """Whether this review's author is one of the linked accounts or competitor's members."""
    shared_wording: int = 0
    """Reviews of the set whose words are nearly those of another one."""
    burst_likelihood: float | None = None
    """How likely so many negative reviews in so short a time are by chance, 0 to 1; None: not measured."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An order or an offer that the comment names."""

    start: int
    end: int
    names: EvidenceKind
    """ORDER for an order's number, TEXT for an offer's name."""
    order_id: str
    """The order that it leads to; empty where it leads to none of the buyer's orders from this seller."""
    likeness: float = 100.0
    """Likeness of the words to the number or the name, from 0 to 100."""
