"""Writes a message with a file to it, or neither: what somebody sends from the order's page."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.db import transaction

from orders.actions.send_message import send_message
from orders.actions.store_upload import store_upload
from orders.models import Message, Order
from orders.permissions import check_may_send
from orders.talking.conduct import Warned, words_to_think_over
from policy.problems import Problem
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToWriteMessage(Refused):
    """Nothing is sent yet: `warned` names the rule that the words seem to break, and where they stand."""

    def __init__(self, warned: Warned) -> None:
        self.warned = warned
        super().__init__(Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, "/body", warned.sentence))


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
    all_the_same: bool = False,
    now: datetime,
) -> Message:
    """The message as `by` writes it on the side `sender`. Raises as `send_message` and `store_upload` do.

    A seller's words that seem to break a rule about feedback are shown the rule first (UnableToWriteMessage), and
    are sent `all_the_same` when the seller says so; that they were shown it is kept with the message.
    """
    check_may_send(by, order, sender)
    asks_first = sender == Message.Sender.SELLER and not all_the_same
    if asks_first and (warned := words_to_think_over(body, order, now=now)) is not None:
        raise UnableToWriteMessage(warned)
    uploads = []
    if file is not None:
        for_seller = order.seller if sender == Message.Sender.SELLER else None
        uploads.append(store_upload(tenant=tenant, by=by, name=file_name, content=file, seller=for_seller, now=now))
    message, _created = send_message(
        tenant=tenant, by=by, order=order, sender=sender, body=body, uploads=uploads, now=now
    )
    return message
