"""The rows of the table for the prevention desk, its remedies, and what was added to an order."""

from __future__ import annotations

from tests.matrix.rows import EVERYONE, Row, each

A_NOTICE = {"body": "It takes a day longer.", "key": "a form"}

PREVENTION_ROWS = (
    Row("/selling/prevention", "seller"),
    Row("/selling/prevention/pause", "seller", writes={"POST": {"until": "2099-01-01T00:00"}}),
    Row(
        "/selling/prevention/orders/<uuid:order_id>/<str:kind>",
        "seller",
        ("order row", "remedy of an order"),
        writes={"POST": A_NOTICE},
    ),
    Row(
        "/selling/prevention/offers/<uuid:offer_id>/<str:kind>",
        "seller",
        ("offer", "remedy of an offer"),
        writes={"POST": {"stock": "5", "key": "a form"}},
    ),
    Row(
        "/orders/<str:external_id>/compensations/<uuid:compensation_id>/handed-over",
        ids=("paid order", "addition"),
        writes={"POST": {}},
        other=each(EVERYONE, 405),
    ),
)
