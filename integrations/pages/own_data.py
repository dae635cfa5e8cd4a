"""What a marketplace keeps about a member: read, taken along, or erased for good."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.adapter import must_sign_in_again
from integrations.actions.erase_person import erase_person, reasons_not_yet
from integrations.exports.person import kept_about, zip_about
from policy.retention_words import retention_in_words
from policy.saying import Said, say
from tenants.actions.erase_member import UnableToEraseMember
from tenants.queries import policy_in_force
from wire.entry import for_members

DEMO_ENDING = ".example"
"""How addresses of the demo end; nobody else's can."""


@require_safe
@for_members
@never_cache
def own_data(request: HttpRequest) -> HttpResponse:
    """What is kept, in plain words and with numbers."""
    policy = policy_in_force(at=timezone.now()).policy
    page = {
        "parts": [{"said": part.said, "count": count} for part, count in kept_about(request.member)],
        "periods": list(retention_in_words(policy)),
    }
    return render(request, "integrations/own_data.html", page)


@require_safe
@for_members
@never_cache
def own_data_download(request: HttpRequest) -> HttpResponseBase:
    now = timezone.now()
    content = zip_about(tenant=request.tenant, member=request.member, now=now)
    name = f"{request.tenant.slug}-{now:%Y-%m-%d}.zip"
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
@never_cache
def own_erasure(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; and, confirmed and freshly signed in, the erasure itself."""
    if request.method != "POST":
        return _asked(request, _reasons(request))
    if reasons := _shared_with_others(request):
        return _asked(request, reasons, status=422)
    if must_sign_in_again(request):
        return redirect(f"{reverse('account_reauthenticate')}?next={reverse('own_erasure')}")
    if "sure" not in request.POST:
        wrong = say("Please tick that you understand. It cannot be taken back.")
        return _asked(request, [], errors=[{"href": "#id_sure", "text": wrong}], status=422)
    member, name = request.member, str(request.member)
    try:
        erase_person(tenant=request.tenant, by=member, member=member, now=timezone.now())
    except UnableToEraseMember as refusal:
        return _asked(request, [problem.detail for problem in refusal.problems], status=422)
    logout(request)
    request.member = None
    return render(request, "integrations/own_erased.html", {"name": name})


def _reasons(request: HttpRequest) -> list[Said]:
    return _shared_with_others(request) or reasons_not_yet(request.member)


def _shared_with_others(request: HttpRequest) -> list[Said]:
    """The demo's visitors share its accounts, so none may take them from the others."""
    if settings.DEMO and request.member.email.endswith(DEMO_ENDING):
        return [say("The visitors of this demo share this account, so it cannot be erased.")]
    return []


def _asked(request: HttpRequest, reasons: list[Any], *, errors: Any = (), status: int = 200) -> HttpResponse:
    page = {
        "reasons": reasons,
        "errors": list(errors),
        "wrong": errors[0]["text"] if errors else "",
        "signs_in_first": must_sign_in_again(request),
    }
    return render(request, "integrations/own_erasure.html", page, status=status)
