"""Forgets what was read of a marketplace's reviews, so that all of it is read again by newer readers."""

from __future__ import annotations

from feedback.models import Review, WordingBand
from tenants.models import Tenant
from tenants.scope import tenant_scope

BATCH = 5000
"""Reviews made to wait in one transaction."""
SLICES = 256
"""Parts in which keys are deleted; they are spread evenly over all numbers of 64 bits."""
_SMALLEST, _WIDTH = -(2**63), 2**64 // SLICES


def forget_readings(*, tenant: Tenant) -> int:
    """How many reviews wait to be read again. Stopped half-way it leaves the rest as it was read before."""
    for part in range(SLICES):
        first = _SMALLEST + part * _WIDTH
        with tenant_scope(tenant):
            WordingBand.objects.filter(tenant=tenant, key__gte=first, key__lte=first + _WIDTH - 1).delete()
    waiting, after = 0, None
    while True:
        with tenant_scope(tenant):
            read = Review.objects.filter(tenant=tenant).exclude(comment="").exclude(subjects=None)
            read = read if after is None else read.filter(pk__gt=after)
            held = read.select_for_update(of=("self",), no_key=True).order_by("pk")
            ids = list(held.values_list("pk", flat=True)[:BATCH])
            Review.objects.filter(tenant=tenant, pk__in=ids).update(subjects=None)
        if not ids:
            return waiting
        waiting, after = waiting + len(ids), ids[-1]
