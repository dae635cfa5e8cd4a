"""A buyer wants to hear of a seller again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Seller, SellerMute
from tenants.models import Member, Tenant
from wire.refusals import NotThere


@transaction.atomic
def unmute_seller(*, tenant: Tenant, by: Member | None, seller: Seller, now: datetime) -> bool:
    """Whether the seller was muted. Raises NotThere for nobody."""
    if by is None:
        raise NotThere
    ended, _ = SellerMute.objects.filter(buyer=by, seller=seller).delete()
    if ended:
        data = {"buyer": str(by.pk)}
        record_entry(tenant=tenant, by=by, action="seller.unmuted", subject=seller, now=now, data=data)
    return bool(ended)
