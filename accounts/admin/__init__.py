"""The platform's read-only list of accounts, for operators at the base domain."""

from __future__ import annotations

from django.contrib import admin

from accounts.models import User
from wire.admin import DeskAdmin


@admin.register(User)
class UserDesk(DeskAdmin):
    platform = True
    list_title = "Accounts"
    list_display = ("email", "name", "is_active", "is_operator", "date_joined")
    search_fields = ("email", "name")
    search_help_text = "E-mail or name"
    ordering = ("-date_joined", "-id")
    details = ("email", "name", "is_active", "is_operator", "date_joined", "last_login")
