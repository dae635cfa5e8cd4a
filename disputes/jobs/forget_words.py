"""Takes the words out of facts kept with findings and decisions once the review itself has lost them."""

from __future__ import annotations

from datetime import datetime

from audit.actions.record_entry import record_entry
from disputes.erasing import facts_without_words
from disputes.models import Decision, Finding
from policy.retention import removed_reviews
from policy.terms import ReviewStatus
from tenants.erasing import rewriting
from tenants.models import Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

BATCH = 200
"""Rows of one transaction."""
_GONE = (ReviewStatus.REMOVED, ReviewStatus.WITHDRAWN)


def forget_words(*, tenant: Tenant, now: datetime) -> int:
    """How many findings and decisions lost the comment and the chat; ground, outcome and reasons stay."""
    return sum(
        _forget(model, path, tenant, now) for model, path in ((Decision, "request"), (Finding, "claim__request"))
    )


def _forget(model: type, case: str, tenant: Tenant, now: datetime) -> int:
    forgotten = 0
    while True:
        with tenant_scope(tenant):
            kept = removed_reviews(policy_in_force(at=now).policy)
            if kept is None:
                return forgotten
            closed = {
                f"{case}__closed_at__lte": now - kept,
                f"{case}__review__status__in": _GONE,
                f"{case}__review__comment": "",
            }
            rows = model.objects.filter(tenant=tenant, **closed).exclude(facts__comment="").order_by("pk")
            found = list(rows.values_list("pk", "facts")[:BATCH])
            with rewriting(model):
                for pk, facts in found:
                    model.objects.filter(pk=pk).update(facts={"comment": "", **facts_without_words(facts)})
            if found:
                data = {model.__name__.lower(): len(found)}
                record_entry(tenant=tenant, by=None, action="retention.facts", subject=tenant, now=now, data=data)
        forgotten += len(found)
        if len(found) < BATCH:
            return forgotten
