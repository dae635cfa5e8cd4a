"""Reads of what members were told, and of how they want to be told."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from notifications.kinds import KINDS, Email, kinds_for
from notifications.models import Notification, Preference
from tenants.models import Member
from wire.refusals import NotThere

MOST_COUNTED = 99


def unread_count(member: Member | None) -> int:
    """How many the member has not read yet; one more than MOST_COUNTED stands for all beyond it."""
    if member is None:
        return 0
    unread = Notification.objects.filter(member=member, read_at=None, shown=True)
    return unread.values("pk")[: MOST_COUNTED + 1].count()


def notifications_of(member: Member) -> QuerySet[Notification]:
    """What the member sees in the app; order it for pages by "-created_at", "-id"."""
    return Notification.objects.filter(member=member, shown=True)


def notification_of(member: Member, notification_id: UUID) -> Notification:
    """One of the member's own, also where it went out by e-mail alone. Raises NotThere."""
    found = Notification.objects.filter(member=member, pk=notification_id).first()
    if found is None:
        raise NotThere
    return found


def wishes_of(members: Iterable[UUID], kinds: Iterable[str]) -> dict[tuple[UUID, str], tuple[bool, Email]]:
    """For each member and kind, whether it is told in the app, and how often by e-mail."""
    members, kinds = set(members), KINDS.keys() & set(kinds)
    wishes = {(member, kind): (True, KINDS[kind].default) for member in members for kind in kinds}
    for kept in Preference.objects.filter(member__in=members, kind__in=kinds):
        wishes[kept.member_id, kept.kind] = (kept.in_app, "never" if KINDS[kept.kind].by_letter else kept.email)
    return wishes


def preferences_of(member: Member) -> dict[str, tuple[bool, Email]]:
    """As `wishes_of`, for the kinds that concern the member's roles."""
    kinds = kinds_for(member)
    wishes = wishes_of([member.pk], kinds)
    return {kind: wishes[member.pk, kind] for kind in kinds}
