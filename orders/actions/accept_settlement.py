"""The buyer accepts a settlement: from then on both sides are bound by its terms and times."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.agreeing.settling import lock_settlement, move_settlement, no_feedback_stands, review_stands, stale_version
from orders.models import Message, Settlement
from orders.permissions import check_is_side
from policy.problems import Problem
from policy.saying import say
from policy.settlements import may_accept
from policy.terms import ProblemCode, SettlementStatus
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.refusals import Refused


class UnableToAcceptSettlement(Refused):
    """`conflict` where it was answered, has ended or is about nothing; `not_allowed_by_policy`, `stale_version`."""


@transaction.atomic
def accept_settlement(
    *, tenant: Tenant, by: Member | None, settlement: Settlement, version: int | None = None, now: datetime
) -> Settlement:
    """The accepted settlement. Raises NotThere, NotPermitted for all but the buyer, UnableToAcceptSettlement."""
    held = lock_settlement(settlement.pk)
    check_is_side(by, held.order, Message.Sender.BUYER, say("accepts a settlement"))
    if problems := _problems(held, tenant, version, now):
        raise UnableToAcceptSettlement(*problems)
    move_settlement(held, SettlementStatus.ACCEPTED, tenant=tenant, by=by, now=now, answered_at=now)
    return held


def _problems(settlement: Settlement, tenant: Tenant, version: int | None, now: datetime) -> list[Problem]:
    status = SettlementStatus(settlement.status)
    if problems := may_accept(status, settlement.perform_by, now, timezone=tenant.zone):
        return problems
    if not policy_in_force(at=now).policy.orders.settlements_allowed:
        detail = say("Settlements about feedback are not possible in this marketplace any more.")
        return [Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, "", detail)]
    if not review_stands(settlement.order):
        return [no_feedback_stands()]
    return stale_version(version, settlement)
