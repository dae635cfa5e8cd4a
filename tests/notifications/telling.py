"""Short ways to tell the cast something, and to see what went out."""

from __future__ import annotations

from datetime import datetime

from django.core import mail

from notifications.actions.notify import notify
from notifications.models import Notification
from tenants.models import Member
from tests.cast import NOW, Cast


def tell(
    cast: Cast, member: Member, key: str = "one", kind: str = "message_received", *, at: datetime = NOW, **words: str
) -> Notification | None:
    told = {"title": "Bob wrote to you", "path": "/orders/order-1", **words}
    return notify(tenant=cast.tenant, member=member, kind=kind, key=key, now=at, **told)


def message_ids() -> list[str]:
    return [message.extra_headers["Message-ID"] for message in mail.outbox]
