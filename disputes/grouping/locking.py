"""Those who change the groups of one seller do so one after the other."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from disputes.models import GroupCase
from wire.refusals import NotThere


def lock_groups_of(seller_id: UUID) -> None:
    """Until the transaction ends. Whoever holds a case may wait here; whoever waits here takes no case after it."""
    with connection.cursor() as cursor:
        # There may be no row yet that could be locked, so they queue by the seller.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"group cases of seller {seller_id}"])


def lock_group(group: GroupCase) -> GroupCase:
    """The group as it stands now. Raises NotThere where it has become a part of an older one meanwhile."""
    lock_groups_of(group.seller_id)
    found = GroupCase.objects.select_related("seller").filter(pk=group.pk).first()
    if found is None:
        raise NotThere
    return found
