"""The demo's saved replies, in the two languages that its buyers write most."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from disputes.actions.write_saved_reply import write_saved_reply
from tenants.models import Member, Tenant


def write_replies(tenant: Tenant, told: list[dict[str, Any]], lead: Member, now: datetime) -> None:
    for each in told:
        write_saved_reply(tenant=tenant, by=lead, now=now, **{"ground": "", **each})
