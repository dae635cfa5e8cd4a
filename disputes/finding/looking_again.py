"""After something about who answers for a review has changed: its open cases are looked at again, at once."""

from __future__ import annotations

from datetime import datetime

from disputes.jobs.gather_findings import gather_findings
from disputes.models import OPEN, RemovalRequest
from policy.terms import GroundKey
from tenants.models import Tenant

ABOUT_PARTNERS = frozenset({GroundKey.PARTNER_AT_FAULT})


def look_again(review, *, tenant: Tenant, now: datetime) -> int:
    """How many findings were added. Whoever had such a case open must look again: its version goes up."""
    cases = (
        RemovalRequest.objects.filter(
            review=review, status__in=[each.value for each in OPEN], claims__ground__in=ABOUT_PARTNERS
        )
        .distinct()
        .order_by("id")
    )
    return sum(
        gather_findings(tenant=tenant, request_id=case_id, now=now, again=ABOUT_PARTNERS)
        for case_id in cases.values_list("pk", flat=True)
    )
