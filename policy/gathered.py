"""What gatherers read out of texts, chats and accounts; None in the facts where nobody looked."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

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
    """Whether its author shares a device or a means of payment with this one; an address alone is no link."""
    same_seller: bool
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What two reviews of the set have in common; never the thing itself, nor who wrote them."""

    review_id: str
    other_review_id: str
    by: str
    """One of "device", "payment", "address" (of the network), "competitor" and "words"."""


@dataclass(frozen=True, slots=True)
class Burst:
    """The stretch of days around the review in which the negative ones stand out most."""

    starts_on: date
    days: int
    negatives: int
    reviews: int
    """All reviews of these days, the negative ones among them."""
    usual: float
    """Negative reviews to expect among so many, by the seller's own past."""
    others: tuple[str, ...] = ()
    """Ids of the other negative reviews of these days, as far as they were looked at."""


@dataclass(frozen=True, slots=True)
class Coordination:
    """The set of negative reviews of one seller that this one may belong to."""

    cluster_size: int
    """Reviews of the set, this one among them; 1 for a review that stands alone."""
    other_reviews: tuple[str, ...] = ()
    """Ids of the others."""
    linked_accounts: int = 0
    """Authors of the set who share a device or a means of payment with another of them."""
    competitor_members: int = 0
    """Authors of the set who belong to a competing seller."""
    author_linked: bool = False
    """Whether this review's author is one of the linked accounts or competitor's members."""
    shared_wording: int = 0
    """Reviews of the set whose words are nearly those of another one."""
    burst_likelihood: float | None = None
    """How likely so many negative reviews in so short a time are by chance, 0 to 1; None: not measured."""
    accounts: int | None = None
    """Different authors of the set; None where nobody counted them."""
    days: int | None = None
    """Days from the first to the last review of the set, both counted; None where nobody counted them."""
    links: tuple[Link, ...] = ()
    """For each review of the set and each thing that it shares, one other review that shares it."""
    young_accounts: tuple[str, ...] = ()
    """Reviews of the set by accounts opened shortly before, and within days of one another."""
    canceled_soon: tuple[str, ...] = ()
    """Reviews of the set whose orders were canceled soon after they were placed."""
    burst: Burst | None = None
    """None where no burst was measured or nothing stood out at all."""
    burst_seen_from: int | None = None
    """The fewest negative reviews within 3 days that would stand out at this seller; None: not measured."""
    not_recorded: tuple[str, ...] = ()
    """What nobody recorded of the authors, so that it was not compared: "devices", "competitors"."""


class MentionRole(StrEnum):
    """What part an order plays in the comment that names it."""

    NAMED = "named"  # the comment speaks of it
    MEANT = "meant"  # the comment says that it is meant for it
    BESIDE = "beside"  # it is compared with, told of as an earlier one, or said not to be meant


@dataclass(frozen=True, slots=True)
class Mention:
    """An order or an offer that the comment names."""

    start: int
    end: int
    names: EvidenceKind
    """ORDER for an order's number, TEXT for an offer's name or words such as "another order"."""
    order_id: str | None
    """The order that it leads to; empty where it leads to none of the buyer's orders, None where nobody
    could look it up."""
    likeness: float = 100.0
    """Likeness of the words to the number or the name, from 0 to 100; a number less than wholly like
    this order's is a slip in writing it."""
    role: MentionRole = MentionRole.NAMED
