"""A seller's figures as the page words them: rate, windows, criteria, histogram, removals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from feedback.pages.cards import CRITERIA
from feedback.queries.public_face import mean_stars, window_in_words
from policy.document import PolicyDocument
from policy.grounds import GROUNDS
from policy.phrases import days as days_in_words
from policy.phrases import fixed
from policy.rate import Counts, denominator, rate, ratio, shown_percent
from policy.saying import joined, say, say_number
from policy.terms import GroundKey, RateFormula, Window

WINDOW_WORDS = {**{days: days_in_words(int(days)) for days in ("30", "90", "365")}, "lifetime": say("All time")}


def page_figures(rating: Mapping[str, Any], windows: Mapping[str, Any], policy: PolicyDocument) -> dict[str, Any]:
    """What the templates show of `rating` (shaped as the API gives it) and of the windows' full figures."""
    basis = rating["basis"]
    figures = windows[basis["window"]]
    counts = _counts(rating["windows"][basis["window"]])
    return {
        "rate": _percent(counts, policy),
        "status": rating["status"],
        "counts": counts,
        "divided_by": denominator(counts, policy.feedback.rate_formula),
        "window": window_in_words(basis["window"]),
        "days": Window(basis["window"]).days,
        "target": _target(policy),
        "ratio": _ratio(counts),
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
    return say(
        "{low} % and {high} %",
        low=fixed(low.quantize(tenth, ROUND_FLOOR), 1),
        high=fixed(high.quantize(tenth, ROUND_CEILING), 1),
    )


def _formula(counts: Counts, policy: PolicyDocument) -> str:
    """The division that gives the rate, with its numbers."""
    if policy.feedback.rate_formula is RateFormula.POSITIVE_SHARE:
        divided_by = counts.positive + counts.negative
        said = say(
            "{positive} positive out of {base} positive and negative.", positive=counts.positive, base=divided_by
        )
        return joined(said, _left_out(counts, policy))
    return say(
        "{positive} positive out of all {ratings}: {positive} positive, {neutral} neutral and {negative} negative.",
        positive=counts.positive,
        ratings=counts.ratings,
        neutral=counts.neutral,
        negative=counts.negative,
    )


def _ratio(counts: Counts) -> str:
    """Positive to negative in lowest terms: "19 to 1"."""
    positive, _, negative = (ratio(counts) or "").partition(" to ")
    return say("{positive} to {negative}", positive=positive, negative=negative) if negative else ""


def _left_out(counts: Counts, policy: PolicyDocument) -> str:
    """Which ratings the formula passes over, where there are any."""
    if policy.feedback.rate_formula is not RateFormula.POSITIVE_SHARE or not counts.neutral:
        return ""
    return say_number(
        "{number} neutral rating does not count.", "{number} neutral ratings do not count.", counts.neutral
    )


def _base(ratings: int, window: str) -> str:
    if window == Window.LIFETIME:
        return say_number("{number} rating of all time", "{number} ratings of all time", ratings)
    return say_number("{number} rating in {days} days", "{number} ratings in {days} days", ratings, days=int(window))


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
        return say("Means of {ratings}", ratings=_base(ratings, window))
    return joined(
        say("Means of {ratings}.", ratings=_base(ratings - overall_only, window)),
        say_number(
            "{number} more rating moved in with one number for all, and count in no mean.",
            "{number} more ratings moved in with one number for all, and count in no mean.",
            overall_only,
        ),
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
