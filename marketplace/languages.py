"""Which language a page speaks: what the reader chose, what their browser asks for, or what the marketplace speaks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from wire.speaking import LANGUAGES, speaking

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
        _asked_for(request),
        tenant.language if tenant else "",
    )
    return next((each for each in wanted if each in LANGUAGES), "en")


def _asked_for(request: HttpRequest) -> str:
    """The first language of the browser's that is spoken here; "" where it asks for none of them."""
    header = request.headers.get("Accept-Language", "")
    for code, _ in translation.trans_real.parse_accept_lang_header(header):
        if (language := code.split("-")[0]) in LANGUAGES:
            return language
    return ""
