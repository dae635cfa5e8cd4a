"""The choice of a language: for this device, and for a member everywhere, their letters included."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from tenants.actions.choose_language import choose_language
from wire.kept import came_from
from wire.speaking import LANGUAGES


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """The languages to choose from; the choice leads back to the page they came from."""
    back = request.POST.get("next", "") if request.method == "POST" else came_from(request)
    # Only a path of this site: what begins with two slashes would lead elsewhere.
    back = back if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/"
    chosen = request.POST.get("language", "")
    if request.method != "POST" or chosen not in LANGUAGES:
        known = request.method != "POST"
        page = {"languages": settings.LANGUAGES, "chosen": request.language, "next": back, "unknown": not known}
        return render(request, "marketplace/language.html", page, status=200 if known else 422)
    if request.member is not None:
        choose_language(tenant=request.tenant, by=request.member, language=chosen, now=timezone.now())
    answer = HttpResponseRedirect(back)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
    )
    return answer
