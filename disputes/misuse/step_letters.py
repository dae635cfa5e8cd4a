"""Tells whom a step against misuse is about what became of it."""

from __future__ import annotations

from datetime import datetime

from disputes.models import Letter, MisuseStep, Notice
from disputes.tasks import deliver_letters
from disputes.telling.letters import write_letter
from orders.queries import members_who_run
from policy.terms import MisuseSubject
from tenants.models import Tenant
from tenants.nudge import nudge


def tell_subject(kind: Letter.Kind, step: MisuseStep, *, tenant: Tenant, now: datetime) -> None:
    """A letter to each who runs the seller, to the buyer, or to the author by a link that shows it."""
    notice = None
    if step.subject == MisuseSubject.NOTICE_AUTHOR:
        before = Notice.objects.filter(author=step.member, received_at__lte=step.confirmed_at)
        notice = before.order_by("received_at", "id").last()
    for member in members_who_run(step.seller).order_by("id") if step.seller_id else [step.member]:
        write_letter(kind, to=member, step=step, notice=notice, now=now)
    nudge(deliver_letters, tenant_id=str(tenant.pk))
