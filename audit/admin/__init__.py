"""The desk's read-only view of the log."""

from __future__ import annotations

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from audit.models import Entry
from wire.admin import DeskAdmin


@admin.register(Entry)
class EntryDesk(DeskAdmin):
    list_title = "Log"
    list_note = "Who did what, when. Entries are chained; verify_audit finds one that was changed or cut."
    list_display = ("at", "action", "actor", "subject_type", "subject_id", "place")
    search_fields = ("=action", "=subject_type", "=subject_id")
    search_help_text = "Action, kind of subject or its id"
    ordering = ("-id",)
    details = ("at", "action", "actor", "actor_id", "subject_type", "subject_id", "what", "place", "hash")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        tenant_id = request.tenant.pk if request.tenant is not None else None
        return super().get_queryset(request).filter(tenant_id=tenant_id).select_related("link")

    @admin.display(description="Number in the chain")
    def place(self, entry: Entry) -> str:
        link = getattr(entry, "link", None)
        return f"{link.number:,}" if link else self.empty_value_display

    @admin.display(description="Hash")
    def hash(self, entry: Entry) -> str:
        link = getattr(entry, "link", None)
        return link.hash if link else self.empty_value_display

    @admin.display(description="Data")
    def what(self, entry: Entry) -> str:
        return json.dumps(entry.data, ensure_ascii=False, sort_keys=True)
