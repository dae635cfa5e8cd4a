"""Error pages, and their twins for the API: one 404 for what is not there and for what may not be seen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wire.encoding import as_json
from wire.entry import is_for_members
from wire.kept import came_from, keep_words, sent_from_here, words_in
from wire.problem_documents import MEDIA_TYPE, problem_document

TITLES = {
    400: ("malformed", "That request could not be read"),
    403: ("permission_denied", "You may not do this"),
    404: ("not_found", "There is nothing here"),
    500: ("error", "Something went wrong on our side"),
}


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    code, title = TITLES[status]
    if f"{request.path}/".startswith("/api/v1/"):
        return HttpResponse(as_json(problem_document(code)), status=status, content_type=MEDIA_TYPE)
    return render(request, f"errors/{status}.html", {"title": title}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The words of a member's form are shown back and kept; of one that another site sent, nothing is."""
    if f"{request.path}/".startswith("/api/v1/"):
        return _answer(request, 403)
    page: dict[str, object] = {}
    match = request.resolver_match
    if match is not None and is_for_members(match.func) and sent_from_here(request):
        kept = getattr(request, "tenant", None) is not None and keep_words(request)
        page = {"kept": kept, "page": came_from(request), "words": words_in(request)}
    return render(request, "errors/csrf.html", page, status=403)


def no_such_marketplace(request: HttpRequest) -> HttpResponse:
    """Answers an unknown host before anything else ran: no session, no marketplace."""
    request.member = None
    return _answer(request, 404)
