"""The choice of a language, at the foot of every page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tenants.actions.choose_language import choose_language
from wire.speaking import LANGUAGES


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the choice on this device, and for a member everywhere; then back to the page they came from."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    answer = HttpResponseRedirect(back if here else "/")
    if chosen not in LANGUAGES:
        return answer
    if request.member is not None:
        choose_language(tenant=request.tenant, by=request.member, language=chosen, now=timezone.now())
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
    )
    return answer
