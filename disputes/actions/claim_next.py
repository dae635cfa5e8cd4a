"""An agent takes the most urgent case that is free; agents who ask at once never wait for each other."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.models import RemovalRequest
from disputes.permissions import sellers_barred_for
from disputes.progress import RELATED, apply_deadline, lease
from disputes.queries import free_to_decide
from tenants.models import Member, Role, Tenant
from wire.refusals import NotPermitted


@transaction.atomic
def claim_next(*, tenant: Tenant, by: Member | None, now: datetime) -> RemovalRequest | None:
    """The claimed case, or None where nothing waits that `by` may decide. Raises NotPermitted."""
    if by is None or not by.has_role(Role.AGENT):
        raise NotPermitted("Only agents of this marketplace work on cases.")
    found = (
        free_to_decide(now)
        .exclude(seller_id__in=sellers_barred_for(by))
        .exclude(review__buyer=by)
        .select_for_update(of=("self",), skip_locked=True)
        .first()
    )
    if found is None:
        return None
    case = RemovalRequest.objects.select_related(*RELATED).get(pk=found.pk)
    apply_deadline(case, tenant=tenant, now=now)
    lease(case, by, tenant=tenant, now=now)
    return case
