"""Writes a message into an order's chat, for good: the database refuses to change or delete it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Attachment, ConductWarning, Message, Order, Upload
from orders.permissions import check_may_send, passes_on_for_others
from orders.queries import contact_facts_of, message_of_external_id, upload_visible_to
from orders.talking.conduct import words_to_think_over
from orders.talking.content import content_problems, told_too_early
from orders.telling.sides import tell_message
from policy.contact import may_write
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.refusals import Refused

MOST_FILES = 5


class UnableToSendMessage(Refused):
    """The message is malformed, or another one has its external id."""


@transaction.atomic
def send_message(
    *,
    tenant: Tenant,
    by: Member | None,
    order: Order,
    sender: str,
    body: str,
    now: datetime,
    external_id: str = "",
    sent_at: datetime | None = None,
    uploads: Sequence[Upload] = (),
) -> tuple[Message, bool]:
    """The message, and whether it is new: the same again under the same `external_id` is the one that stands.

    `sender` is buyer or seller. A seller's words that seem to break a rule about feedback are sent all the same and
    kept as a warning. Only the marketplace (an integrator, or `by` None) says when it was sent.
    Raises UnableToSendMessage, `conflict` where the external id belongs to another message, `contact_limited`
    where the seller has written often enough about a negative review.
    """
    if problems := _problems(by, sender, body, external_id, sent_at, uploads, now):
        raise UnableToSendMessage(*problems)
    check_may_send(by, order, sender)
    known = message_of_external_id(external_id)
    if known is None and sender == Message.Sender.SELLER and sent_at is None:
        _check_contact(tenant, order, now)
    reads = known is None and sender == Message.Sender.SELLER
    warned = words_to_think_over(body, order, now=sent_at or now) if reads else None
    ours = Message(
        tenant=tenant,
        order=order,
        sender=sender,
        author=None if by is None or passes_on_for_others(by) or by.acting_for_seller_id else by,
        external_id=external_id,
        body=body,
        sent_at=sent_at or now,
        recorded_at=now,
    )
    Message.objects.bulk_create([ours], ignore_conflicts=bool(external_id))
    standing = message_of_external_id(external_id) or ours
    if standing.pk != ours.pk:
        if standing.order_id != order.pk or not _same(standing, sender, body, sent_at, uploads):
            raise UnableToSendMessage(
                Problem(
                    ProblemCode.CONFLICT,
                    "/external_id",
                    say("Another message has this external id."),
                )
            )
        return standing, False
    Attachment.objects.bulk_create([Attachment(tenant=tenant, message=ours, upload=file) for file in uploads])
    data = {"order": str(order.pk), "sender": sender, "files": len(uploads)}
    record_entry(tenant=tenant, by=by, action="message.sent", subject=ours, now=now, data=data)
    if warned is not None:
        ConductWarning.objects.create(
            tenant=tenant,
            message=ours,
            seller=order.seller,
            by=ours.author,
            rule=warned.rule,
            passages=[list(place) for place in warned.passages],
            sent_at=ours.sent_at,
        )
    tell_message(ours, order, tenant=tenant, now=now)
    return ours, True


def _check_contact(tenant: Tenant, order: Order, now: datetime) -> None:
    """One message after the other, so that two sent at once do not both pass. What was sent elsewhere is a fact."""
    held = Order.objects.select_for_update(of=("self",), no_key=True).get(pk=order.pk)
    policy = policy_in_force(at=now).policy
    if problems := may_write(contact_facts_of(held), policy, now, tenant.zone):
        raise UnableToSendMessage(*problems)


def _same(standing: Message, sender: str, body: str, sent_at: datetime | None, uploads: Sequence[Upload]) -> bool:
    attached = set(Attachment.objects.filter(message=standing).values_list("upload_id", flat=True))
    return (standing.sender, standing.body, standing.sent_at, attached) == (
        sender,
        body,
        sent_at or standing.sent_at,
        {upload.pk for upload in uploads},
    )


def _problems(
    by: Member | None,
    sender: str,
    body: str,
    external_id: str,
    sent_at: datetime | None,
    uploads: Sequence[Upload],
    now: datetime,
) -> list[Problem]:
    problems = content_problems(sender=sender, body=body, external_id=external_id, with_files=bool(uploads))
    wrong = []
    if len(uploads) > MOST_FILES:
        wrong.append(("/files", say("A message carries at most {most} files.", most=MOST_FILES)))
    if any(by is not None and not upload_visible_to(by, upload) for upload in uploads):
        wrong.append(("/files", say("There is no such file.")))
    if sent_at is not None and not passes_on_for_others(by):
        wrong.append(("/sent_at", say("Only the marketplace itself says when a message was sent.")))
    elif sent_at is not None:
        problems += told_too_early(sent_at, now)
    return problems + [Problem(ProblemCode.VALIDATION_FAILED, pointer, detail) for pointer, detail in wrong]
