"""Finds the marketplace by host name and keeps each request inside its wall."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone

from accounts.queries import has_verified_email
from marketplace.languages import language_of_visitor
from marketplace.pages.errors import no_such_marketplace
from tenants.actions.join_marketplace import join_marketplace
from tenants.models import Member
from tenants.queries import member_of_user, tenant_of_host
from tenants.scope import tenant_scope
from wire.kept import note_writer

# Asked by machines under any host name; they touch no marketplace's data.
HEALTH_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


class CompressedPagesMiddleware(GZipMiddleware):
    """Compresses pages, with Django's random length against guessing at secrets (BREACH).

    Answers of the API stay as they are: their entity tags are compared strongly, which compression would weaken.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


class TenantMiddleware:
    """Sets `request.tenant` and opens the transaction in which the whole request runs, in the marketplace's time zone.

    The directory of marketplaces answers at the base domain, with `request.tenant` None. Actions have savepoints of
    their own, so a refused one leaves nothing; an unexpected error rolls the whole request back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.tenant = None
        if request.path in HEALTH_PATHS:
            return self.get_response(request)
        host = request.get_host()
        tenant = tenant_of_host(host)
        if tenant is None:
            if host.rsplit(":", 1)[0].lower() == settings.BASE_DOMAIN:
                return self.get_response(request)
            return no_such_marketplace(request)
        request.tenant = tenant
        with tenant_scope(tenant), timezone.override(tenant.zone):
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


class MemberMiddleware:
    """Sets `request.member`: who the signed-in user is in this marketplace, or None.

    Who signs in on a marketplace's address for the first time, the e-mail address proven, joins it as a buyer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = None
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        if request.tenant is not None and signed_in and request.user.is_authenticated:
            request.member = member_of_user(request.user) or _join(request)
        response = self.get_response(request)
        # What anybody may keep a copy of (wire.caching) brings nobody's cookie with it.
        shared = response.headers.get("Cache-Control", "").startswith("public")
        if request.member is not None and request.user.is_authenticated and not shared:
            note_writer(request, response)
        return response


def _join(request: HttpRequest) -> Member | None:
    # Operators visit marketplaces to run them; they are nobody's customers.
    if request.user.is_operator or not has_verified_email(request.user):
        return None
    language = language_of_visitor(request)
    return join_marketplace(tenant=request.tenant, user=request.user, language=language, now=timezone.now())
