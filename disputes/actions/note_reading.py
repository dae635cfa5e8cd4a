"""Somebody of the desk opens a case's page: who, which version of it, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from disputes.models import Reading, RemovalRequest
from disputes.queries import may_see_case
from tenants.models import Member, Tenant
from wire.refusals import NotThere

ONE_READING = timedelta(minutes=10)
"""Opening the same version again within this time is the same reading."""


@transaction.atomic
def note_reading(*, tenant: Tenant, by: Member | None, request: RemovalRequest, now: datetime) -> bool:
    """Whether this was a new reading. Raises NotThere for whoever is not at the desk.

    Readings are a record of their own that nobody can change; entries of the log are about what changed a case.
    Nothing is locked: whoever reads waits for nobody who decides.
    """
    if by is None or not by.at_the_desk or not may_see_case(by, request):
        raise NotThere
    same = Reading.objects.filter(request=request, by=by, version=request.version)
    if same.filter(at__gt=now - ONE_READING).exists():
        return False
    # The same person in two tabs at one moment: both write the same row, and one of them stays.
    span = int(now.timestamp() // ONE_READING.total_seconds())
    key = uuid5(NAMESPACE_OID, f"{request.pk} {by.pk} {request.version} {span}")
    reading = Reading(pk=key, tenant=tenant, request=request, by=by, version=request.version, at=now)
    Reading.objects.bulk_create([reading], ignore_conflicts=True)
    return True
