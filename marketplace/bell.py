"""The bell in the masthead: how much a member has not read yet."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse

from notifications.queries import MOST_COUNTED, unread_count
from tenants.models import Member

Bell = dict[str, object]


def bell_of(request: HttpRequest, member: Member | None) -> Callable[[], Bell] | None:
    """Counted only where a template draws it, with one query; nobody but members has one."""
    if member is None:
        return None

    def counted() -> Bell:
        unread, href = unread_count(member), reverse("notifications")
        many = unread > MOST_COUNTED
        return {"href": href, "count": MOST_COUNTED if many else unread, "many": many, "current": request.path == href}

    return counted
