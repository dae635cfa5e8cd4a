"""The filters of the queue: each choice with the number of cases that it would leave. The narrowing is the query's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from disputes.admin.rows import ground_name
from disputes.queries import Counted, QueueFilters, queue_counts
from disputes.queue.bands import AGES, VALUE_BANDS
from orders.queries import seller_of_id
from policy.terms import RequestStatus
from tenants.queries import agents, policy_in_force
from wire.admin import ChoiceFilter, DeskAdmin
from wire.ids import read_id

STATUSES = {
    RequestStatus.SUBMITTED: "Submitted",
    RequestStatus.AWAITING_BUYER: "Waiting for the buyer",
    RequestStatus.IN_REVIEW: "Ready to decide",
    RequestStatus.MORE_INFORMATION: "Waiting for the seller",
    RequestStatus.AWAITING_APPROVAL: "Waiting for a lead",
    RequestStatus.DECIDED: "Decided",
    RequestStatus.WITHDRAWN: "Withdrawn",
}
WHICH = {
    "": "All open",
    "mine": "Mine",
    "unclaimed": "Nobody's",
    "overdue": "Overdue",
    "held": "Held for a lead",
    "appealed": "Appealed",
}
NO_LANGUAGE = "none"
"""In the address, for comments of which no program can tell the language."""
NARROWING = ("which", "status", "ground", "language", "value", "older_than", "assigned", "grouped", "seller", "q")
"""The parameters of the queue's address that a saved view keeps."""


def filters_of(given: QueryDict) -> QueueFilters | None:
    """The filters that an address names; None where its age is none of the choices, so that nothing fits."""
    ids = {name: read_id(given[name]) for name in ("seller", "assigned") if given.get(name)}
    days = given.get("older_than", "")
    if days and days not in map(str, AGES):
        return None
    language = given.get("language") or None
    return QueueFilters(
        status=given.get("status", ""),
        ground=given.get("ground", ""),
        language="" if language == NO_LANGUAGE else language,
        seller=ids.get("seller"),
        value=given.get("value", ""),
        grouped=bool(given.get("grouped")),
        which=given.get("which", ""),
        older_than=int(days) if days else None,
        assigned=ids.get("assigned"),
        search=given.get("q", ""),
    )


def kept_of(given: QueryDict) -> str:
    """The filters of an address as a saved view keeps them, always in one order."""
    return urlencode([(name, given[name]) for name in NARROWING if given.get(name)])


def counts_for(request: HttpRequest) -> dict[str, dict[str, Counted]]:
    """Counted once for a page."""
    if not hasattr(request, "queue_counts"):
        request.queue_counts = queue_counts(request.member, now=timezone.now())
    return request.queue_counts


def in_words(counted: Counted | None) -> str:
    if counted is None:
        return "0"
    return f"over {counted.number:,}" if counted.capped else f"{counted.number:,}"


class CountedFilter(ChoiceFilter):
    """Narrows nothing itself; its choices say how many open cases each would leave."""

    facet = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset

    def counted(self, request: HttpRequest, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
        counts = counts_for(request).get(self.facet or self.parameter_name, {})
        return [(value, f"{label} ({in_words(counts.get(value))})") for value, label in choices]


class Which(CountedFilter):
    title = "Show"
    parameter_name = "which"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(value, label) for value, label in WHICH.items() if value]


class Standing(CountedFilter):
    title = "Status"
    parameter_name = "status"
    any_label = "Any open"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        closed = (RequestStatus.DECIDED, RequestStatus.WITHDRAWN)
        choices = [(status.value, label) for status, label in STATUSES.items() if status not in closed]
        return [*self.counted(request, choices), *((status.value, STATUSES[status]) for status in closed)]


class ClaimedGround(CountedFilter):
    title = "Ground"
    parameter_name = "ground"
    any_label = "Any ground"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        offered = policy_in_force(at=timezone.now()).policy.removal.offered
        return self.counted(request, [(key.value, ground_name(key)) for key in offered])


class Language(CountedFilter):
    title = "Language"
    parameter_name = "language"
    any_label = "Any language"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        counts = counts_for(request).get("language", {})
        spoken = [(code or NO_LANGUAGE, code or "Not known", counted) for code, counted in sorted(counts.items())]
        asked = request.GET.get("language", "")
        if asked and asked not in [value for value, *_ in spoken]:
            spoken.append((asked, "Not known" if asked == NO_LANGUAGE else asked, None))
        return [(value, f"{label} ({in_words(counted)})") for value, label, counted in spoken]


class Value(CountedFilter):
    title = "Value of the order"
    parameter_name = "value"
    any_label = "Any value"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return self.counted(request, list(VALUE_BANDS.items()))


class OlderThan(CountedFilter):
    title = "Age"
    parameter_name = "older_than"
    any_label = "Any age"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return self.counted(request, [(str(days), label) for days, label in AGES.items()])


class Assigned(CountedFilter):
    title = "Worked on by"
    parameter_name = "assigned"
    any_label = "Anybody or nobody"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return self.counted(request, [(str(each.pk), str(each)) for each in agents().order_by("name", "pk")])


class Grouped(CountedFilter):
    title = "Group case"
    parameter_name = "grouped"
    facet = "group"
    any_label = "With and without"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return self.counted(request, [("yes", "In a group case")])


class OfSeller(CountedFilter):
    """Comes from a row's link: a marketplace has more sellers than a choice can hold."""

    title = "Seller"
    parameter_name = "seller"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        asked = request.GET.get("seller", "")
        seller = seller_of_id(read_id(asked)) if asked else None
        return [(str(seller.pk), seller.name)] if seller else [("", "")]


def narrowed_by(fields: list[dict[str, Any]], given: QueryDict) -> list[dict[str, str]]:
    """What narrows the list now, each with the address of the list without it."""
    chips = []
    for field in fields:
        value = given.get(field["name"], "")
        if not value or field["name"] == "which":
            continue
        label = next((each["label"] for each in field.get("options", []) if each["value"] == value), value)
        rest = given.copy()
        for name in (field["name"], "p"):
            rest.pop(name, None)
        chips.append({"label": f"{field['label']}: {label.rsplit(' (', 1)[0]}", "href": f"?{rest.urlencode()}"})
    return chips
