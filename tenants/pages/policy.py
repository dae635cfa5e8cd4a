"""The policy in force, in words, for everyone."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from policy.document import PolicyDocument
from policy.grounds import GROUNDS
from policy.terms import GroundKey
from policy.words import policy_in_words, what_follows
from tenants.queries import policy_in_force


@dataclass(frozen=True, slots=True)
class GroundOnPage:
    """One offered ground as the page lays it out."""

    key: GroundKey
    name: str
    meaning: str
    not_this: str
    follows: tuple[str, ...]


@require_safe
def policy_page(request: HttpRequest) -> HttpResponse:
    if request.tenant is None:
        raise Http404
    version = policy_in_force(at=timezone.now())
    return render(
        request,
        "tenants/policy.html",
        {
            "version": version,
            # The first version also governs history moved in, so it begins long before it was published.
            "since": max(version.effective_from, version.published_at),
            "sections": policy_in_words(version.policy),
            "grounds": _grounds(version.policy),
        },
    )


def _grounds(policy: PolicyDocument) -> list[GroundOnPage]:
    return [
        GroundOnPage(key, text.name, text.meaning, text.not_this, what_follows(key, policy))
        for key in policy.removal.offered
        for text in (GROUNDS[key].text,)
    ]
