"""Gives every review the sentiment of a policy that came into force; its row says how far it is and what changed.

Reviews are taken in the order of their ids, a batch a transaction, with the cursor in the same one: a worker that
dies leaves nothing half-done, and whoever comes next goes on behind it. Past rates stay as they were, because each
change is a revision of its own moment.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import F, QuerySet

from audit.actions.record_entry import record_entry
from feedback.models import Derivation, Review, Revision, StaleDay
from feedback.queries.under_policy import sentiment_under
from feedback.revising import derive, revision_of
from tenants.models import PolicyVersion, Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

BATCH = 1000
"""Reviews looked at in one transaction."""


def derive_sentiments(*, tenant: Tenant, clock: Callable[[], datetime]) -> Derivation | None:
    """Go on with what the policy in force asks for, to its end; None where nothing is left or another is at it."""
    worked: Derivation | None = None
    while True:
        with tenant_scope(tenant):
            now = clock()
            derivation = _taken(tenant, now)
            if derivation is None:
                return worked
            _next_batch(derivation, tenant, now)
        worked = derivation


def derive_latecomers(*, tenant: Tenant, now: datetime) -> int:
    """How many reviews still had another sentiment than the policy in force gives; they have it now.

    Writes that began before a policy came into force and ended behind the cursor. Looks at all reviews in one
    statement, so it is for the night, and only once the policy's own derivation is done.
    """
    changed = 0
    while True:
        with tenant_scope(tenant):
            version = policy_in_force(at=now)
            done = Derivation.objects.select_for_update(of=("self",)).filter(policy_version=version)
            derivation = done.exclude(finished_at=None).first()
            if derivation is None:
                return changed
            late = list(_other_sentiment(version)[:BATCH])
            if not late:
                return changed
            _change(late, derivation, tenant, now)
            derivation.looked_at += len(late)
            derivation.save(update_fields=["looked_at", "changed"])
            changed += len(late)


def _taken(tenant: Tenant, now: datetime) -> Derivation | None:
    """The derivation by the policy in force, locked; None where it is done, needless, or another worker's."""
    version = policy_in_force(at=now)
    if version.number == 1 or Derivation.objects.filter(policy_version=version, finished_at__isnull=False).exists():
        return None
    if not Derivation.objects.filter(policy_version=version).exists():
        _begin(tenant, version, now)
    rows = Derivation.objects.select_for_update(of=("self",), skip_locked=True).select_related("policy_version")
    derivation = rows.filter(policy_version=version, finished_at=None).first()
    if derivation is None or not _overtake(version, now):
        return None
    return derivation


def _begin(tenant: Tenant, version: PolicyVersion, now: datetime) -> None:
    # Where the rule is the same there is nothing to look at, and the first batch ends it.
    total = 0 if _same_rule_since_the_last(version) else Review.objects.count()
    begun = Derivation(tenant=tenant, policy_version=version, started_at=now, total=total)
    Derivation.objects.bulk_create([begun], ignore_conflicts=True)


def _overtake(version: PolicyVersion, now: datetime) -> bool:
    """End the derivations of earlier versions, which this one makes needless; False while one is at work."""
    left = Derivation.objects.filter(finished_at=None).exclude(policy_version=version)
    ids = list(left.values_list("pk", flat=True))
    held = list(Derivation.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=ids))
    Derivation.objects.filter(pk__in=[each.pk for each in held]).update(finished_at=now)
    return len(held) == len(ids)


def _same_rule_since_the_last(version: PolicyVersion) -> bool:
    """Whether no version since the last that was derived says otherwise what a sentiment is."""
    if Derivation.objects.filter(finished_at=None).exists():
        return False
    derived = Derivation.objects.order_by("-policy_version__number").values_list("policy_version__number", flat=True)
    since = PolicyVersion.objects.filter(number__gte=derived.first() or 1, number__lte=version.number)
    return len({each.policy.feedback.one_star_caps for each in since}) == 1


def _next_batch(derivation: Derivation, tenant: Tenant, now: datetime) -> None:
    reviews = Review.objects.order_by("pk")
    if derivation.cursor is not None:
        reviews = reviews.filter(pk__gt=derivation.cursor)
    ids = list(reviews.values_list("pk", flat=True)[:BATCH]) if derivation.total else []
    if ids:
        _change(list(_other_sentiment(derivation.policy_version).filter(pk__in=ids)), derivation, tenant, now)
        derivation.cursor = ids[-1]
        derivation.looked_at += len(ids)
    if len(ids) < BATCH:
        derivation.finished_at = now
        data = {"policy": derivation.policy_version.number, "changed": derivation.changed}
        record_entry(tenant=tenant, by=None, action="sentiments.derived", subject=derivation, now=now, data=data)
    derivation.save(update_fields=["cursor", "looked_at", "changed", "finished_at"])


def _other_sentiment(version: PolicyVersion) -> QuerySet[Review]:
    """The reviews to which the version gives another sentiment than they have, locked."""
    return (
        Review.objects.annotate(felt=sentiment_under(version.policy))
        .exclude(sentiment=F("felt"))
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )


def _change(reviews: list[Review], derivation: Derivation, tenant: Tenant, now: datetime) -> None:
    """Give them their sentiment: revisions, marks on their days and one entry of the log, in this transaction."""
    if not reviews:
        return
    for review in reviews:
        derive(review, derivation.policy_version)
        review.version += 1
    Review.objects.bulk_update(reviews, ["sentiment", "stars", "policy_version", "version"])
    Revision.objects.bulk_create(
        revision_of(tenant=tenant, by=None, review=review, kind=Revision.Kind.DERIVED, at=now) for review in reviews
    )
    # Which reviews count is as before, so no other day is touched; the sweep of stale days needs no nudge.
    days = sorted({(review.seller_id, review.published_on) for review in reviews})
    StaleDay.objects.bulk_create(
        StaleDay(tenant=tenant, seller_id=seller_id, day=day, marked_at=now) for seller_id, day in days
    )
    derivation.changed += len(reviews)
    data = {"policy": derivation.policy_version.number, "reviews": [str(review.pk) for review in reviews]}
    record_entry(tenant=tenant, by=None, action="reviews.derived", subject=derivation, now=now, data=data)
