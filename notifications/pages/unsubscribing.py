"""The page behind the link at the end of each e-mail: it says what the link does, and a button does it.

Mail programs press it themselves with the POST of RFC 8058, without cookies and so without a token of a form.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from notifications.actions.unsubscribe import unsubscribe
from notifications.kinds import KINDS
from notifications.queries import wishes_of
from notifications.subscriptions import LinkEnded, Subscription, read_token
from wire.entry import of_a_marketplace

ONE_CLICK = ("List-Unsubscribe", "One-Click")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_marketplace
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    name, value = ONE_CLICK
    page = _answer if request.method == "POST" and request.POST.get(name) == value else csrf_protect(_answer)
    answer = page(request, token)
    # The link is a secret: no copy is kept on the way, no search engine lists it, no other site is told it.
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    tenant, now, done = request.tenant, timezone.now(), False
    only_these = request.POST.get("what") == "these"
    try:
        if request.method == "POST":
            subscription = unsubscribe(tenant=tenant, token=token, only_these=only_these, now=now)
            done = True
        else:
            subscription = read_token(token, tenant=tenant, now=now)
    except LinkEnded as ended:
        return render(request, "errors/410.html", {"reason": ended.problems[0].detail}, status=410)
    page = {"done": done, "only_these": only_these, **_shown(subscription)}
    return render(request, "notifications/unsubscribe.html", page)


def _shown(subscription: Subscription) -> dict[str, Any]:
    """Names of kinds, and a hint at the address: whoever was forwarded the e-mail learns nothing else."""
    member, kinds = subscription.member, subscription.kinds
    wishes = wishes_of([member.pk], kinds)
    return {
        "address": _hinted(member.email),
        "kinds": [KINDS[kind].label for kind in kinds],
        "stopped": all(email == "never" for _, email in wishes.values()),
    }


def _hinted(email: str) -> str:
    """ "a…@shop.example" for "alice@shop.example"."""
    name, at, host = email.rpartition("@")
    return f"{name[:1]}…{at}{host}" if at else ""
