"""Names the application."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
