"""The figures of the leads' page in words: each with its base, none of too few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from disputes.admin.rows import ground_name
from disputes.workload.backlog import Backlog, Waiting, appeals_now, backlog_now, held_now
from disputes.workload.forecast import AHEAD, HISTORY, LEAST, WEEKDAYS, Backtest, backlogs, backtest, forecast
from disputes.workload.pace import Day, OfGround, by_ground, days_of, done_in, first_filing
from disputes.workload.people import TIMED_AT_MOST, OfAgent, by_agent
from disputes.workload.spans import Deadlines, Span
from policy.windows import local_day

ENOUGH = 10
"""Of fewer cases a share says nothing, so none is shown …"""
ENOUGH_FOR_P95 = 20
"""… and of fewer than these the slowest twentieth is less than one case."""
LOOKED_BACK = HISTORY + WEEKDAYS + 1
"""Days that the forecast and the look back at it need, with today."""


def team_context(span: Span) -> dict[str, Any]:
    """Everything on the page; ten questions to the database, however much there is."""
    backlog = backlog_now(Deadlines.at(span.now, span.zone))
    days = days_of(Span(max(span.days, LOOKED_BACK), span.now, span.zone))
    return {
        "now": span.now,
        **_waiting(backlog, held_now(), appeals_now(span.now)),
        **_outlook(backlog.cases, days, span),
        **_lately(days[-span.days :], span),
        "grounds": [_ground(each) for each in by_ground(span)],
        "agents": [_agent(each) for each in by_agent(span)],
        "enough": ENOUGH,
        "timed_at_most": TIMED_AT_MOST,
        "enough_for_p95": ENOUGH_FOR_P95,
    }


def _waiting(backlog: Backlog, held: Waiting, appeals: Waiting) -> dict[str, Any]:
    queue = reverse("admin:disputes_removalrequest_changelist")
    return {
        "backlog": backlog,
        "buckets": [
            ("Overdue", backlog.overdue, f"{queue}?which=overdue"),
            ("Due later today", backlog.due_today),
            ("Due in the next 3 days", backlog.due_soon),
            ("Due after that", backlog.due_later),
        ],
        "held": held,
        "appeals": appeals,
        "hrefs": {
            "queue": queue,
            "overdue": f"{queue}?which=overdue",
            "held": f"{queue}?which=held",
            "appeals": reverse("admin:disputes_appeal_changelist"),
        },
    }


def _outlook(backlog: int, days: Sequence[Day], span: Span) -> dict[str, Any]:
    """The backlog at each day's end, what is expected of it, and how that method would have done a week ago."""
    first = first_filing()
    begun = local_day(first, span.zone) if first else span.today
    complete = [each.flow for each in days[:-1] if each.day >= begun]
    expected = forecast(backlog, complete, left_of_today=span.left_of_today)
    at_ends = backlogs(backlog, [each.flow for each in days])
    past = [(each.day, number) for each, number in zip(days, at_ends, strict=True) if each.day >= begun]
    return {
        "past": past[-span.days :],
        "expected": [(each.day, each.backlog, each.low, each.high) for each in expected],
        "ahead": AHEAD,
        "outlook": _whole(expected[-1]) if expected else None,
        "backtest": _looked_back(backtest(at_ends[-2], complete)) if len(at_ends) > 1 else None,
        "least_days": LEAST,
        "weeks": min(len(complete), HISTORY) // WEEKDAYS,
    }


def _whole(expected: Any) -> dict[str, Any]:
    names = ("backlog", "low", "high")
    return {"day": expected.day, **{name: round(getattr(expected, name)) for name in names}}


def _looked_back(found: Backtest | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {**_whole(found.expected), "actual": found.actual, "off": abs(found.off_by), "within": found.within}


def _lately(days: Sequence[Day], span: Span) -> dict[str, Any]:
    done = done_in(span)
    filed, decided, withdrawn = (
        sum(getattr(each, name) for each in days) for name in ("filed", "decided", "withdrawn")
    )
    return {
        "flow": [(each.day, each.filed, each.decided, each.withdrawn) for each in days],
        "filed": filed,
        "filed_base": f"{filed / span.days:.1f} a day",
        "decided": decided,
        "decided_base": f"{decided / span.days:.1f} a day; {withdrawn:,} more withdrawn",
        "done": done,
        "in_time": _share(done.in_time, done.decided),
        "median": done.median,
        "p95": done.p95 if done.decided >= ENOUGH_FOR_P95 else None,
    }


def _ground(each: OfGround) -> dict[str, Any]:
    done = each.done
    return {
        "row": each,
        "name": ground_name(each.ground),
        "share": _share(done.in_time, done.decided),
        "median": done.median,
        "p95": done.p95 if done.decided >= ENOUGH_FOR_P95 else None,
    }


def _agent(each: OfAgent) -> dict[str, Any]:
    return {"row": each, "share": _share(each.in_time, each.decided), "median": each.median}


def _share(part: int, whole: int) -> str:
    """In whole percent; what is missing never reads 100 %, and of too few there is none."""
    if whole < ENOUGH:
        return ""
    percent = 100 * part / whole
    return ">99 %" if 99.5 <= percent < 100 else "<1 %" if 0 < percent < 0.5 else f"{percent:.0f} %"
