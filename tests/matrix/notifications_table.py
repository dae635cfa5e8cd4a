"""The rows of the table for notifications: each member's own, and the link of an e-mail for whoever holds it."""

from __future__ import annotations

from tests.matrix.rows import EVERYONE, MEMBERS, Row, each

NOTIFICATION_ROWS = (
    Row("/notifications", MEMBERS),
    Row("/notifications/read", writes={"POST": {"until": "2099-01-01T00:00:00Z"}}, other=each(EVERYONE, 405)),
    Row("/notifications/preferences", MEMBERS),
    # Leads on to the page that it speaks of.
    Row("/notifications/<uuid:notification_id>", "buyer", ("notification",), other={"buyer": 302}),
    # Whoever holds the link of an e-mail may stop such e-mails; nobody needs an account.
    Row(
        "/notifications/unsubscribe/<str:token>",
        EVERYONE,
        ("unsubscribe token",),
        writes={"POST": {"List-Unsubscribe": "One-Click"}},
    ),
)
