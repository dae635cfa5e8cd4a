"""The policy in words, for everyone: the version in force, and each that was ever published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from policy.document import PolicyDocument
from policy.grounds import GROUNDS
from policy.responsibility import RESPONSIBILITIES
from policy.terms import FeedbackType, GroundKey
from policy.words import policy_in_words, what_follows
from tenants.policy_form import difference, readable
from tenants.queries import policy_versions
from tenants.versions import Standing, VersionInTime, in_time


@dataclass(frozen=True, slots=True)
class GroundOnPage:
    """One offered ground as the page lays it out."""

    key: GroundKey
    name: str
    meaning: str
    not_this: str
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What one type of negative feedback asks of the partner, and what holds for the seller."""

    name: str
    partner: str
    seller: str


@require_safe
def policy_page(request: HttpRequest) -> HttpResponse:
    """What holds now."""
    history = _history(request)
    return _page(request, history, next(each for each in history if each.standing is Standing.IN_FORCE))


@require_safe
def policy_version_page(request: HttpRequest, number: int) -> HttpResponse:
    """One version, whether it holds, held once or is still to come."""
    history = _history(request)
    shown = next((each for each in history if each.version.number == number), None)
    if shown is None:
        raise Http404
    return _page(request, history, shown)


def _history(request: HttpRequest) -> list[VersionInTime]:
    if request.tenant is None:
        raise Http404
    return in_time(list(policy_versions()), timezone.now())


def _page(request: HttpRequest, history: list[VersionInTime], shown: VersionInTime) -> HttpResponse:
    version, place = shown.version, history.index(shown)
    earlier = history[place + 1].version if place + 1 < len(history) else None
    context: dict[str, Any] = {
        "version": version,
        "since": shown.since,
        "until": shown.until,
        "standing": shown.standing.value,
        "sections": policy_in_words(version.policy),
        "grounds": _grounds(version.policy),
        "duties": _duties(version.policy),
        "rules": readable(version.document),
        "earlier": earlier,
        "changes": difference(earlier.document, version.document) if earlier else [],
        "history": history,
        "coming": [each for each in history if each.standing is Standing.COMING and each is not shown],
    }
    return render(request, "tenants/policy.html", context)


def _grounds(policy: PolicyDocument) -> list[GroundOnPage]:
    return [
        GroundOnPage(key, text.name, text.meaning, text.not_this, what_follows(key, policy))
        for key in policy.removal.offered
        for text in (GROUNDS[key].text,)
    ]


def _duties(policy: PolicyDocument) -> list[Duty]:
    """The thirteen types where there are partners, else nothing."""
    if not policy.fulfilment.partners_allowed:
        return []
    return [Duty(each.name, each.documents, each.seller) for each in map(RESPONSIBILITIES.__getitem__, FeedbackType)]
