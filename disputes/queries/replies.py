"""Saved replies: those in use with their newest words, and all of them for who keeps them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from disputes.models import SavedReply, SavedReplyVersion
from tenants.models import Member


def replies_for(grounds: Iterable[str]) -> list[SavedReplyVersion]:
    """The newest words of each reply in use that is for all cases or for one of these grounds, by name."""
    fitting = Q(reply__ground="") | Q(reply__ground__in=list(grounds))
    newest = (
        SavedReplyVersion.objects.filter(fitting, reply__retired_at__isnull=True)
        .select_related("reply")
        .order_by("reply_id", "-number")
        .distinct("reply_id")
    )
    return sorted(newest, key=lambda each: (each.reply.name.casefold(), each.reply.language))


def saved_replies_visible_to(member: Member | None) -> QuerySet[SavedReply]:
    """All of the marketplace for its desk, with `body` and `number` of the newest version; else none."""
    if member is None or not member.at_the_desk:
        return SavedReply.objects.none()
    newest = SavedReplyVersion.objects.filter(reply=OuterRef("pk")).order_by("-number")
    return SavedReply.objects.annotate(body=Subquery(newest.values("body")[:1]), number=Count("versions"))


def versions_of(reply: SavedReply) -> QuerySet[SavedReplyVersion]:
    """Every version, the newest first."""
    return SavedReplyVersion.objects.filter(reply=reply).select_related("by").order_by("-number")
