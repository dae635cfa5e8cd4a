"""Makes sure that a seller's offer exists, found by the marketplace's own id of it."""

from __future__ import annotations

from django.db import transaction

from orders.models import Offer, Seller
from tenants.models import Tenant


@transaction.atomic
def ensure_offer(*, tenant: Tenant, seller: Seller, external_id: str, title: str = "", description: str = "") -> Offer:
    """The seller's offer of that external id, made if new; a given title or description replaces the old one.

    Another seller may have an offer of the same id: it is another offer.
    """
    offer = Offer.objects.filter(seller=seller, external_id=external_id).first()
    if offer is None:
        ours = Offer(
            tenant=tenant,
            seller=seller,
            external_id=external_id,
            title=title or external_id,
            description=description,
        )
        Offer.objects.bulk_create([ours], ignore_conflicts=True)
        offer = Offer.objects.get(seller=seller, external_id=external_id)
    changed = [
        field
        for field, value in (("title", title), ("description", description))
        if value and getattr(offer, field) != value
    ]
    if changed:
        offer.title, offer.description = title or offer.title, description or offer.description
        offer.save(update_fields=changed)
    return offer
