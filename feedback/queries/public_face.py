"""What a seller and a reviewer show of themselves in public: one line of figures, a name without a family name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from feedback.models import Review, SellerRate
from feedback.queries.figures import windows_of_parts
from feedback.queries.rating import rating
from feedback.queries.reviews import public_reviews
from orders.sellers.finding import seller_called
from policy.document import PolicyDocument
from policy.phrases import days
from policy.rate import Counts, denominator, shown_percent
from policy.saying import Said, say, say_number
from policy.terms import ReviewStatus, Window

if TYPE_CHECKING:
    from orders.models import Seller


@dataclass(frozen=True, slots=True)
class Face:
    """The headline with its base, as badge, widget, card and lists show it."""

    rate: str | None
    """Percent with one decimal, such as "94.9"; None without anything to divide by."""
    status: str
    positive: int
    divided_by: int
    ratings: int
    """All ratings of the window that the rate is of, those that the formula passes over too."""
    window: str
    """In words: "365 days" or "all time"."""
    days: int | None
    """The same as a number; None for all time."""
    stars: str | None
    """The mean of the ratings' stars, from "1.0" to "5.0"."""


def face_of(shown: Mapping[str, Any], policy: PolicyDocument) -> Face:
    """The face of a rating that is shaped as api.md gives it."""
    basis = shown["basis"]
    each = shown["windows"][basis["window"]]
    counts = Counts(each["positive"], each["neutral"], each["negative"])
    share = shown["rate"]
    return Face(
        rate=None if share is None else shown_percent(Fraction(share), policy.feedback.target),
        status=shown["status"],
        positive=counts.positive,
        divided_by=denominator(counts, policy.feedback.rate_formula),
        ratings=counts.ratings,
        window=window_in_words(basis["window"]),
        days=Window(basis["window"]).days,
        stars=mean_stars(shown["histogram"]),
    )


def face_of_row(seller: Seller, row: SellerRate | None, policy: PolicyDocument) -> Face:
    """The face from the figures as last counted; None stands for a seller who was never rated."""
    windows = row.windows if row is not None and row.windows else windows_of_parts({})
    return face_of(rating(seller, windows, policy, computed_at=None, version=None), policy)


def window_in_words(window: str) -> Said:
    """A window as components take it: "365 days" or "all time"."""
    span = Window(window).days
    return say("all time") if span is None else days(span)


def base_in_words(face: Face) -> Said:
    """What the rate is of: "94 of 99 ratings in 365 days". Only where there is a rate."""
    if face.days is None:
        return say_number(
            "{positive} of {number} rating of all time",
            "{positive} of {number} ratings of all time",
            face.divided_by,
            positive=face.positive,
        )
    return say_number(
        "{positive} of {number} rating in {days} days",
        "{positive} of {number} ratings in {days} days",
        face.divided_by,
        positive=face.positive,
        days=face.days,
    )


def mean_stars(histogram: Mapping[str, int]) -> str | None:
    """The mean with one decimal, rounded half-even; None of nothing."""
    number = sum(histogram.values())
    if not number:
        return None
    total = sum(int(stars) * count for stars, count in histogram.items())
    return str((Decimal(total) / number).quantize(Decimal("0.1"), ROUND_HALF_EVEN))


def seller_with_rate_called(name: str) -> Seller | None:
    """The seller of that external id, else of that address; its figures with it, as `seller_with_rate` has them."""
    seller = seller_called(name)
    if seller is not None:
        rate = SellerRate.objects.filter(seller=seller).first()
        if rate is not None:
            rate.seller, seller.rate = seller, rate
    return seller


def latest_reviews(seller: Seller, limit: int) -> list[Review]:
    """The newest reviews that count, whatever their stars."""
    counted = public_reviews(seller).filter(status=ReviewStatus.PUBLISHED)
    return list(counted.order_by("-published_at", "-id")[:limit])


def stars_shown(review: Review) -> float:
    """The mean of what was rated and counts, or the one overall rating; 1 to 5."""
    counted = [getattr(review, name) for name in review.counted_criteria]
    return review.overall or sum(counted) / len(counted)


def public_name(name: str) -> str:
    """How a buyer is named in public: the first name and an initial, never an address."""
    words = name.split()
    if not words or "@" in name:
        return ""
    return words[0] if len(words) == 1 else f"{words[0]} {words[-1][0]}."
