"""Makes one seller's rate right: recounts the days that changed, and sums the windows from their tallies."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Aggregate, DurationField, ExpressionWrapper, F

from feedback.jobs.alerts import watch_rate
from feedback.models import DayTally, Response, SellerRate, StaleDay
from feedback.queries.figures import (
    COUNTED,
    DECIDED,
    HISTOGRAMS,
    Figures,
    counts_of,
    recounted_days,
    summed_windows,
)
from feedback.queries.rating import basis_of
from notifications.actions.announce import announce
from policy.document import PolicyDocument
from policy.rate import rate as exact_rate
from policy.rate import wilson
from policy.recommendation import Recommendation, recommendation
from policy.terms import Window
from policy.windows import local_day
from tenants.models import PolicyVersion, Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

TALLIED = (*COUNTED, *HISTOGRAMS, *DECIDED)


def recompute_rate(*, tenant: Tenant, seller_id: UUID, now: datetime, wait: bool = True) -> bool:
    """Bring the seller's tallies and windows up to `now`; whether there was anything to do.

    The seller's rate row is the lock. The marks are read before the days are counted, and exactly those are
    cleared: a change that commits in between is counted now and, by its own mark, once more. With `wait` off,
    a seller whom another worker holds is left to it.
    """
    with tenant_scope(tenant):
        rate = _locked(tenant, seller_id, wait)
        if rate is None:
            return False
        version = policy_in_force(at=now)
        today = max(local_day(now, tenant.zone), rate.counted_on or date.min)
        marks = list(StaleDay.objects.filter(seller_id=seller_id).values_list("pk", "day"))
        if not marks and rate.counted_on == today and rate.policy_version_id == version.pk:
            return False
        days = None if _counted_otherwise(rate, version) else {day for _, day in marks}
        if days is None or days:
            write_tallies(tenant=tenant, seller_id=seller_id, policy=version.policy, days=days)
        if rate.counted_on != today:
            rate.median_response_hours = _median_response_hours(seller_id, today)
        write_windows(rate, version, tenant=tenant, today=today, now=now)
        StaleDay.objects.filter(pk__in=[pk for pk, _ in marks]).delete()
        return True


def write_tallies(*, tenant: Tenant, seller_id: UUID, policy: PolicyDocument, days: Collection[date] | None) -> None:
    """Recount `days` (None: all) from the reviews and keep the result; an empty day keeps no tally."""
    found = recounted_days(seller_id=seller_id, policy=policy, days=days)
    DayTally.objects.bulk_create(
        [DayTally(tenant=tenant, seller_id=seller_id, day=day, **figures) for day, figures in sorted(found.items())],
        update_conflicts=True,
        unique_fields=["tenant", "seller", "day"],
        update_fields=TALLIED,
    )
    tallies = DayTally.objects.filter(seller_id=seller_id)
    if days is None:
        tallies.exclude(day__in=found).delete()
    elif empty := [day for day in days if day not in found]:
        tallies.filter(day__in=empty).delete()


def write_windows(rate: SellerRate, version: PolicyVersion, *, tenant: Tenant, today: date, now: datetime) -> None:
    """Sum the windows that end on `today`; the rate's version rises only where what is shown of it may change."""
    windows = summed_windows(seller_id=rate.seller_id, today=today)
    if windows != rate.windows or _read_otherwise(rate, version):
        rate.windows = windows
        rate.version += 1
        if tenant.listens:
            noted = {"seller": rate.seller.external_id, "version": rate.version}
            announce(tenant=tenant, kind="rating.changed", subject=rate.seller, now=now, data=noted)
    rate.ratings = counts_of(windows[Window.LIFETIME]).ratings
    rate.lower_bound = lower_bound(windows, version.policy)
    rate.recommendation = recommended(windows, version.policy)
    rate.counted_on = today
    rate.computed_at = now
    rate.policy_version = version
    rate.save()
    watch_rate(rate, version.policy, now=now)


def lower_bound(windows: dict[str, Figures], policy: PolicyDocument) -> float | None:
    """The lower end of the headline's 95 % interval, by which lists order sellers; None without ratings."""
    likely = wilson(counts_of(windows[basis_of(windows, policy).window]), policy.feedback.rate_formula)
    return likely.low if likely else None


def recommended(windows: dict[str, Figures], policy: PolicyDocument) -> Recommendation:
    """How the headline stands in the list of sellers."""
    counts, feedback = counts_of(windows[basis_of(windows, policy).window]), policy.feedback
    return recommendation(
        exact_rate(counts, feedback.rate_formula),
        ratings=counts.ratings,
        target=feedback.target,
        minimum_ratings=feedback.minimum_ratings,
    )


def _locked(tenant: Tenant, seller_id: UUID, wait: bool) -> SellerRate | None:
    """The seller's rate row, locked, made if missing; None where another holds it and we do not wait."""
    rows = SellerRate.objects.select_for_update(of=("self",), no_key=True, skip_locked=not wait)
    rate = rows.select_related("policy_version").filter(seller_id=seller_id).first()
    if rate is None:
        SellerRate.objects.bulk_create([SellerRate(tenant=tenant, seller_id=seller_id)], ignore_conflicts=True)
        rate = rows.filter(seller_id=seller_id).first()
    return rate


def _counted_otherwise(rate: SellerRate, version: PolicyVersion) -> bool:
    """Whether the tallies follow another rule of what counts than the policy now in force."""
    if rate.policy_version is None or rate.policy_version_id == version.pk:
        return False
    before, now = rate.policy_version.policy.feedback, version.policy.feedback
    return before.same_buyer_collapse_days != now.same_buyer_collapse_days


def _read_otherwise(rate: SellerRate, version: PolicyVersion) -> bool:
    """Whether the same windows make another headline under the policy now in force."""
    if rate.policy_version is None or rate.policy_version_id == version.pk:
        return False
    before, now = rate.policy_version.policy.feedback, version.policy.feedback
    return any(getattr(before, name) != getattr(now, name) for name in ("rate_formula", "target", "minimum_ratings"))


class _Median(Aggregate):
    function = "PERCENTILE_CONT"
    name = "median"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def _median_response_hours(seller_id: UUID, today: date) -> float | None:
    """Median hours from review to response over 365 days, counted once a day. Imports know no such times."""
    took = ExpressionWrapper(F("published_at") - F("review__published_at"), output_field=DurationField())
    answered = Response.objects.filter(
        withdrawn_at__isnull=True,
        review__seller_id=seller_id,
        review__imported=False,
        review__published_on__gt=today - timedelta(days=365),
    )
    median = answered.aggregate(median=_Median(took))["median"]
    return None if median is None else median.total_seconds() / 3600
