"""A seller's figures as the page words them: rate, windows, criteria, histogram, removals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from feedback.pages.cards import CRITERIA
from feedback.queries.public_face import mean_stars
from policy.document import PolicyDocument
from policy.grounds import GROUNDS
from policy.phrases import plural
from policy.rate import Counts, denominator, rate, shown_percent
from policy.terms import GroundKey, RateFormula, Window

WINDOW_WORDS = {"30": "30 days", "90": "90 days", "365": "365 days", "lifetime": "All time"}


def page_figures(rating: Mapping[str, Any], windows: Mapping[str, Any], policy: PolicyDocument) -> dict[str, Any]:
    """What the templates show of `rating` (shaped as the API gives it) and of the windows' full figures."""
    basis = rating["basis"]
    figures = windows[basis["window"]]
    counts = _counts(rating["windows"][basis["window"]])
    words = WINDOW_WORDS[basis["window"]].lower()
    return {
        "rate": _percent(counts, policy),
        "status": rating["status"],
        "counts": counts,
        "divided_by": denominator(counts, policy.feedback.rate_formula),
        "window": words,
        "target": _target(policy),
        "ratio": rating["ratio"],
        "likely": _between(rating["likely_between"]),
        "unsure": rating["rate"] is not None and not rating["sure"],
        "fell_back": basis["fell_back"] and bool(counts.ratings),
        "formula": _formula(counts, policy),
        "note": _left_out(counts, policy),
        "minimum": policy.feedback.minimum_ratings,
        "windows": [
            {
                "label": WINDOW_WORDS[window.value],
                "positive": each["positive"],
                "neutral": each["neutral"],
                "negative": each["negative"],
                "total": _counts(each).ratings,
                "rate": _percent(_counts(each), policy),
                "basis": window.value == basis["window"],
            }
            for window in Window
            for each in (rating["windows"][window.value],)
        ],
        "criteria": _means(rating, figures, counts.ratings - figures.get("overall_only", 0)),
        "histogram": rating["histogram"],
        "stars": mean_stars(rating["histogram"]),
        "base": _base(counts.ratings, basis["window"]),
        "means_base": _means_base(figures.get("overall_only", 0), counts.ratings, basis["window"]),
        "show_decided": policy.transparency.publish_counts,
        "decided": _decided(windows["lifetime"]),
    }


def _counts(window: Mapping[str, Any]) -> Counts:
    return Counts(window["positive"], window["neutral"], window["negative"])


def _percent(counts: Counts, policy: PolicyDocument) -> str | None:
    value = rate(counts, policy.feedback.rate_formula)
    return None if value is None else shown_percent(value, policy.feedback.target)


def _target(policy: PolicyDocument) -> str:
    return f"{float(policy.feedback.target * 100):.4g}"


def _between(interval: Any) -> str:
    """Both ends in percent with one decimal, rounded outward."""
    if not interval:
        return ""
    low, high = (Decimal(str(each)) * 100 for each in interval)
    tenth = Decimal("0.1")
    return f"{low.quantize(tenth, ROUND_FLOOR)} % and {high.quantize(tenth, ROUND_CEILING)} %"


def _formula(counts: Counts, policy: PolicyDocument) -> str:
    """The division that gives the rate, with its numbers."""
    if policy.feedback.rate_formula is RateFormula.POSITIVE_SHARE:
        divided_by = counts.positive + counts.negative
        said = f"{counts.positive:,} positive out of {divided_by:,} positive and negative."
        return f"{said} {_left_out(counts, policy)}".strip()
    return (
        f"{counts.positive:,} positive out of all {counts.ratings:,}: {counts.positive:,} positive, "
        f"{counts.neutral:,} neutral and {counts.negative:,} negative."
    )


def _left_out(counts: Counts, policy: PolicyDocument) -> str:
    """Which ratings the formula passes over, where there are any."""
    if policy.feedback.rate_formula is not RateFormula.POSITIVE_SHARE or not counts.neutral:
        return ""
    return f"{plural(counts.neutral, 'neutral rating')} {'does' if counts.neutral == 1 else 'do'} not count."


def _base(ratings: int, window: str) -> str:
    of = "of all time" if window == Window.LIFETIME else f"in {WINDOW_WORDS[window]}"
    return f"{plural(ratings, 'rating')} {of}"


def _means(rating: Mapping[str, Any], figures: Mapping[str, Any], all_rated: int) -> list[dict[str, Any]]:
    """The mean of each criterion; with how many ratings it is of, where some left it out or had it struck."""
    return [
        {"label": label, "mean": rating["criteria"].get(name), "count": None if counted == all_rated else counted}
        for name, label in CRITERIA
        for counted in (sum(figures.get(name) or ()),)
    ]


def _means_base(overall_only: int, ratings: int, window: str) -> str:
    """What the criteria's means are of; ratings of one overall number are in none of them."""
    if not overall_only:
        return f"Means of {_base(ratings, window)}"
    return (
        f"Means of {_base(ratings - overall_only, window)}. "
        f"{plural(overall_only, 'more rating')} moved in with one number for all, and count in no mean."
    )


def _decided(lifetime: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How many reviews stand removed or struck, by ground, in the published order of grounds."""
    removed, struck = lifetime.get("removed") or {}, lifetime.get("struck") or {}
    return [
        {
            "name": GROUNDS[key].text.name,
            "key": key.value,
            "removed": removed.get(key, 0),
            "struck": struck.get(key, 0),
        }
        for key in GroundKey
        if removed.get(key) or struck.get(key)
    ]
