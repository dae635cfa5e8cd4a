"""Asks agents, leads and operators for a second factor before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

# What stays open without the second factor: health, the way out, and the way to the factor itself.
OPEN = frozenset(
    {
        "healthz",
        "readyz",
        "account_logout",
        "account_inactive",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
    }
)
TO_ENROL = frozenset({"mfa_activate_totp", "account_reauthenticate"})
TO_PROVE = frozenset({"mfa_reauthenticate"})
# Where somebody was going when the second factor came between; kept in the session.
DESTINATION = "second_factor_destination"


def has_factor(user: Any) -> bool:
    """Whether the account holds an authenticator that can be asked for (recovery codes alone are none)."""
    return Authenticator.objects.filter(
        user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ).exists()


def gave_factor(request: HttpRequest) -> bool:
    """Whether this session has shown a second factor of this user."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def record_enrolment(request: HttpRequest) -> None:
    """Note that the session showed a right code while enrolling, so that it is not asked for again at once."""
    record_authentication(request, request.user, method="mfa", type=Authenticator.Type.TOTP.value)


def destination(request: HttpRequest) -> str:
    """Where to go on to after the second factor; '' when nothing was interrupted."""
    return request.session.get(DESTINATION, "") if hasattr(request, "session") else ""


class SecondFactorMiddleware:
    """Lets people of the desk and operators do nothing before the second factor.

    Pages lead them to it; for the API a session without it is no session (keys are not affected: they are made
    without a session and act without one). Roles are read at each request, so the rule follows them at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.second_factor_missing = False
        if not _concerned(request):
            return self.get_response(request)
        enrolled = has_factor(request.user)
        if enrolled and gave_factor(request):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            request.user, request.member = AnonymousUser(), None
            return self.get_response(request)
        request.second_factor_missing = True
        name = _name(request)
        if name in OPEN or name in (TO_PROVE if enrolled else TO_ENROL):
            return self.get_response(request)
        return _lead(request, "mfa_reauthenticate" if enrolled else "mfa_activate_totp")


def _concerned(request: HttpRequest) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    member, user = getattr(request, "member", None), request.user
    return user.is_authenticated and (user.is_operator or (member is not None and member.at_the_desk))


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


def _lead(request: HttpRequest, to: str) -> HttpResponse:
    wanted = request.get_full_path() if request.method == "GET" else "/"
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = "/"
    request.session[DESTINATION] = wanted
    return HttpResponseRedirect(f"{reverse(to)}?{urlencode({'next': wanted})}")
