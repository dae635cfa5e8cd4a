"""Recounts every seller's figures from scratch, reports where the stored ones differ, and repairs them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from feedback.jobs.recompute_rate import TALLIED, lower_bound, recompute_rate, write_tallies, write_windows
from feedback.models import DayTally, Review, SellerRate, StaleDay
from feedback.queries.figures import (
    Figures,
    add,
    add_decided,
    counts_of,
    nothing,
    part_of,
    recounted_days,
    windows_of_parts,
)
from policy.terms import Window
from tenants.models import PolicyVersion, Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drift:
    """One stored figure that is not what the reviews say."""

    seller_id: UUID
    where: str
    stored: Any
    counted: Any

    def __str__(self) -> str:
        return f"seller {self.seller_id}, {self.where}: stored {self.stored}, counted {self.counted}"


def reconcile_rates(*, tenant: Tenant, now: datetime, repair: bool = True) -> list[Drift]:
    """Every drift found in the marketplace; without `repair` nothing is changed.

    Days that wait to be recounted are late, not wrong: `repair` recounts them first, else they are left out.
    """
    with tenant_scope(tenant):
        known = set(SellerRate.objects.values_list("seller_id", flat=True))
        known |= set(Review.objects.order_by().values_list("seller_id", flat=True).distinct())
    drifts = []
    for seller_id in sorted(known):
        drifts += reconcile_seller(tenant=tenant, seller_id=seller_id, now=now, repair=repair)
    for drift in drifts:
        logger.error("rate_drift tenant=%s %s", tenant.slug, drift)
    return drifts


def reconcile_seller(*, tenant: Tenant, seller_id: UUID, now: datetime, repair: bool = True) -> list[Drift]:
    """What is wrong with one seller's figures, under the lock that recomputation takes."""
    with tenant_scope(tenant):
        if repair:
            recompute_rate(tenant=tenant, seller_id=seller_id, now=now)
        rate = (
            SellerRate.objects.select_for_update(of=("self",), no_key=True)
            .select_related("policy_version")
            .filter(seller_id=seller_id)
            .first()
        )
        if rate is None or rate.policy_version is None:
            waits = StaleDay.objects.filter(seller_id=seller_id).exists()
            return [] if waits else [Drift(seller_id, "rate", None, "reviews that no mark stands for")]
        drifts = list(_drifts(rate, rate.policy_version))
        if drifts and repair:
            version = policy_in_force(at=now)
            write_tallies(tenant=tenant, seller_id=seller_id, policy=version.policy, days=None)
            write_windows(rate, version, tenant=tenant, today=rate.counted_on, now=now)
        return drifts


def _drifts(rate: SellerRate, version: PolicyVersion) -> Iterator[Drift]:
    waiting = set(StaleDay.objects.filter(seller_id=rate.seller_id).values_list("day", flat=True))
    counted = recounted_days(seller_id=rate.seller_id, policy=version.policy)
    tallies = {tally.day: tally for tally in DayTally.objects.filter(seller_id=rate.seller_id)}
    stored = {day: {name: getattr(tally, name) for name in TALLIED} for day, tally in tallies.items()}
    for day in sorted(counted.keys() | stored.keys()):
        if day not in waiting and counted.get(day) != stored.get(day):
            yield Drift(rate.seller_id, f"tally of {day}", stored.get(day), counted.get(day))
    if waiting:
        return
    windows = _windows_counted(counted, rate)
    for window in Window:
        if rate.windows.get(window.value) != windows[window.value]:
            yield Drift(
                rate.seller_id,
                f"window {window.value}",
                rate.windows.get(window.value),
                windows[window.value],
            )
    ratings = counts_of(windows[Window.LIFETIME]).ratings
    if rate.ratings != ratings:
        yield Drift(rate.seller_id, "ratings", rate.ratings, ratings)
    if rate.lower_bound != (bound := lower_bound(windows, version.policy)):
        yield Drift(rate.seller_id, "lower bound", rate.lower_bound, bound)


def _windows_counted(days: dict[Any, Figures], rate: SellerRate) -> dict[str, Figures]:
    parts: dict[int, Figures] = {}
    ended = {day: figures for day, figures in days.items() if day <= rate.counted_on}
    for day, figures in ended.items():
        add(parts.setdefault(part_of(day, rate.counted_on), nothing()), figures)
    windows = windows_of_parts(parts)
    for figures in ended.values():
        add_decided(windows[Window.LIFETIME.value], figures)
    return windows
