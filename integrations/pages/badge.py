"""A seller's rate as a picture for other sites: the badge, and the social card of the seller's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from integrations.drawing.badge import badge
from integrations.drawing.card import Card, card
from integrations.pages.shown_seller import in_language_asked, shown_by_slug, shown_called, theme_of
from tenants.look import accents_of
from tenants.models import Tenant
from wire.caching import kept
from wire.entry import of_a_marketplace

# Nothing in a picture loads or runs anything, also where it is opened by itself.
INERT = "default-src 'none'; sandbox"


@require_safe
@of_a_marketplace
@in_language_asked
def seller_badge(request: HttpRequest, seller: str) -> HttpResponse:
    tenant, theme = request.tenant, theme_of(request) or "light"
    shown = shown_called(tenant, seller, timezone.now())

    def make() -> HttpResponse:
        drawing = badge(
            shown.face,
            seller=shown.seller.name,
            marketplace=tenant.name,
            accents=accents_of(tenant),
            theme=theme,
        )
        return _picture(drawing.encode(), "image/svg+xml; charset=utf-8")

    return kept(request, ("badge", theme, *shown.made_from), make, last_modified=shown.last_modified)


@require_safe
@of_a_marketplace
@in_language_asked
def seller_card(request: HttpRequest, slug: str) -> HttpResponse:
    tenant = request.tenant
    shown = shown_by_slug(tenant, slug, timezone.now())

    def make() -> HttpResponse:
        drawn = card(
            Card(
                seller=shown.seller.name,
                marketplace=tenant.name,
                face=shown.face,
                accent=accents_of(tenant)[0],
                logo=_logo(tenant),
            )
        )
        return _picture(drawn, "image/png")

    return kept(request, ("card", *shown.made_from), make, last_modified=shown.last_modified)


def _logo(tenant: Tenant) -> bytes | None:
    """The logo's bytes; a lost file is no logo."""
    if not tenant.logo:
        return None
    try:
        with tenant.logo.open("rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _picture(content: bytes, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Security-Policy"] = INERT
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
