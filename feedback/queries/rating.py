"""A seller's rating as everyone reads it: the headline, its base, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from uuid import UUID

from feedback.models import SellerRate
from feedback.queries.figures import STARS, Figures, counts_of, windows_of_parts
from feedback.queries.past_figures import figures_at
from policy import rate as rates
from policy.document import PolicyDocument
from policy.terms import Criterion, Window
from tenants.queries import policy_in_force
from wire.instants import show_instant

if TYPE_CHECKING:
    from orders.models import Seller

Rating = dict[str, Any]
"""The answer of `GET sellers/{external_id}/rating` in api.md."""


def rating_of(seller: Seller, now: datetime) -> Rating:
    """The rating from the figures as last counted, under the policy in force at `now`."""
    row = SellerRate.objects.filter(seller=seller).first()
    return _rating_of_row(seller, row, policy_in_force(at=now).policy)


def ratings_of(sellers: Iterable[Seller], now: datetime) -> dict[UUID, Rating]:
    """The ratings of many sellers by their ids, in two queries."""
    sellers = list(sellers)
    rows = {row.seller_id: row for row in SellerRate.objects.filter(seller__in=sellers)}
    policy = policy_in_force(at=now).policy
    return {seller.pk: _rating_of_row(seller, rows.get(seller.pk), policy) for seller in sellers}


def rate_at(seller: Seller, moment: datetime) -> Rating:
    """The rating as it stood at `moment`, under the policy then in force; it has no version of its own."""
    windows, version = figures_at(seller, moment)
    return rating(seller, windows, version.policy, computed_at=moment, version=None)


def headline(windows: Mapping[str, Figures], policy: PolicyDocument) -> dict[str, Any]:
    """`{rate, status, windows}`: what the rating and a what-if have in common."""
    counts = counts_of(windows[basis_of(windows, policy).window])
    exact = rates.rate(counts, policy.feedback.rate_formula)
    return {
        "rate": _shown(exact, policy.feedback.target),
        "status": rates.status(exact, policy.feedback.target).value,
        "windows": {window.value: _window(windows[window.value], policy) for window in Window},
    }


def basis_of(windows: Mapping[str, Figures], policy: PolicyDocument) -> rates.Basis:
    return rates.basis(counts_of(windows[Window.DAYS_365]), policy.feedback.minimum_ratings)


def rating(
    seller: Seller,
    windows: Mapping[str, Figures],
    policy: PolicyDocument,
    *,
    computed_at: datetime | None,
    version: int | None,
) -> Rating:
    """Everything api.md lists, from the windows' figures."""
    return {
        "seller": seller.external_id,
        **rated(windows, policy),
        "computed_at": show_instant(computed_at) if computed_at else None,
        "version": version,
    }


def rated(windows: Mapping[str, Figures], policy: PolicyDocument) -> Rating:
    """What a rating says of the windows, whoever they are of."""
    feedback = policy.feedback
    basis = basis_of(windows, policy)
    figures = windows[basis.window]
    counts = counts_of(figures)
    likely = rates.likely_between(counts, feedback.rate_formula)
    lifetime = windows[Window.LIFETIME]
    return {
        **headline(windows, policy),
        "ratio": rates.ratio(counts),
        "target": feedback.target_rate,
        "formula": feedback.rate_formula.value,
        "basis": {"window": basis.window.value, "ratings": counts.ratings, "fell_back": basis.fell_back},
        "likely_between": [float(end) for end in likely] if likely else None,
        "sure": rates.sure(counts, feedback.rate_formula, feedback.target),
        "criteria": {criterion.value: _mean(figures[criterion.value]) for criterion in Criterion},
        "histogram": {str(n): figures["stars"][n - 1] for n in STARS},
        "struck": sum(lifetime["struck"].values()),
        "removed": dict(lifetime["removed"]),
    }


def _rating_of_row(seller: Seller, row: SellerRate | None, policy: PolicyDocument) -> Rating:
    if row is None or not row.windows:
        return rating(seller, windows_of_parts({}), policy, computed_at=None, version=0)
    return rating(seller, row.windows, policy, computed_at=row.computed_at, version=row.version)


def _window(figures: Figures, policy: PolicyDocument) -> dict[str, Any]:
    counts = counts_of(figures)
    exact = rates.rate(counts, policy.feedback.rate_formula)
    return {
        "positive": counts.positive,
        "neutral": counts.neutral,
        "negative": counts.negative,
        "rate": _shown(exact, policy.feedback.target),
    }


def _shown(exact: Fraction | None, target: Fraction) -> str | None:
    return None if exact is None else str(rates.shown(exact, target))


def _mean(histogram: list[int]) -> float | None:
    """The mean of a criterion's stars with two decimals, half-even; None where nobody rated it."""
    given = sum(histogram)
    if not given:
        return None
    total = sum(n * histogram[n - 1] for n in STARS)
    return float((Decimal(total) / given).quantize(Decimal("0.01"), ROUND_HALF_EVEN))
