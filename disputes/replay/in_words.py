"""The report as lines of text, for a terminal; every number with its base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policy.phrases import plural

Report = dict[str, Any]


def report_in_words(report: Report) -> Iterator[str]:
    span = plural(report["days"], "day")
    yield f"Replay over {span} to {report['replayed_at']}, against version {report['in_force']}"
    yield ""
    yield from _cases(report)
    yield ""
    yield from _queue(report)
    yield ""
    yield from _reviews(report["reviews"])
    yield ""
    yield from _sellers(report)


def _cases(report: Report) -> Iterator[str]:
    cases = report["cases"]
    yield f"Cases: {cases['changed']} of {cases['looked_at']} would change"
    yield f"  refused: {cases['refused']}" + "".join(f", {code} {n}" for code, n in cases["refused_by"].items())
    yield f"  another recommendation: {cases['recommendation_changed']}"
    yield from _cut(len(cases["listed"]), cases["changed"])
    for case in cases["listed"]:
        yield f"  {case['filed_at']} order {case['order']}, {case['seller']}, case {case['case']}"
        yield from (f"      {sentence}" for sentence in case["why"])


def _queue(report: Report) -> Iterator[str]:
    yield "Load on the queue"
    for name, what in (("filed", "cases filed"), ("held", "decisions held for approval")):
        load = report["queue"][name]
        a_day = load["a_day"]
        yield f"  {what}: {load['before']} -> {load['after']} ({a_day['before']} -> {a_day['after']} a day)"


def _reviews(reviews: Report) -> Iterator[str]:
    contestable = reviews["contestable"]
    yield "Reviews"
    yield f"  negative ones that could be contested now: {contestable['before']} -> {contestable['after']}"
    yield f"  another sentiment: {reviews['sentiment_changed']}"
    for each in reviews["sentiments"]:
        yield f"      {each['before']} -> {each['after']}: {each['reviews']}"


def _sellers(report: Report) -> Iterator[str]:
    sellers = report["sellers"]
    yield (
        f"Sellers: the rate or status of {sellers['changed']} of {sellers['looked_at']} would change, "
        f"the status of {sellers['status_changed']}"
    )
    yield from _cut(len(sellers["listed"]), sellers["changed"])
    for each in sellers["listed"]:
        rate, status, ratings = each["rate"], each["status"], each["ratings"]
        yield (
            f"  {each['seller']}: {_rate(rate['before'], ratings['before'])} {status['before']} -> "
            f"{_rate(rate['after'], ratings['after'])} {status['after']}"
        )


def _rate(rate: str | None, ratings: int) -> str:
    return "no rate" if rate is None else f"{rate} of {plural(ratings, 'rating')}"


def _cut(listed: int, changed: int) -> Iterator[str]:
    if listed < changed:
        yield f"  (the first {listed} are listed)"
