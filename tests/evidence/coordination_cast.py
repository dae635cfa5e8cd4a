"""Bob's shop and its reviews, for the tests of what links their authors."""

from datetime import datetime, timedelta
from typing import Any

from evidence.coordination import read
from evidence.gather import gather
from evidence.material import Author, Material, SellerHistory, SellerReview
from policy.facts import Coordination, Finding
from policy.terms import GroundKey
from tests.policy.cast import at, contested

NOON = at(2026, 5, 10)
LONG = "Total scammers, they took my gold and never delivered. Avoid this shop!"
SPUN = (
    LONG,
    "Scammers! They took my gold and never delivered, AVOID this shop totally",
    "total scammers they took my gold, never delivered. avoid this shop!!",
)


def review(
    number: int,
    *devices: str,
    text: str = "",
    days: float = 0,
    age: float | None = 400,
    of: frozenset[str] | None = frozenset(),
    buyer: str = "",
    **more: Any,
) -> SellerReview:
    """Review `number`, so many days after the first; by an account `age` days old that acts for the sellers `of`."""
    posted: datetime = NOON + timedelta(days=days, minutes=number)
    opened = None if age is None else posted - timedelta(days=age)
    author = Author(buyer or f"buyer-{number}", frozenset(devices), opened, of)
    known: dict[str, Any] = {"text": text or f"complaint {number}", "negative": True} | more
    return SellerReview(f"review-{number}", f"order-{number}", author, posted_at=posted, **known)


def material(*reviews: SellerReview, **more: Any) -> Material:
    """What is known when the first of them is contested."""
    facts = contested(reviews[0].text, review_id=reviews[0].review_id, published_at=reviews[0].posted_at)
    return Material(facts, history=SellerHistory(reviews, **more))


def compared(*reviews: SellerReview, **more: Any) -> Coordination:
    """What is read of the first of them."""
    found = read(material(*reviews, **more)).coordination
    assert found is not None
    return found


def found(*reviews: SellerReview, **more: Any) -> Finding:
    """What the ground finds of the first of them."""
    return gather(GroundKey.FEEDBACK_BOMBING, material(*reviews, **more)).finding
