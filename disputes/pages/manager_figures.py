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
from policy.saying import say, say_number
from policy.terms import Window
from wire.speaking import SPEAKER

SHORT, LONG = 30, 365
_COUNTED = {
    "ratings": say("Ratings"),
    "positive": say("Positive"),
    "neutral": say("Neutral"),
    "negative": say("Negative"),
}


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
        "ratio": _ratio_said(headline.counts),
        "unsure": headline.exact is not None
        and not rates.sure(headline.counts, feedback.rate_formula, feedback.target),
        "fell_back": headline.fell_back,
    }


def _ratio_said(counts: rates.Counts) -> str:
    """Positive to negative in lowest terms: "19 to 1"; "" without any."""
    positive, _, negative = (rates.ratio(counts) or "").partition(" to ")
    return say("{positive} to {negative}", positive=positive, negative=negative) if negative else ""


def next_steps(
    headline: Headline,
    days: Mapping[date, Tallied],
    soon: Mapping[str, Any] | None,
    policy: PolicyDocument,
    today: date,
) -> list[str]:
    """What brings the rate to its target, what changes by itself, and what has to be done in time."""
    feedback, target = policy.feedback, Decimal(target_shown(policy))
    said: list[str] = []
    needed = rates.five_star_reviews_to_target(headline.counts, feedback.rate_formula, feedback.target)
    if needed:
        said.append(
            say_number(
                "{number} more five-star review brings you to {target} %.",
                "{number} more five-star reviews bring you to {target} %.",
                needed,
                target=target,
            )
        )
    elif (spare := negatives_to_spare(headline, policy)) is not None:
        said.append(
            say("The next negative review takes you under {target} %.", target=target)
            if not spare
            else say_number(
                "{number} more negative review would leave you at or above {target} %.",
                "{number} more negative reviews would leave you at or above {target} %.",
                spare,
                target=target,
            )
        )
    leaves = next_negatives_to_leave(days, today=today, length=LONG) if headline.window is Window.DAYS_365 else None
    if leaves:
        number, day = leaves
        said.append(
            say_number(
                "{number} negative leaves the window on {day}.",
                "{number} negatives leave the window on {day}.",
                number,
                day=day,
            )
        )
    if soon:
        left = (date.fromisoformat(soon["first"]) + timedelta(days=policy.removal.cutoff_days) - today).days
        said.append(_contestable(soon["number"], left))
    return said


def _contestable(number: int, left: int) -> str:
    """Negative reviews whose time for a request runs out, the first of them in `left` days."""
    if number == 1 and not left:
        return say("1 negative review may be contested today for the last time.")
    if number == 1:
        return say_number(
            "1 negative review may be contested for {number} more day.",
            "1 negative review may be contested for {number} more days.",
            left,
        )
    if not left:
        return say(
            "{reviews} negative reviews may be contested in the next days, the first today for the last time.",
            reviews=number,
        )
    return say_number(
        "{reviews} negative reviews may be contested in the next days, the first for {number} more day.",
        "{reviews} negative reviews may be contested in the next days, the first for {number} more days.",
        left,
        reviews=number,
    )


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
        return "" if exact is None else f"{_written(rates.shown_percent(exact, target))} %"

    def rate_cells(now: Tallied, before: Tallied) -> dict[str, str]:
        exact = [rates.rate(each.counts, formula) for each in (now, before)]
        change = "" if None in exact else points_changed(exact[0] - exact[1])
        base = _of_ratings(rates.denominator(now.counts, formula))
        return {"value": percent(now.counts), "base": base, "before": percent(before.counts), "change": change}

    def count_cells(name: str, now: Tallied, before: Tallied) -> dict[str, str]:
        a, b = (getattr(each.counts, name) for each in (now, before))
        base = "" if name == "ratings" else _of_ratings(now.counts.ratings)
        change = number_changed(a - b)
        return {"value": SPEAKER.number(a), "base": base, "before": SPEAKER.number(b), "change": change}

    def mean_cells(name: str, now: Tallied, before: Tallied) -> dict[str, str]:
        a, b = now.mean(name), before.mean(name)
        change = "" if a is None or b is None else mean_changed(a - b)
        base = say_number("of {number} answer", "of {number} answers", now.rated(name))
        return {"value": _mean(a), "base": base, "before": _mean(b), "change": change}

    def row(label: str, cells: Any, all_time: str = "") -> dict[str, Any]:
        return {"label": label, "spans": [cells(*pair) for pair in spans], "all_time": all_time}

    rows = [row(say("Rate"), rate_cells, percent(lifetime.counts))]
    for name, label in _COUNTED.items():
        of_all_time = SPEAKER.number(getattr(lifetime.counts, name))
        rows.append(row(label, lambda a, b, name=name: count_cells(name, a, b), of_all_time))
    for name, label in CRITERIA:
        if lifetime.rated(name):
            rows.append(row(label, lambda a, b, name=name: mean_cells(name, a, b), _mean(lifetime.mean(name))))
    return rows


def points_changed(change: Fraction) -> str:
    """In percentage points with one decimal."""
    if not change:
        return say("as before")
    tenths = round(abs(change) * 1000)
    if not tenths:
        return say("+less than 0.1 points") if change > 0 else say("−less than 0.1 points")
    return say("{change} points", change=f"{_sign(change)}{_written(f'{tenths / 10:.1f}')}")


def number_changed(change: int) -> str:
    return f"{_sign(change)}{SPEAKER.number(abs(change))}" if change else say("as before")


def mean_changed(change: Decimal) -> str:
    rounded = change.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    if not rounded:
        return say("as before")
    return say("{change} stars", change=f"{_sign(rounded)}{_written(str(abs(rounded)))}")


def window_words(window: Window) -> str:
    if window is Window.LIFETIME:
        return say("all time")
    return say_number("{number} day", "{number} days", window.days)


def target_shown(policy: PolicyDocument) -> str:
    return f"{float(policy.feedback.target * 100):.4g}"


def _mean(value: Decimal | None) -> str:
    return "" if value is None else _written(str(value.quantize(Decimal("0.01"), ROUND_HALF_EVEN)))


def _of_ratings(number: int) -> str:
    return say_number("of {number} rating", "of {number} ratings", number)


def _sign(change: int | Fraction | Decimal) -> str:
    return "+" if change > 0 else "−"


def _written(number: str) -> str:
    """Digits with a decimal point as the language writes them."""
    return number if SPEAKER.is_english() else SPEAKER.fixed(Decimal(number), len(number.partition(".")[2]))
