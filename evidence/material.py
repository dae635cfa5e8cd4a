"""What gatherers are given: the facts as the marketplace holds them, and what helps to read the texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from policy.facts import RemovalFacts


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """Another order of the same buyer, which the comment may have been meant for."""

    order_id: str
    offer_title: str = ""
    same_seller: bool = True


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a review, as far as it says something of who acts together; None where it is not known."""

    buyer_id: str
    fingerprints: frozenset[str] | None = None
    """Salted hashes of devices, addresses and means of payment, each with its kind: "device:9f2c…"."""
    account_created_at: datetime | None = None
    member_of: frozenset[str] | None = None
    """Other sellers for whom this person acts."""


@dataclass(frozen=True, slots=True)
class SellerReview:
    """One review, as it is compared with others."""

    review_id: str
    order_id: str
    author: Author
    text: str
    posted_at: datetime
    negative: bool
    canceled_soon: bool | None = None
    """Whether its order was canceled within a day of being placed; None where not known."""
    same_seller: bool = True
    """False for a candidate of the same words that another seller got."""


@dataclass(frozen=True, slots=True)
class SellerHistory:
    """What a burst and a set are looked for in."""

    reviews: tuple[SellerReview, ...]
    """Reviews around the contested one, in the order of their times; it is one of them."""
    per_day: Mapping[date, tuple[int, int]] | None = None
    """For each day of the seller's past with a review: negatives, and all; None where only `reviews` are known."""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a case's gatherers may look at. What is None or empty is unknown to them."""

    facts: RemovalFacts
    region: str = "ZZ"
    """Two-letter country whose national telephone numbers are understood; "ZZ" for none."""
    party_names: tuple[str, ...] = ()
    """Names and addresses of the order's own parties, none of them public."""
    seller_name: str = ""
    """The public name of the shop, which is nobody's secret."""
    offer_title: str = ""
    offer_description: str = ""
    other_orders: tuple[KnownOrder, ...] | None = None
    """The buyer's other orders; None where nobody looked."""
    author: Author | None = None
    """Who wrote the contested review; None where nobody looked."""
    candidates: tuple[SellerReview, ...] | None = None
    """Reviews of other buyers whose words may be the same; None where nobody searched."""
    history: SellerHistory | None = None
