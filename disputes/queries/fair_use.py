"""How sellers have used the right to request removals, as the checker and the meter show before filing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from disputes.models import MisuseStep
from disputes.queries.misuse import cases_of_sellers
from disputes.queries.steps import in_force
from policy.document import PolicyDocument
from policy.terms import MisuseKind


@dataclass(frozen=True, slots=True)
class FairUse:
    """`groundless` of the `decided` requests of the policy's span were kept and not made in good faith.

    `cautions` and `suspended_until` are of what is in force by the clock; `steps` are the rows behind them.
    """

    groundless: int
    cautions: int
    suspended_until: datetime | None
    decided: int = 0
    steps: tuple[MisuseStep, ...] = ()


def fair_use_of(seller, *, policy: PolicyDocument, now: datetime) -> FairUse:
    """Counted from the decisions that stand."""
    seller_id = getattr(seller, "pk", seller)
    return fair_use_of_all([seller_id], policy=policy, now=now)[seller_id]


def fair_use_of_all(seller_ids: Iterable[UUID], *, policy: PolicyDocument, now: datetime) -> dict[UUID, FairUse]:
    """The same for many sellers, in as many queries as for one."""
    asked = list(seller_ids)
    cases = cases_of_sellers(asked, policy=policy, now=now)
    standing: dict[UUID, list[MisuseStep]] = defaultdict(list)
    for step in MisuseStep.objects.filter(in_force(now), seller__in=asked).order_by("confirmed_at", "id"):
        standing[step.seller_id].append(step)
    return {each: _fair_use(cases[each], standing[each]) for each in asked}


def _fair_use(cases, steps: list[MisuseStep]) -> FairUse:
    return FairUse(
        groundless=sum(case.counts for case in cases),
        cautions=sum(step.kind == MisuseKind.CAUTION for step in steps),
        suspended_until=max((step.ends_at for step in steps if step.kind == MisuseKind.SUSPENSION), default=None),
        decided=len(cases),
        steps=tuple(steps),
    )
