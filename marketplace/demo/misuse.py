"""What the demo's lead did about misuse: one caution is in force, and what else the count calls for is proposed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from disputes.actions.confirm_step import confirm_step
from disputes.actions.propose_steps import propose_steps
from tenants.models import Member, Tenant

REASON = (
    "Three requests named a ground without anything to show for it, and the agents found none of them "
    "made in good faith. Please ask only where a published ground applies."
)


def write_steps(tenant: Tenant, people: Mapping[str, Member], now: datetime) -> None:
    """Proposed two days ago; those against sellers were confirmed a day later."""
    for step in propose_steps(tenant=tenant, now=now - timedelta(days=2)):
        if step.seller_id is not None:
            confirm_step(
                tenant=tenant,
                by=people["lead"],
                step=step,
                version=step.version,
                reason=REASON,
                now=now - timedelta(days=1),
            )
