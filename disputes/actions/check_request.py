"""Says before filing what would be refused, what is missing, and until when it can be filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from disputes.intake.filing import examine
from disputes.queries import FairUse
from policy.eligibility import Claim, Evidence
from policy.filing import Missing
from policy.problems import Problem
from tenants.models import Member, Tenant


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`cutoff_at` is the first instant at which it is too late, None for never."""

    ok: bool
    problems: list[Problem]
    missing: list[Missing]
    cutoff_at: datetime | None
    fair_use: FairUse


def check_request(
    *,
    tenant: Tenant,
    by: Member | None,
    review,
    claims: Sequence[Claim],
    evidence: Sequence[Evidence],
    now: datetime,
) -> CheckResult:
    """The same answer as `file_request` would give, but for the limit of requests an hour.

    Raises NotPermitted where `by` does not run the reviewed seller.
    """
    found = examine(tenant=tenant, by=by, review=review, claims=claims, evidence=evidence, now=now)
    return CheckResult(
        ok=not found.problems,
        problems=found.problems,
        missing=found.missing,
        cutoff_at=found.cutoff.ends_at,
        fair_use=found.fair_use,
    )
