"""Which language a page speaks: what the reader chose, what their browser asks for, or what the marketplace speaks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from wire.speaking import LANGUAGES, language_accepted, speaking

ENGLISH_PATHS = ("/api/", "/admin/")
"""What programs read, and the desk, whose words are the record of each case."""


class LanguageMiddleware:
    """Sets `request.language`, and lets the whole page be made in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.language = language_of_request(request)
        with speaking(request.language):
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        response.headers.setdefault("Content-Language", request.language)
        patch_vary_headers(response, ("Accept-Language",))
        return response


def language_of_request(request: HttpRequest) -> str:
    """A cookie is newer than what a member once chose: it is set by the same choice, on this device."""
    if request.path.startswith(ENGLISH_PATHS):
        return "en"
    tenant, member = request.tenant, request.member
    wanted = (
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        member.language if member else "",
        language_accepted(request.headers.get("Accept-Language", "")),
        tenant.language if tenant else "",
    )
    return next((each for each in wanted if each in LANGUAGES), "en")


def language_of_visitor(request: HttpRequest) -> str:
    """What somebody whom nobody knows yet has chosen or asks for; "" where neither is spoken here."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in LANGUAGES else language_accepted(request.headers.get("Accept-Language", ""))
