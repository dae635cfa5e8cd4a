"""Notifications: what members are told in the app and by e-mail, as each of them likes."""
