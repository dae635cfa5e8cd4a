"""Visits to notifications: the list, the choices, and the link at the end of an e-mail."""

from __future__ import annotations

from tests.journeys.visit import Visit

NOTIFICATION_VISITS = (
    Visit("/notifications", "notifications", "buyer"),
    Visit("/notifications", "notifications-seller", "seller"),
    Visit("/notifications", "notifications-none", "newcomer"),
    Visit("/notifications/preferences", "notification-preferences", "buyer"),
    Visit("/notifications/preferences", "notification-preferences-seller", "seller"),
    Visit("/notifications/unsubscribe/<str:token>", "unsubscribe", start="unsubscribe:"),
)
