"""Lets go of files that were shown in cases closed as long ago as policy says."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from disputes.models import Evidence, PartnerDocument
from disputes.queries import OPEN_APPEALS
from orders.actions.delete_files import delete_files
from orders.actions.let_go_of_files import let_go_of_files
from policy.retention import case_files
from tenants.models import Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

BATCH = 200
"""Files of one transaction."""


def forget_files(*, tenant: Tenant, now: datetime) -> int:
    """How many files went. One that another case still needs stays until that one's time is over.

    A partner's documents go as long after they were judged, or given where nobody judged them.
    """
    gone, after = 0, None
    while True:
        with tenant_scope(tenant):
            kept = case_files(policy_in_force(at=now).policy)
            if kept is None:
                break
            found = _shown(now - kept) | _given(now - kept)
            ids = sorted(found if after is None else {each for each in found if each > after})[:BATCH]
            gone += let_go_of_files(tenant=tenant, files=ids, now=now)
        if len(ids) < BATCH:
            break
        after = ids[-1]
    delete_files(tenant=tenant)
    return gone


def _shown(before: datetime) -> set:
    evidence = Evidence.objects.filter(upload__isnull=False).exclude(upload__sha256="")
    needed = evidence.filter(
        Q(request__closed_at__isnull=True)
        | Q(request__closed_at__gt=before)
        | Q(request__decisions__appeals__status__in=OPEN_APPEALS)
    )
    return _ids(evidence.filter(request__closed_at__lte=before)) - _ids(needed)


def _given(before: datetime) -> set:
    documents = PartnerDocument.objects.exclude(upload__sha256="")
    over = Q(request__judged_at__lte=before) | Q(request__judged_at__isnull=True, request__given_at__lte=before)
    return _ids(documents.filter(over)) - _ids(documents.exclude(over))


def _ids(rows: QuerySet) -> set:
    return set(rows.values_list("upload_id", flat=True))
