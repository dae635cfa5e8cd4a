"""The yearly transparency report of a marketplace, as a page and as a file (DSA Art. 15 and 24)."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from disputes.pages.openness import long_in_words, years_told
from disputes.pages.yearly_words import PARTS, WORDS, in_words, indicator_in_words
from disputes.queries.yearly import COUNT, HOURS, Figure, NoSuchYear, Yearly, yearly_of
from policy.phrases import date_in_words
from policy.saying import Said, joined
from policy.terms import DsaTier
from tenants.queries import policy_in_force
from wire.csv_cells import csv_lines
from wire.entry import of_a_marketplace

HEADER = ("year", *(field.name for field in fields(Figure)))


@require_safe
@of_a_marketplace
def transparency_of_year(request: HttpRequest, year: int) -> HttpResponse:
    told, rules = _told(request, year), policy_in_force(at=timezone.now()).policy.transparency
    page = {
        "told": told,
        "first": date_in_words(told.first_day),
        "last": date_in_words(told.last_day),
        "small": rules.dsa_tier is not DsaTier.FULL,
        "parts": [_part(told, key, *words) for key, words in PARTS.items()],
        "years": years_told(request),
        "csv_href": reverse("transparency_of_year_csv", args=[year]),
    }
    return render(request, "disputes/yearly.html", page)


@require_safe
@of_a_marketplace
def transparency_of_year_csv(request: HttpRequest, year: int) -> HttpResponse:
    """A line for each figure. Its headings are for programs."""
    told = _told(request, year)
    rows = ((told.year, *asdict(each).values()) for each in told.figures)
    answer = HttpResponse("".join(csv_lines(HEADER, rows)), content_type="text/csv; charset=utf-8; header=present")
    answer["Content-Disposition"] = f'attachment; filename="transparency-{year}.csv"'
    return answer


def _told(request: HttpRequest, year: int) -> Yearly:
    now = timezone.now()
    if not policy_in_force(at=now).policy.transparency.publish_counts:
        raise Http404
    try:
        return yearly_of(request.tenant, year=year, now=now)
    except NoSuchYear:
        raise Http404 from None


def _part(told: Yearly, key: str, title: Said, sentence: Said) -> dict[str, Any]:
    """A part as a table of what is known; none where nothing is."""
    known = [each for each in told.of(key) if each.value is not None]
    return {"key": key, "title": title, "sentence": sentence, "rows": [_row(each) for each in known]}


def _row(figure: Figure) -> dict[str, Any]:
    words = [in_words(name, getattr(figure, name)) for name in WORDS]
    return {
        "name": indicator_in_words(figure.part, figure.indicator),
        "of": joined(*words, by=" · "),
        "count": figure.value if figure.unit == COUNT else None,
        "long": long_in_words(figure.value) if figure.unit == HOURS else "",
    }
