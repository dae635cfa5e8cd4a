"""Who comes into a marketplace's pages: members only, and what they may not see is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from wire.refusals import NotPermitted, NotThere

View = Callable[..., HttpResponseBase]


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
    """A page for members: strangers sign in first, and an account that is no member here finds nothing."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.member is None:
            raise Http404
        return view(request, *args, **kwargs)

    return of_a_marketplace(entered)
