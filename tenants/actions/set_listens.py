"""Notes whether anybody outside is to hear of events of the marketplace."""

from __future__ import annotations

from django.db import transaction

from tenants.models import Tenant


@transaction.atomic
def set_listens(*, tenant: Tenant, listens: bool) -> None:
    """Whoever calls has looked at the listeners under the tenant's lock, and records what changed among them."""
    Tenant.objects.filter(pk=tenant.pk).exclude(listens=listens).update(listens=listens)
    tenant.listens = listens
