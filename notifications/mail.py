"""Several notifications as one e-mail, with the ways to stop such e-mails that mail programs know how to press."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from notifications.kinds import KINDS
from notifications.models import Notification
from notifications.subscriptions import token_for
from policy.saying import say, say_number
from tenants.address import address_of
from tenants.languages import language_of
from tenants.look import accents_of
from tenants.models import Member, Tenant
from wire.speaking import speaking

MOST_LISTED = 30
WHY = say("You get this because you are a member here and chose, or did not refuse, e-mails about such things.")


def digest_of(rows: Sequence[Notification], *, member: Member, tenant: Tenant, now: datetime) -> EmailMultiAlternatives:
    """In the member's language. The same rows give the same Message-ID, so that mail programs show a repeat once."""
    with speaking(language_of(member, tenant)):
        return _digest_of(rows, member, tenant, now)


def _digest_of(rows: Sequence[Notification], member: Member, tenant: Tenant, now: datetime) -> EmailMultiAlternatives:
    address = address_of(tenant)
    token = token_for(member, {row.kind for row in rows}, tenant=tenant, now=now)
    unsubscribe_url = address + reverse("unsubscribe", args=[token])
    context = {
        "marketplace_name": tenant.name,
        "recipient_name": member.name,
        "accent": accents_of(tenant)[0],
        "subject": subject_of(rows, tenant),
        "items": [_item(row, address) for row in rows[:MOST_LISTED]],
        "more": max(0, len(rows) - MOST_LISTED),
        "action_url": address + reverse("notifications"),
        "action_label": say("See all notifications"),
        "why": WHY,
        "preferences_url": address + reverse("notification_preferences"),
        "unsubscribe_url": unsubscribe_url,
    }
    message = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string("emails/digest.txt", context),
        to=[member.email],
        headers={
            "Message-ID": message_id(rows, tenant),
            "Auto-Submitted": "auto-generated",
            # RFC 8058: one click in the mail program is a POST to this address, without a page in between.
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(render_to_string("emails/digest.html", context), "text/html")
    return message


def subject_of(rows: Sequence[Notification], tenant: Tenant) -> str:
    if len(rows) == 1:
        return rows[0].title
    number = len(rows)
    return str(
        say_number("One thing is new at {place}", "{number} things are new at {place}", number, place=tenant.name)
    )


def message_id(rows: Sequence[Notification], tenant: Tenant) -> str:
    ids = ",".join(sorted(row.pk.hex for row in rows))
    return f"<digest-{hashlib.sha256(ids.encode()).hexdigest()[:32]}@{tenant.host}>"


def _item(row: Notification, address: str) -> dict[str, object]:
    return {
        "kind": KINDS[row.kind].label if row.kind in KINDS else "",
        "title": row.title,
        "body": row.body,
        "at": row.created_at,
        "url": address + reverse("open_notification", args=[row.pk]),
    }
