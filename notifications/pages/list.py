"""What a member was told, newest first; opening one leads to its page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from notifications.actions.mark_all_read import mark_all_read
from notifications.actions.mark_read import mark_read
from notifications.kinds import KINDS
from notifications.models import Notification
from notifications.paths import is_path_of_ours
from notifications.queries import MOST_COUNTED, notification_of, notifications_of, unread_count
from policy.saying import say
from tenants.languages import language_of
from wire.entry import for_members
from wire.instants import read_instant, show_instant
from wire.pages import CursorPages
from wire.refusals import Refused

PAGES = CursorPages("-created_at", "-id")


@require_safe
@for_members
def notifications(request: HttpRequest) -> HttpResponse:
    here = reverse("notifications")
    try:
        cut = PAGES.cut(notifications_of(request.member), cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(here)
    unread = unread_count(request.member)
    # They were said when they were told, which may have been in another language than that of this page.
    told_in = language_of(request.member, request.tenant) or "en"
    page = {
        "rows": [_row(each) for each in cut.rows],
        "told_in": "" if told_in == get_language() else told_in,
        "unread": unread,
        "many": unread > MOST_COUNTED,
        # What came in since this page was made is not marked read by its button.
        "until": show_instant(timezone.now()),
        "newer_href": f"{here}?cursor={cut.previous}" if cut.previous else "",
        "older_href": f"{here}?cursor={cut.next}" if cut.next else "",
    }
    return render(request, "notifications/list.html", page)


@require_safe
@for_members
def open_notification(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """To the page that it speaks of, and to no other place."""
    notification = notification_of(request.member, notification_id)
    mark_read(tenant=request.tenant, by=request.member, notification=notification, now=timezone.now())
    return redirect(notification.path if is_path_of_ours(notification.path) else "notifications")


@require_POST
@for_members
def read_all(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    try:
        until = min(now, read_instant(request.POST.get("until", "")))
    except ValueError:
        until = now
    if mark_all_read(tenant=request.tenant, by=request.member, until=until, now=now):
        messages.success(request, str(say("All of them are marked as read.")))
    return redirect("notifications")


def _row(notification: Notification) -> dict[str, Any]:
    kind = KINDS.get(notification.kind)
    return {
        "href": reverse("open_notification", args=[notification.pk]),
        "title": notification.title,
        "body": notification.body,
        "kind": kind.label if kind else "",
        "at": notification.created_at,
        "unread": notification.read_at is None,
    }
