"""Looks at everybody at once: proposes the cautions and suspensions that the count calls for."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.jobs.propose_steps import propose_step, who_to_look_at
from disputes.models import MisuseStep
from tenants.models import Tenant


@transaction.atomic
def propose_steps(*, tenant: Tenant, now: datetime) -> list[MisuseStep]:
    """The new proposals, as the sweep would make them at `now`; leads confirm or dismiss each."""
    made = [propose_step(tenant=tenant, who=who, now=now) for who in who_to_look_at(now=now)]
    return [step for step in made if step is not None]
