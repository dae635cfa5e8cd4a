"""Erases a person from a marketplace: one transaction over every app's tables, then files and sessions.

docs/decisions/0025-erasure.md says what goes, what stays, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actions.erase_account import erase_account
from disputes.actions import erase_member as in_disputes
from feedback.actions import erase_member as in_feedback
from integrations.models import StoredAnswer
from integrations.tasks import finish_erasure
from integrations.webhooks.erasing import silence_messages
from notifications.actions.erase_member import erase_member as erase_from_notifications
from orders.actions import erase_member as in_orders
from policy.saying import Said
from tenants.actions.erase_member import erase_member, is_member_elsewhere, reasons_to_keep_member
from tenants.erasing import Person
from tenants.models import Member, Tenant
from tenants.nudge import nudge

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Erased:
    """What happened: rows by kind, and whether the account went or lives on in another marketplace."""

    member: Member
    user_id: UUID | None
    counts: dict[str, int]


def reasons_not_yet(member: Member) -> list[Said]:
    """Why the person cannot be erased now, and when they can be; empty where nothing stands in the way."""
    return [
        *reasons_to_keep_member(member),
        *in_orders.reasons_to_keep_buyer(member),
        *in_disputes.reasons_to_keep_side(member),
    ]


@transaction.atomic
def erase_person(*, tenant: Tenant, by: Member | None, member: Member, now: datetime) -> Erased:
    """Everything that names the person is gone when this commits; ask again for somebody erased: nothing changes.

    Raises UnableToEraseMember with every reason why not yet. Call it inside the marketplace.
    """
    held = Member.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)
    user, known = held.user, Person.of(held)
    pages = in_orders.pages_of_buyer(held) | in_feedback.pages_of_author(held) | in_disputes.pages_of_side(held)
    counts: dict[str, int] = {}
    # Cases first: what they keep of the review and the chat is found by whose they are.
    _add(counts, in_disputes.erase_member(tenant=tenant, member=held))
    _add(counts, in_feedback.erase_member(tenant=tenant, member=held, now=now))
    _add(counts, in_orders.erase_member(tenant=tenant, member=held))
    _add(counts, erase_from_notifications(tenant=tenant, member=held, about=pages))
    _add(counts, {"events_told": silence_messages(known, pages)})
    _add(counts, {"answers_kept": _forget_answers(tenant, user, known)})
    whole = user is not None and not is_member_elsewhere(user, but=tenant)
    user_id = user.pk if user is not None else None
    erased = erase_member(
        tenant=tenant, by=by if by is None or by.pk != held.pk else held, member=held, now=now, data=counts
    )
    if user is not None:
        _add(counts, erase_account(tenant_id=tenant.pk, user=user, whole=whole))
    nudge(finish_erasure, tenant_id=str(tenant.pk), user_id=str(user_id or ""))
    return Erased(erased, user_id, counts)


def _forget_answers(tenant: Tenant, user: Any, known: Person) -> int:
    """Answers kept for a repeated call live a day; those of or about the person do not wait for its end."""
    rows = StoredAnswer.objects.filter(tenant=tenant)
    forgotten = rows.filter(owner=user).delete()[0] if user is not None else 0
    perhaps = rows.filter(known.named_in("body")).values_list("pk", "body")
    named = [pk for pk, body in perhaps.iterator(chunk_size=CHUNK) if known.out_of(body) != body]
    return forgotten + rows.filter(pk__in=named).delete()[0]


def _add(counts: dict[str, int], more: dict[str, int]) -> None:
    for name, number in more.items():
        counts[name] = counts.get(name, 0) + number
