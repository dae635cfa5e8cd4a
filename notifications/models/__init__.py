"""What members and other programs are told, and how they want to be told it."""

from notifications.models.announcement import Announcement
from notifications.models.notification import Notification
from notifications.models.preference import Preference

__all__ = ["Announcement", "Notification", "Preference"]
