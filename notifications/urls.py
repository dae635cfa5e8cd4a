"""Addresses of notifications pages."""

from django.urls import path

from notifications.pages.list import notifications, open_notification, read_all
from notifications.pages.preferences import preferences
from notifications.pages.unsubscribing import unsubscribe_page

urlpatterns = [
    path("notifications", notifications, name="notifications"),
    path("notifications/read", read_all, name="read_notifications"),
    path("notifications/preferences", preferences, name="notification_preferences"),
    path("notifications/unsubscribe/<str:token>", unsubscribe_page, name="unsubscribe"),
    path("notifications/<uuid:notification_id>", open_notification, name="open_notification"),
]
