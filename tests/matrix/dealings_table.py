"""The rows of the table for custom orders and for how sellers deal with buyers."""

from __future__ import annotations

from tests.matrix.rows import EVERYONE, MEMBERS, Row, act, admin, api, each

A_CUSTOM_ORDER = {"title": "Two blades", "amount": "20.00", "currency": "EUR"}
A_REPORT = {"kind": "pressure", "words": "Every day the same question."}

DEALING_ROWS = (
    Row("/orders/<str:external_id>/custom-order", "seller", ("order",), writes={"POST": A_CUSTOM_ORDER}),
    # The link is no secret: whoever else holds it finds nothing.
    Row("/o/<str:token>", "buyer", ("custom order token",), writes={"POST": {}}),
    Row("/selling/custom-orders", "seller"),
    Row(
        "/selling/custom-orders/<uuid:custom_order_id>/revoke",
        ids=("custom order",),
        writes={"POST": {}},
        other=each(EVERYONE, 405),
    ),
    Row("/orders/<str:external_id>/mute", "", ("order",), writes={"POST": {"muted": "yes"}}, other=each(EVERYONE, 405)),
    Row("/orders/<str:external_id>/report", "buyer", ("order",), writes={"POST": A_REPORT}),
    Row(
        "/orders/<str:external_id>/conduct-check",
        "",
        ("order",),
        writes={"POST": {"body": "Hello"}},
        other=each(EVERYONE, 405),
    ),
    Row("/muted-sellers", MEMBERS),
    Row("/muted-sellers/<uuid:seller_id>/end", "", ("seller row",), writes={"POST": {}}, other=each(EVERYONE, 405)),
    admin("orders/sellerreport/"),
    admin("orders/sellerreport/<str:object_id>/", "seller report"),
    act("orders/sellerreport/<str:object_id>/confirm/", "seller report"),
    act("orders/sellerreport/<str:object_id>/dismiss/", "seller report"),
    api("custom-orders", "", other=each(EVERYONE, 405)),
)

DEALING_BODIES = (
    (
        "a custom order in another's chat",
        "seller",
        api("custom-orders"),
        "order",
        lambda own, other: {"order": other, **A_CUSTOM_ORDER},
    ),
)
