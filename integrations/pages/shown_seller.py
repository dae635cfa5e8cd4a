"""Which seller a badge, widget or card is of, and everything that its drawing depends on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from feedback.queries.public_face import Face, face_of_row, seller_with_rate_called
from feedback.queries.seller_page import seller_with_rate
from tenants.look import look_version
from tenants.models import Tenant
from tenants.queries import policy_in_force
from wire.entry import View
from wire.refusals import NotThere
from wire.speaking import LANGUAGES, language_accepted, speaking

if TYPE_CHECKING:
    from orders.models import Seller

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Shown:
    seller: Seller
    face: Face
    made_from: tuple[Any, ...]
    """Changes whenever the figures, the names or the look do."""
    last_modified: float
    """When the figures were last counted, in seconds since 1970."""


def shown_by_slug(tenant: Tenant, slug: str, now: datetime) -> Shown:
    return _shown(tenant, seller_with_rate(slug), now)


def shown_called(tenant: Tenant, name: str, now: datetime) -> Shown:
    """The seller of that external id, else of that slug. Raises NotThere."""
    return _shown(tenant, seller_with_rate_called(name), now)


def _shown(tenant: Tenant, seller: Seller | None, now: datetime) -> Shown:
    if seller is None:
        raise NotThere
    row, version = getattr(seller, "rate", None), policy_in_force(at=now)
    counted = row.computed_at if row is not None else None
    return Shown(
        seller=seller,
        face=face_of_row(seller, row, version.policy),
        made_from=(
            seller.pk,
            seller.name,
            row and (row.version, row.counted_on),
            version.pk,
            tenant.name,
            look_version(tenant),
        ),
        last_modified=(counted or seller.created_at).timestamp(),
    )


def theme_of(request: HttpRequest) -> str:
    """The theme asked for, or "": what is none is as if not given."""
    asked = request.GET.get("theme", "")
    return asked if asked in THEMES else ""


def in_language_asked(view: View) -> View:
    """Speaks the language of `?lang=`, else the browser's, else the marketplace's: never what a cookie or an account
    chose, since anybody's cache keeps these answers. A language that is none is as if not given."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = (request.GET.get("lang", ""), language_accepted(request.headers.get("Accept-Language", "")))
        language = next((each for each in wanted if each in LANGUAGES), request.tenant.language)
        with speaking(language):
            return view(request, *args, **kwargs)

    return spoken


def name_in_links(seller: Seller) -> str:
    """What badges and widgets call the seller: its external id, which never changes hands; "." and ".." are no path."""
    return seller.slug if seller.external_id in (".", "..") else seller.external_id


def address(name: str, seller: Seller) -> str:
    """The path of the address of that name, its slashes kept from splitting it."""
    mark = "SELLER"
    return reverse(name, args=[mark]).replace(mark, quote(name_in_links(seller), safe=""))
