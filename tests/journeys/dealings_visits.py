"""Visits to custom orders, muted sellers and reports, from both sides and at the desk."""

from __future__ import annotations

from tests.journeys.visit import Visit

ORDER = "/orders/<str:external_id>"
LINK = "/o/<str:token>"
REPORTS = "/admin/orders/sellerreport/"
SERVICES = "game-services"

DEALING_VISITS = (
    Visit(
        f"{ORDER}/custom-order",
        "custom-order-form",
        "seller",
        SERVICES,
        "/selling/custom-orders",
        (ORDER, f"{ORDER}/custom-order"),
    ),
    Visit("/selling/custom-orders", "custom-orders", "seller", SERVICES),
    Visit("/selling/custom-orders", "custom-orders-ended", "seller", SERVICES, "/selling/custom-orders?show=ended"),
    Visit(LINK, "custom-order", "buyer", SERVICES, "/orders/GA-70901", (LINK,)),
    Visit(ORDER, "order-with-a-code", "buyer", SERVICES, "/orders/GA-70903"),
    Visit(f"{ORDER}/report", "report-a-seller", "buyer", SERVICES, "/orders/GA-70903", (f"{ORDER}/report",)),
    Visit("/muted-sellers", "muted-sellers", "buyer", SERVICES),
    Visit("/muted-sellers", "muted-sellers-none", "seller", SERVICES),
    Visit(REPORTS, "desk-reports", "agent", SERVICES),
    Visit(REPORTS + "<str:object_id>/", "desk-report", "agent", SERVICES, REPORTS, (REPORTS + "<str:object_id>/",)),
)
