"""The rows of the table for offers, paying and the life of orders that were bought here."""

from __future__ import annotations

from tests.matrix.rows import API_MEMBERS, EVERYONE, FORM, Row, api, each

TRADE_ROWS = (
    Row("/offers/<uuid:offer_id>", EVERYONE, ("offer",), writes={"POST": {"quantity": "1"}}),
    Row("/sellers/<slug:slug>/offers", EVERYONE, ("seller slug",)),
    Row("/selling/offers", "seller"),
    Row("/selling/offers/new", "seller"),
    Row("/selling/offers/<uuid:offer_id>", "seller", ("offer",), writes={"POST": {"title": "Other"}}),
    Row("/selling/offers/<uuid:offer_id>/pause", "seller", ("offer",), writes={"POST": {"act": "now"}}),
    Row("/orders/<str:external_id>/pay", "buyer", ("unpaid order",), writes={"POST": {"variant": "pretend"}}),
    Row(
        "/orders/<str:external_id>/pay/<uuid:token>",
        "buyer",
        ("unpaid order", "payment token"),
        writes={"POST": {"outcome": "paid"}},
    ),
    Row("/orders/<str:external_id>/paid", "buyer", ("unpaid order",)),
    Row(
        "/orders/<str:external_id>/move/<str:step>",
        "buyer, seller",
        ("paid order", "order step"),
        writes={"POST": {"reason": "It broke."}},
    ),
    Row(
        "/orders/<str:external_id>/extend",
        "seller",
        ("paid order",),
        writes={"POST": {"to": "2099-01-01T00:00", "reason": "It is late."}},
    ),
    Row("/orders/<str:external_id>/refund", "seller", ("paid order",), writes={"POST": {"amount": "1.00"}}),
    Row(
        "/orders/<str:external_id>/refunds/<uuid:refund_id>",
        ids=("paid order", "refund"),
        writes={"POST": {"answer": "arrived"}},
        other=each(EVERYONE, 405),
    ),
    # Providers speak without signing in, about payments whose token they know; people are led on to their order.
    Row("/payments/process/<uuid:token>/", "", ("payment token",), writes={"POST": FORM}, other=each(EVERYONE, 302)),
    Row("/payments/process/<str:variant>/", "", ("nothing",), other=each("anonymous, key", 404)),
    api("offers/<str:external_id>", API_MEMBERS, "offer number"),
)
