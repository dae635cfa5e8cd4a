"""A buyer does not want to hear of a seller any more, but about orders that still run."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.custom.orders import has_bought_from
from orders.models import Seller, SellerMute
from tenants.models import Member, Tenant
from wire.refusals import NotThere


@transaction.atomic
def mute_seller(*, tenant: Tenant, by: Member | None, seller: Seller, now: datetime) -> SellerMute:
    """The mute; doing it again changes nothing. Raises NotThere for who never bought from the seller."""
    if by is None or not has_bought_from(by, seller):
        raise NotThere
    ours = SellerMute(tenant=tenant, buyer=by, seller=seller, since=now)
    SellerMute.objects.bulk_create([ours], ignore_conflicts=True)
    standing = SellerMute.objects.select_related("seller").get(buyer=by, seller=seller)
    if standing.pk == ours.pk:
        record_entry(tenant=tenant, by=by, action="seller.muted", subject=seller, now=now, data={"buyer": str(by.pk)})
    return standing
