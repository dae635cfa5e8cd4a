"""What search engines are told: where they may look, and which public pages a marketplace has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from orders.sellers.finding import number_of_sellers, slugs_of_sellers
from wire.entry import of_a_marketplace
from wire.refusals import NotThere

SELLERS_A_PART = 10_000
"""Of the 50,000 addresses that a part may list (sitemaps.org), so that a part stays small."""
# What needs an account, or is for machines; a page that is only of no use to a search says so itself.
NOT_FOR_SEARCHES = (
    "/accounts/",
    "/admin/",
    "/api/",
    "/cases",
    "/files/",
    "/notices/",
    "/o/",
    "/orders",
    "/partner/",
    "/selling/",
    "/statements",
)
AN_HOUR = "public, max-age=3600"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_SEARCHES)]
    if request.tenant is not None:
        lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"]
    return _kept(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@require_safe
@of_a_marketplace
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of the parts."""
    parts = max(1, -(-number_of_sellers() // SELLERS_A_PART))
    addresses = [request.build_absolute_uri(reverse("sitemap_part", args=[n])) for n in range(1, parts + 1)]
    return _xml(request, "marketplace/sitemap_index.xml", addresses)


@require_safe
@of_a_marketplace
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """Some of the sellers; the first part has the marketplace's other public pages too."""
    start = (number - 1) * SELLERS_A_PART
    slugs = slugs_of_sellers(start, start + SELLERS_A_PART) if number else []
    if not slugs and number != 1:
        raise NotThere
    paths = [reverse(name) for name in ("home", "sellers", "policy_page")] if number == 1 else []
    paths += [reverse("seller_page", args=[slug]) for slug in slugs]
    return _xml(request, "marketplace/sitemap.xml", [request.build_absolute_uri(path) for path in paths])


def _xml(request: HttpRequest, template: str, addresses: list[str]) -> HttpResponse:
    return _kept(render(request, template, {"addresses": addresses}, content_type="application/xml; charset=utf-8"))


def _kept(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = AN_HOUR
    return answer
