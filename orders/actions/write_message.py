"""Writes a message with a file to it, or neither: what somebody sends from the order's page."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.db import transaction

from orders.actions.send_message import send_message
from orders.actions.store_upload import store_upload
from orders.models import Message, Order
from orders.permissions import check_may_send
from tenants.models import Member, Tenant


@transaction.atomic
def write_message(
    *,
    tenant: Tenant,
    by: Member,
    order: Order,
    sender: str,
    body: str,
    file: IO[bytes] | None = None,
    file_name: str = "",
    now: datetime,
) -> Message:
    """The message as `by` writes it on the side `sender`. Raises as `send_message` and `store_upload` do."""
    check_may_send(by, order, sender)
    uploads = []
    if file is not None:
        for_seller = order.seller if sender == Message.Sender.SELLER else None
        uploads.append(store_upload(tenant=tenant, by=by, name=file_name, content=file, seller=for_seller, now=now))
    message, _created = send_message(
        tenant=tenant, by=by, order=order, sender=sender, body=body, uploads=uploads, now=now
    )
    return message
