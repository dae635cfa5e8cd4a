"""Who comes into a marketplace's pages: members only, and what they may not see is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from wire.kept import came_from, forget_words, give_back, keep_words, words_in
from wire.refusals import NotPermitted, NotThere

View = Callable[..., HttpResponseBase]
# A form's own question in the background while somebody still types (the field that says so).
LIVE = "live"


def of_a_marketplace(view: View) -> View:
    """A page of a marketplace: none at the directory's host; refusals of the rooms below become answers."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request, "tenant", None) is None:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except NotThere:
            raise Http404 from None
        except NotPermitted as refusal:
            raise PermissionDenied(refusal.detail) from None

    return entered


def for_members(view: View) -> View:
    """A page for members: strangers sign in first, and an account that is no member here finds nothing.

    A form whose session has ended loses no words (`wire.kept`): after signing in they stand in `request.POST` of the
    page that the form was on, though its method is GET, and in `request.kept` for the notice about it.
    """

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if request.member is None:
            raise Http404
        request.kept = give_back(request)
        response = view(request, *args, **kwargs)
        if request.kept is not None and response.status_code == 200:
            forget_words(request)
        return response

    entered.for_members = True
    return of_a_marketplace(entered)


def is_for_members(view: Any) -> bool:
    return getattr(view, "for_members", False)


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    if request.headers.get("HX-Request") and LIVE in request.POST:
        return HttpResponse(status=401)
    page = request.get_full_path()
    if request.method == "POST":
        page = came_from(request)
        if not keep_words(request) and (words := words_in(request)):
            return render(request, "errors/signed_out.html", {"words": words, "page": page}, status=403)
    response = redirect_to_login(page)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": response.url})
    return response
