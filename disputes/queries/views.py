"""Views of the queue that were kept under a name."""

from __future__ import annotations

from django.db.models import Q

from disputes.models import SavedView
from tenants.models import Member


def views_for(member: Member | None) -> list[SavedView]:
    """The member's own and those for everybody, by name."""
    if member is None or not member.at_the_desk:
        return []
    return list(SavedView.objects.filter(Q(member=member) | Q(shared=True)).order_by("name", "id"))
