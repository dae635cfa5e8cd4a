"""The figures of the Feedback Manager, and the sentences that say what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from disputes.pages.contested import CRITERIA
from feedback.queries.spans import Tallied, next_negatives_to_leave, span_to
from policy import rate as rates
from policy.document import PolicyDocument
from policy.phrases import date_in_words, plural
from policy.terms import Window

SHORT, LONG = 30, 365


@dataclass(frozen=True, slots=True)
class Headline:
    """The window that the rate is of, counted as last computed."""

    window: Window
    fell_back: bool
    counts: rates.Counts
    exact: Fraction | None


def all_time_of(windows: Mapping[str, Any]) -> Tallied:
    lifetime = windows.get(Window.LIFETIME.value) or {}
    given = {name: tuple(lifetime.get(name) or (0,) * 5) for name, _ in CRITERIA}
    return Tallied(rates.Counts(*(lifetime.get(name, 0) for name in ("positive", "neutral", "negative"))), given)


def headline_of(windows: Mapping[str, Any], policy: PolicyDocument) -> Headline:
    def counts(window: Window) -> rates.Counts:
        found = windows.get(window.value) or {}
        return rates.Counts(*(found.get(name, 0) for name in ("positive", "neutral", "negative")))

    basis = rates.basis(counts(Window.DAYS_365), policy.feedback.minimum_ratings)
    counted = counts(basis.window)
    exact = rates.rate(counted, policy.feedback.rate_formula)
    return Headline(basis.window, basis.fell_back and bool(counted.ratings), counted, exact)


def rate_shown(headline: Headline, policy: PolicyDocument) -> dict[str, Any]:
    """What the component of the rate takes."""
    feedback = policy.feedback
    return {
        "value": headline.exact is not None and rates.shown_percent(headline.exact, feedback.target),
        "status": rates.status(headline.exact, feedback.target).value,
        "positive": headline.counts.positive,
        "total": rates.denominator(headline.counts, feedback.rate_formula),
        "window": window_words(headline.window),
        "target": target_shown(policy),
        "ratio": rates.ratio(headline.counts),
        "unsure": headline.exact is not None
        and not rates.sure(headline.counts, feedback.rate_formula, feedback.target),
        "fell_back": headline.fell_back,
    }


def next_steps(
    headline: Headline,
    days: Mapping[date, Tallied],
    soon: Mapping[str, Any] | None,
    policy: PolicyDocument,
    today: date,
) -> list[str]:
    """What brings the rate to its target, what changes by itself, and what has to be done in time."""
    feedback, said = policy.feedback, []
    needed = rates.five_star_reviews_to_target(headline.counts, feedback.rate_formula, feedback.target)
    if needed:
        brings = "brings" if needed == 1 else "bring"
        said.append(f"{plural(needed, 'more five-star review')} {brings} you to {target_shown(policy)} %.")
    elif (spare := negatives_to_spare(headline, policy)) is not None:
        said.append(
            f"The next negative review takes you under {target_shown(policy)} %."
            if not spare
            else f"{plural(spare, 'more negative review')} would leave you at or above {target_shown(policy)} %."
        )
    leaves = next_negatives_to_leave(days, today=today, length=LONG) if headline.window is Window.DAYS_365 else None
    if leaves:
        number, day = leaves
        said.append(
            f"{plural(number, 'negative')} {'leaves' if number == 1 else 'leave'} the window on {date_in_words(day)}."
        )
    if soon:
        left = (date.fromisoformat(soon["first"]) + timedelta(days=policy.removal.cutoff_days) - today).days
        number = soon["number"]
        time = f"for {plural(left, 'more day')}" if left else "today for the last time"
        those = f"{plural(number, 'negative review')} may be contested"
        said.append(f"{those} {time}." if number == 1 else f"{those} in the next days, the first {time}.")
    return said


def negatives_to_spare(headline: Headline, policy: PolicyDocument) -> int | None:
    """How many more negative reviews the rate bears: the largest k with P / (D + k) >= t. None without a rate."""
    if headline.exact is None or headline.exact < policy.feedback.target:
        return None
    base = rates.denominator(headline.counts, policy.feedback.rate_formula)
    # floor of P / t - D, as an exact fraction
    return int(headline.counts.positive / policy.feedback.target - base)


def metrics(
    days: Mapping[date, Tallied], lifetime: Tallied, policy: PolicyDocument, today: date
) -> list[dict[str, Any]]:
    """Rows of the table: each figure of 30 and of 365 days, against as many days before, and of all time."""
    spans = [
        (span_to(days, today, length), span_to(days, today - timedelta(days=length), length))
        for length in (SHORT, LONG)
    ]
    formula, target = policy.feedback.rate_formula, policy.feedback.target

    def percent(counts: rates.Counts) -> str:
        exact = rates.rate(counts, formula)
        return "" if exact is None else f"{rates.shown_percent(exact, target)} %"

    def rate_cells(now: Tallied, before: Tallied) -> dict[str, str]:
        exact = [rates.rate(each.counts, formula) for each in (now, before)]
        change = "" if None in exact else points_changed(exact[0] - exact[1])
        base = f"of {plural(rates.denominator(now.counts, formula), 'rating')}"
        return {"value": percent(now.counts), "base": base, "before": percent(before.counts), "change": change}

    def count_cells(name: str, now: Tallied, before: Tallied) -> dict[str, str]:
        a, b = (getattr(each.counts, name) for each in (now, before))
        base = "" if name == "ratings" else f"of {plural(now.counts.ratings, 'rating')}"
        return {"value": f"{a:,}", "base": base, "before": f"{b:,}", "change": number_changed(a - b)}

    def mean_cells(name: str, now: Tallied, before: Tallied) -> dict[str, str]:
        a, b = now.mean(name), before.mean(name)
        change = "" if a is None or b is None else mean_changed(a - b)
        base = f"of {plural(now.rated(name), 'answer')}"
        return {"value": _mean(a), "base": base, "before": _mean(b), "change": change}

    def row(label: str, cells: Any, all_time: str = "") -> dict[str, Any]:
        return {"label": label, "spans": [cells(*pair) for pair in spans], "all_time": all_time}

    names = {"ratings": "Ratings", "positive": "Positive", "neutral": "Neutral", "negative": "Negative"}
    rows = [row("Rate", rate_cells, percent(lifetime.counts))]
    for name, label in names.items():
        rows.append(row(label, lambda a, b, name=name: count_cells(name, a, b), f"{getattr(lifetime.counts, name):,}"))
    for name, label in CRITERIA:
        if lifetime.rated(name):
            rows.append(row(label, lambda a, b, name=name: mean_cells(name, a, b), _mean(lifetime.mean(name))))
    return rows


def points_changed(change: Fraction) -> str:
    """In percentage points with one decimal."""
    if not change:
        return "as before"
    tenths = round(abs(change) * 1000)
    amount = f"{tenths / 10:.1f}" if tenths else "less than 0.1"
    return f"{'+' if change > 0 else '−'}{amount} points"


def number_changed(change: int) -> str:
    return "as before" if not change else f"{'+' if change > 0 else '−'}{abs(change):,}"


def mean_changed(change: Decimal) -> str:
    rounded = change.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    return "as before" if not rounded else f"{'+' if rounded > 0 else '−'}{abs(rounded)} stars"


def window_words(window: Window) -> str:
    return "all time" if window is Window.LIFETIME else f"{window.days} days"


def target_shown(policy: PolicyDocument) -> str:
    return f"{float(policy.feedback.target * 100):.4g}"


def _mean(value: Decimal | None) -> str:
    return "" if value is None else f"{value.quantize(Decimal('0.01'), ROUND_HALF_EVEN)}"
