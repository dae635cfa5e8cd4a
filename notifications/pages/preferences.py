"""How a member wants to be told: for each kind of thing, in the app or not, and how often by e-mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from notifications.actions.keep_preferences import keep_preferences
from notifications.kinds import kinds_for
from notifications.queries import preferences_of
from policy.saying import say
from wire.entry import for_members
from wire.refusals import Refused

EMAILS = (
    {"value": "never", "label": say("Never")},
    {"value": "soon", "label": say("Within minutes")},
    {"value": "daily", "label": say("Once a day, at 8:00")},
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def preferences(request: HttpRequest) -> HttpResponse:
    kinds = kinds_for(request.member)
    wishes = preferences_of(request.member)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        wishes = {
            kind: (f"{kind}-app" in request.POST, request.POST.get(f"{kind}-email", wishes[kind][1])) for kind in kinds
        }
        try:
            keep_preferences(tenant=request.tenant, by=request.member, choices=wishes, now=timezone.now())
        except Refused as refusal:
            wrong = {problem.pointer.removeprefix("/"): problem.detail for problem in refusal.problems}
        else:
            messages.success(request, str(say("Kept. It holds from now on, also for e-mails that were waiting.")))
            return redirect("notification_preferences")
    page = {
        "rows": [_row(key, kind, wishes[key], wrong.get(key, "")) for key, kind in kinds.items()],
        "emails": EMAILS,
        "email": request.member.email,
        "zone": request.tenant.timezone,
        "errors": [{"href": f"#id_{key}-email", "text": f"{kinds[key].label}: {text}"} for key, text in wrong.items()],
    }
    return render(request, "notifications/preferences.html", page, status=422 if wrong else 200)


def _row(key: str, kind: Any, wish: tuple[bool, str], error: str) -> dict[str, Any]:
    in_app, email = wish
    return {
        "label": kind.label,
        "explanation": kind.explanation,
        "app_name": f"{key}-app",
        "email_name": f"{key}-email",
        "in_app": in_app,
        "email": email,
        "by_letter": kind.by_letter,
        "error": error,
    }
