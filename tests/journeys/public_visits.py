"""Visits to the directory of sellers, the searched seller page, badge and widget, and the marketplace's look."""

from __future__ import annotations

from tests.journeys.visit import Visit

SELLERS = "/sellers"
SELLER = "/sellers/<slug:slug>"
EMBED = "/embed/<path:seller>"

PUBLIC_VISITS = (
    Visit(SELLERS, "sellers", start="/", follow=(SELLERS,)),
    Visit("/language", "language"),
    Visit("/transparency", "transparency"),
    Visit("/transparency", "transparency-retail", slug="retail"),
    Visit("/transparency/<int:year>", "transparency-year", start="/transparency", follow=("/transparency/<int:year>",)),
    Visit("/admin/disputes/report/", "desk-reports-to-the-eu", "lead"),
    Visit("/transparency", "transparency-none", start="/transparency?from=2001-01&to=2001-02"),
    Visit(SELLERS, "sellers-found", start="/sellers?q=north&order=name"),
    Visit(SELLERS, "sellers-none", start="/sellers?q=zzz"),
    Visit(SELLERS, "sellers-retail", slug="retail"),
    Visit(SELLER, "seller-searched", start="/sellers/northgate-coins?q=gold&period=365"),
    Visit(SELLER, "seller-not-found", start="/sellers/northgate-coins?q=zzzz"),
    Visit(EMBED, "embed", start="/embed/northgate-coins"),
    Visit(EMBED, "embed-dark", start="/embed/northgate-coins?theme=dark"),
    Visit("/selling/badge", "selling-badge", "seller"),
    Visit("/admin/tenants/tenant/look/", "desk-look", "lead"),
)
