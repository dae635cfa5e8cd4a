"""What the platform writes in the case that it opens because a settlement was not kept, from the settlement's data."""

from __future__ import annotations

from typing import Any

from disputes.refusals import moment
from policy.saying import Said, say
from tenants.models import Tenant


def statement_of(settlement: Any, tenant: Tenant) -> Said:
    """What is claimed."""
    return say(
        "The buyer accepted a settlement on {accepted}. The seller performed it on {performed}, before {perform_by} as "
        "agreed. The feedback was to be withdrawn before {withdraw_by}, and still stands. Nobody asked for this case: "
        "it was opened by itself because the settlement was not kept.",
        accepted=moment(settlement.accepted_at, tenant),
        performed=moment(settlement.performed_at, tenant),
        perform_by=moment(settlement.perform_by, tenant),
        withdraw_by=moment(settlement.withdraw_by, tenant),
    )


def terms_of(settlement: Any) -> Said:
    return say("The terms that the buyer accepted: {terms}", terms=settlement.terms)


def performance_of(settlement: Any) -> Said:
    return say("The seller on what they did: {performance}", performance=settlement.performance)
