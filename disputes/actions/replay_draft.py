"""A lead asks what a draft would have changed, and a worker is told."""

from __future__ import annotations

from datetime import datetime

from disputes.tasks import replay_policy
from tenants.actions.ask_replay import ask_replay
from tenants.models import Member, PolicyDraft, PolicyReplay, Tenant
from tenants.nudge import nudge


def replay_draft(*, tenant: Tenant, by: Member | None, draft: PolicyDraft, days: int, now: datetime) -> PolicyReplay:
    """The waiting replay. Raises what `ask_replay` raises; a lost nudge is made good by the sweep."""
    replay = ask_replay(tenant=tenant, by=by, draft=draft, days=days, now=now)
    nudge(replay_policy, tenant_id=str(tenant.pk))
    return replay
