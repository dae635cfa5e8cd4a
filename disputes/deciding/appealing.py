"""An open appeal under lock, and who may work on it."""

from __future__ import annotations

from datetime import datetime

from disputes.models import Appeal, RemovalRequest
from disputes.permissions import check_may_decide_appeal
from disputes.progress import lock_appeal, lock_case
from disputes.queries import OPEN_APPEALS, colleagues_for, deciders_of
from disputes.refusals import UnableToAct, coded, conflict, moment
from policy.appeal_rules import lead_may_decide_appeal, may_decide_appeal
from tenants.models import Member, Role, Tenant


def open_appeal(appeal: Appeal, by: Member | None, *, tenant: Tenant, now: datetime) -> tuple[Appeal, RemovalRequest]:
    """The appeal and its case, locked.

    Raise NotThere, NotPermitted, UnableToAct (`conflict`, `same_agent`).
    """
    case = lock_case(appeal.decision.request_id, tenant=tenant, now=now)
    check_may_decide_appeal(by, case, in_an_agents_place=stands_in(by, case))
    held = lock_appeal(appeal.pk)
    if held.status not in OPEN_APPEALS:
        when = moment(held.decided_at, tenant)
        raise UnableToAct(conflict(f"This appeal is already decided: {held.decided_by} {held.status} it on {when}."))
    if not may_decide_appeal(str(by.pk), deciders_of(case)):
        detail = "You decided in this case before, so somebody else must decide the appeal."
        raise UnableToAct(coded("same_agent", detail))
    return held, case


def stands_in(by: Member | None, case: RemovalRequest) -> bool:
    """Whether a lead decides appeals of this case in an agent's place: all who could have decided in it before."""
    if by is None or by.has_role(Role.AGENT) or not by.has_role(Role.LEAD):
        return False
    agents = frozenset(str(pk) for pk in colleagues_for(case, by).values_list("pk", flat=True))
    return lead_may_decide_appeal(str(by.pk), deciders_of(case), agents)
