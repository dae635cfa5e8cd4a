"""Records why a settlement that was not kept can lead to no case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Settlement
from policy.problems import Problem
from policy.saying import joined
from policy.terms import SettlementStatus
from tenants.languages import language_of
from tenants.models import Tenant
from wire.speaking import speaking


@transaction.atomic
def leave_breach(*, tenant: Tenant, settlement: Settlement, problems: list[Problem], now: datetime) -> Settlement:
    """The settlement with the reasons, which both sides can read; nothing looks at it again.

    Raises ValueError for one that was not breached, or without a reason: that would be a mistake of the program.
    """
    if settlement.status != SettlementStatus.BREACHED or not problems:
        raise ValueError("Only a breach is left as it is, and for a reason.")
    # Both sides read it, in one text: it is in the language of the marketplace.
    with speaking(language_of(None, tenant)):
        settlement.no_case_because = str(joined(*dict.fromkeys(problem.detail for problem in problems)))
    settlement.save(update_fields=["no_case_because"])
    data = {"order": str(settlement.order_id), "codes": sorted({str(problem.code) for problem in problems})}
    record_entry(tenant=tenant, by=None, action="settlement.no_case", subject=settlement, now=now, data=data)
    return settlement
