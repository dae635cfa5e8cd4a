"""Runs one replay from its first case to its last seller, in short transactions that may only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from disputes.models import OPEN
from disputes.replay.approvals import was_held, would_be_held
from disputes.replay.comparing import (
    approval_in_words,
    recommendation,
    recommendation_in_words,
    refusal_in_words,
    refusals,
)
from disputes.replay.past_cases import Row, batch_of, cases_filed
from disputes.replay.report import LISTED, CaseTotals, SellerTotals
from feedback.queries import contestable, sentiment_changes, standings
from orders.queries import sellers_by_slug
from policy.document import PolicyDocument
from policy.terms import GroundKey
from policy.windows import local_day
from tenants.models import PolicyVersion, Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope
from wire.instants import show_instant

SELLERS = 200
"""Sellers in memory at once."""

Progress = Callable[[int, int], None]
"""Told after each batch how many cases and sellers were looked at, and how many there are."""


@dataclass
class _Replay:
    tenant: Tenant
    draft: PolicyDocument
    days: int
    now: datetime
    cases: CaseTotals = field(default_factory=CaseTotals)
    sellers: SellerTotals = field(default_factory=SellerTotals)

    @property
    def since(self) -> datetime:
        return self.now - timedelta(days=self.days)


def replay(*, tenant: Tenant, draft: PolicyDocument, days: int, now: datetime, progress: Progress) -> dict[str, Any]:
    """The report of what `draft` would have changed over the `days` before `now`. Nothing is written.

    Each case is compared under the version that governed it and under the draft; sellers and reviews as they are
    now, under the version in force and under the draft. `*.listed` is cut at `listed_at_most`, totals are not.
    Pairs are {before, after}: reviews.contestable, queue.filed and queue.held (each also `a_day` and by month),
    cases.listed[].recommended and .held (null where refused), sellers.listed[].rate, .status and .ratings.
    """
    run = _Replay(tenant, draft, days, now)
    with _reading(tenant):
        in_force = policy_in_force(at=now)
        total = cases_filed(since=run.since, until=now).count() + sellers_by_slug().count()
        reviews = _reviews(run, in_force)
    progress(0, total)
    for looked_at in _batches(run, in_force):
        # What came in meanwhile is looked at too, and never makes more than there is.
        total = max(total, looked_at)
        progress(looked_at, total)
    return {
        "replayed_at": show_instant(now),
        "since": show_instant(run.since),
        "days": days,
        "in_force": in_force.number,
        "listed_at_most": LISTED,
        "cases": run.cases.to_json(),
        "queue": run.cases.queue(days),
        "reviews": reviews,
        "sellers": run.sellers.to_json(),
    }


def _batches(run: _Replay, in_force: PolicyVersion) -> Iterator[int]:
    oldest: UUID | None = None
    while True:
        with _reading(run.tenant):
            rows = batch_of(cases_filed(since=run.since, until=run.now), before=oldest, tenant=run.tenant)
            for row in rows:
                _look_at(run, row)
        if not rows:
            break
        oldest = rows[-1].request.pk
        yield run.cases.looked_at
    last = UUID(int=0)
    today = local_day(run.now, run.tenant.zone)
    while True:
        with _reading(run.tenant):
            sellers = {each.pk: each for each in sellers_by_slug().filter(pk__gt=last).order_by("pk")[:SELLERS]}
            before = standings(sellers, policy=in_force.policy, today=today, derived=False)
            after = standings(sellers, policy=run.draft, today=today, derived=True)
        if not sellers:
            break
        for pk, seller in sellers.items():
            run.sellers.add(seller, before[pk], after[pk])
        last = max(sellers)
        yield run.cases.looked_at + run.sellers.looked_at


def _look_at(run: _Replay, row: Row) -> None:
    """Count one case, and list it where anything about it would be otherwise."""
    case, number = row.case, row.request.policy_version.number
    before = recommendation(case, case.governed_by)
    held = was_held(row, before.outcome, tenant=run.tenant, now=run.now)
    if refused := refusals(case, run.draft):
        run.cases.refused_by.update({str(problem.code) for problem in refused})
        run.cases.add(row.request.filed_at, run.tenant, refused=True, held=(held, False))
        why = refusal_in_words(refused, number)
        run.cases.change(_listed(row, why, refused=[str(problem.code) for problem in refused]))
        return
    after = recommendation(case, run.draft)
    holds = would_be_held(run.draft, row, after.outcome, before=held, tenant=run.tenant, now=run.now)
    run.cases.add(row.request.filed_at, run.tenant, refused=False, held=(held, holds))
    why = []
    if before.outcome is not after.outcome:
        run.cases.recommendation_changed += 1
        why += recommendation_in_words(before, after)
    if held != holds:
        why.append(approval_in_words(after=holds))
    if why:
        outcomes = {"before": before.outcome, "after": after.outcome}
        run.cases.change(_listed(row, why, recommended=outcomes, held={"before": held, "after": holds}))


def _listed(row: Row, why: list[str], **changes: Any) -> dict[str, Any]:
    request = row.request
    return {
        "case": str(request.pk),
        "review": str(request.review_id),
        "order": request.review.order.external_id,
        "seller": request.seller.external_id,
        "filed_at": show_instant(request.filed_at),
        "status": request.status,
        "version": request.policy_version.number,
        "grounds": [claim.ground for claim in row.case.claims],
        "decided": row.decision.outcome if row.decision else None,
        "refused": [],
        "recommended": None,
        "held": None,
        **changes,
        "why": why,
    }


def _reviews(run: _Replay, in_force: PolicyVersion) -> dict[str, Any]:
    changes = sentiment_changes(run.draft)
    return {
        "contestable": {
            "before": _contestable(run, in_force.policy, derived=False),
            "after": _contestable(run, run.draft, derived=True),
        },
        "sentiment_changed": sum(changes.values()),
        "sentiments": [
            {"before": before, "after": after, "reviews": number} for (before, after), number in sorted(changes.items())
        ],
    }


def _contestable(run: _Replay, policy: PolicyDocument, *, derived: bool) -> int:
    """Negative reviews that their sellers could contest now, on a ground that the cut-off binds."""
    if set(policy.removal.offered) <= {GroundKey(key) for key in policy.removal.cutoff_exempt_grounds}:
        return 0
    reviews = contestable(policy=policy, today=local_day(run.now, run.tenant.zone), derived=derived)
    return reviews.exclude(removal_requests__status__in=[status.value for status in OPEN]).count()


@contextmanager
def _reading(tenant: Tenant) -> Iterator[None]:
    """One short transaction inside the marketplace, in which the database refuses every write."""
    with tenant_scope(tenant):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield
