"""How often somebody may try: signing in, second factors, resets, sign-ups. A refusal is HTTP 429 and a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import timedelta

from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.actions.count_attempt import count_attempt
from accounts.address import client_address, neighbourhood
from accounts.models import User
from policy.saying import say, say_number

# api.md: for an account and for an address, in five minutes.
ACCOUNT_LIMIT = 10
ADDRESS_LIMIT = 50
SPAN = timedelta(minutes=5)


def count_by_address(request: HttpRequest, kind: str) -> None:
    """Count a try of `kind` from the request's address; raise ValidationError when there were too many."""
    _count(request, f"{kind}:address:{neighbourhood(client_address(request))}", ADDRESS_LIMIT)


def count_by_email(request: HttpRequest, kind: str, email: str) -> None:
    """Count a try of `kind` on the account behind `email`, however the address is written."""
    accounts = filter_users_by_email(email)
    if accounts:
        return count_by_account(request, kind, accounts[0])
    written = unicodedata.normalize("NFKC", email).upper().lower().strip()
    return _count(request, f"{kind}:email:{written}", ACCOUNT_LIMIT)


def count_by_account(request: HttpRequest, kind: str, user: User) -> None:
    """Count a try of `kind` on `user`'s account."""
    _count(request, f"{kind}:account:{user.pk}", ACCOUNT_LIMIT)


def _count(request: HttpRequest, subject: str, limit: int) -> None:
    allowance = count_attempt(subject=subject, limit=limit, span=SPAN, now=timezone.now())
    if allowance:
        return
    # allauth hands its forms a request of their own making at times; the one that answers is the context's.
    for each in {id(r): r for r in (request, context.request) if r is not None}.values():
        each.retry_after = allowance.retry_after
    raise ValidationError(
        say(
            "That was one try too many for now. Please wait {wait} and try again; nothing you did is lost.",
            wait=in_words(allowance.retry_after),
        ),
        code="too_many_attempts",
    )


def in_words(seconds: int) -> str:
    """A waiting time as a person says it."""
    if seconds <= 60:
        return say("a minute")
    minutes = -(-seconds // 60)
    return say_number("{number} minute", "{number} minutes", minutes)


class TooManyAttemptsMiddleware:
    """Gives a form that was refused for too many tries its status, 429, and says when to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        retry_after = getattr(request, "retry_after", None)
        if retry_after is not None and response.status_code == 200:
            response.status_code = 429
            response["Retry-After"] = str(retry_after)
        return response
