"""What the marketplace tells everybody of its decisions, as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from disputes.queries.openness import NoSuchMonths, Openness, months_asked, openness_of
from disputes.queries.yearly import first_year
from policy.grounds import GROUNDS
from policy.saying import Said, say, say_number
from policy.terms import GroundKey, MisuseKind, MisuseSubject, Outcome, Party
from policy.windows import local_day
from tenants.queries import policy_in_force
from wire.csv_cells import csv_lines
from wire.entry import of_a_marketplace
from wire.speaking import short_month

HEADER = ("month", "figure", "ground", "outcome", "stars", "who", "value")
OUTCOMES = {
    Outcome.REMOVE: say("Removed"),
    Outcome.STRIKE: say("Struck through"),
    Outcome.REDACT: say("Partly redacted"),
    Outcome.ATTRIBUTE: say("Attributed to the partner"),
    Outcome.KEEP: say("Kept"),
}
ORIGINS = {
    "seller": say("Requests of sellers"),
    "notice": say("Notices of illegal content"),
    "settlement": say("Settlements that were not kept"),
    "group": say("Attacks found by agents"),
}
PARTIES = {Party.AUTHOR: say("Authors of reviews"), Party.REQUESTER: say("Sellers and others who asked")}
SUBJECTS = {
    MisuseSubject.SELLER: say("Sellers"),
    MisuseSubject.BUYER: say("Buyers"),
    MisuseSubject.NOTICE_AUTHOR: say("Authors of notices"),
}
STEPS = {MisuseKind.CAUTION: say("Cautions"), MisuseKind.SUSPENSION: say("Suspensions")}


@require_safe
@of_a_marketplace
def transparency(request: HttpRequest) -> HttpResponse:
    problem: str | Said = ""
    try:
        first, last = _asked(request)
    except NoSuchMonths as wrong:
        problem, (first, last) = wrong.sentence, months_asked("", "", this_month=_this_month(request))
    page: dict[str, Any] = {"problem": problem, "fields": _fields(request, first, last), "published": _published()}
    if page["published"]:
        page |= _shown(openness_of(request.tenant, first=first, last=last, now=timezone.now()))
        page["years"] = years_told(request)
    return render(request, "disputes/openness.html", page, status=422 if problem else 200)


@require_safe
@of_a_marketplace
def transparency_csv(request: HttpRequest) -> HttpResponse:
    """A line for each figure: decisions by month, ground, outcome and stars; medians, appeals and steps by month.

    Its headings are for programs.
    """
    if not _published():
        raise Http404
    try:
        first, last = _asked(request)
    except NoSuchMonths as wrong:
        return HttpResponse(f"{wrong.sentence}\n", status=422, content_type="text/plain; charset=utf-8")
    told = openness_of(request.tenant, first=first, last=last, now=timezone.now())
    answer = HttpResponse(
        "".join(csv_lines(HEADER, _lines(told))), content_type="text/csv; charset=utf-8; header=present"
    )
    name = f"transparency-{first:%Y-%m}-{last:%Y-%m}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(told: Openness) -> Iterator[tuple[Any, ...]]:
    for each in told.decided:
        yield f"{each.month:%Y-%m}", "decisions", each.ground, each.outcome, each.stars, "", each.number
    for took in told.took:
        if took.month is not None and took.ground is not None:
            yield f"{took.month:%Y-%m}", "median_hours", took.ground, "", "", "", round(took.hours[0], 2)
    for lodged in told.appeals.by_month:
        for name in ("lodged", "upheld", "rejected"):
            value = getattr(lodged, name)
            yield f"{lodged.month:%Y-%m}", f"appeals_{name}", "", "", "", lodged.party, value
    for step in told.stepped:
        yield f"{step.month:%Y-%m}", f"{step.kind}s", "", "", "", step.subject, step.number


def years_told(request: HttpRequest) -> list[dict[str, Any]]:
    """Each year since the marketplace began, the newest first."""
    tenant, this_year = request.tenant, local_day(timezone.now(), request.tenant.zone).year
    first = min(first_year(tenant), this_year)
    return [
        {"year": str(year), "href": reverse("transparency_of_year", args=[year])}
        for year in range(this_year, first - 1, -1)
    ]


def _asked(request: HttpRequest) -> tuple[date, date]:
    return months_asked(request.GET.get("from", ""), request.GET.get("to", ""), this_month=_this_month(request))


def _this_month(request: HttpRequest) -> date:
    return local_day(timezone.now(), request.tenant.zone).replace(day=1)


def _published() -> bool:
    return policy_in_force(at=timezone.now()).policy.transparency.publish_counts


def _fields(request: HttpRequest, first: date, last: date) -> list[dict[str, Any]]:
    typed = {name: request.GET.get(name, "") for name in ("from", "to")}
    return [
        {"name": "from", "label": say("From month"), "type": "month", "value": typed["from"] or f"{first:%Y-%m}"},
        {"name": "to", "label": say("To month"), "type": "month", "value": typed["to"] or f"{last:%Y-%m}"},
    ]


def _shown(told: Openness) -> dict[str, Any]:
    outcomes, grounds, stars = told.by("outcome"), told.by("ground", "outcome"), told.by("outcome", "stars")
    months = told.by("month", "outcome")
    asked = {"from": f"{told.first:%Y-%m}", "to": f"{told.last:%Y-%m}"}
    return {
        "told": told,
        "span": say("{first} to {last}", first=short_month(told.first), last=short_month(told.last)),
        "total": told.total,
        "filed": [(ORIGINS[origin], number) for origin, number in told.filed.items() if number or origin == "seller"],
        "filed_total": sum(told.filed.values()),
        "outcomes": [(name, outcomes.get(key.value, 0)) for key, name in OUTCOMES.items()],
        "columns": list(OUTCOMES.values()),
        "grounds": [
            {**row, "more": [_median(told.hours_of(ground=key))]}
            for key in _by_number(told.by("ground"))
            for row in _table([(key, _ground(key))], grounds)
        ],
        "ground_columns": [say("Median time")],
        "stars": _table(
            ((number, say_number("{number} star", "{number} stars", number)) for number in range(5, 0, -1)),
            {(key, outcome): number for (outcome, key), number in stars.items()},
        ),
        "months": [
            {**row, "more": [_median(told.hours_of(month=month)), *_in_month(told, month)]}
            for month in reversed(list(told.months()))
            for row in _table([(month, short_month(month))], months)
        ],
        "month_columns": [say("Median time"), say("Appeals"), say("Suspensions")],
        "hours": _hours(told.hours),
        "appeals": [
            {
                "name": name,
                **{key: told.appeals.sums(key).get(party, 0) for key in ("lodged", "upheld", "rejected")},
            }
            for party, name in PARTIES.items()
        ],
        "appeal_hours": _hours(told.appeals.hours),
        "steps": [
            (SUBJECTS[MisuseSubject(whose)], STEPS[MisuseKind(kind)], number) for whose, kind, number in told.steps
        ],
        "csv_href": f"{reverse('transparency_csv')}?{urlencode(asked)}",
    }


def _median(hours: tuple[float, float] | None) -> str | Said:
    return long_in_words(hours[0]) if hours else "–"


def _in_month(told: Openness, month: date) -> list[Any]:
    """Appeals lodged and suspensions confirmed."""
    lodged = sum(each.lodged for each in told.appeals.by_month if each.month == month)
    suspended = (each for each in told.stepped if each.month == month and each.kind == MisuseKind.SUSPENSION)
    return [lodged, sum(each.number for each in suspended)]


def _by_number(numbers: dict[str, int]) -> list[str]:
    """The grounds with most decisions first; what met no ground last."""
    return sorted(numbers, key=lambda key: (not key, -numbers[key], key))


def _ground(key: str) -> str | Said:
    return GROUNDS[GroundKey(key)].text.name if key else say("No ground was met")


def _table(rows: Iterable[tuple[Any, Any]], numbers: dict[Any, int]) -> list[dict[str, Any]]:
    """A row with a number for each outcome, in the order of OUTCOMES."""
    table = []
    for key, name in rows:
        found = [numbers.get((key, each.value), 0) for each in OUTCOMES]
        table.append({"name": name, "numbers": found, "total": sum(found)})
    return table


def _hours(hours: tuple[float, float] | None) -> dict[str, Any]:
    """Median and 95th percentile in words; {} of nothing."""
    if hours is None:
        return {}
    return {name: long_in_words(each) for name, each in zip(("median", "p95"), hours, strict=True)}


def long_in_words(hours: float) -> Said:
    if hours < 48:
        return say_number("{number} hour", "{number} hours", max(1, round(hours)))
    return say_number("{number} day", "{number} days", round(hours / 24))
