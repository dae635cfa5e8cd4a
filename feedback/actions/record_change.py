"""What every change of a review has in common: its revision, the mark on its day, entry and nudge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from audit.actions.record_entry import record_entry
from feedback.models import Review, Revision, StaleDay
from feedback.queries.counting import days_touched
from feedback.revising import revision_of
from feedback.tasks import read_review, recompute_rate
from notifications.actions.announce import announce
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from tenants.nudge import nudge
from tenants.queries import policy_in_force
from wire.refusals import NotThere

EVENT_OF = {
    Revision.Kind.POSTED: "review.published",
    Revision.Kind.EDITED: "review.edited",
    Revision.Kind.WITHDRAWN: "review.withdrawn",
    Revision.Kind.REMOVED: "review.removed",
    Revision.Kind.STRUCK: "review.struck",
    Revision.Kind.REDACTED: "review.redacted",
    Revision.Kind.ATTRIBUTED: "review.attributed",
    Revision.Kind.RESTORED: "review.restored",
}


def locked(review: Review) -> Review:
    """The review as it stands now, held until the transaction ends. Raises NotThere where it is another's."""
    held = (
        Review.objects.select_for_update(of=("self",), no_key=True)
        .select_related("order", "seller", "buyer", "policy_version")
        .filter(pk=review.pk)
        .first()
    )
    if held is None:
        raise NotThere
    return held


def record_change(
    *,
    tenant: Tenant,
    by: Member | None,
    review: Review,
    kind: Revision.Kind,
    now: datetime,
    spans: list[list[int]] | None = None,
    undoes: int | None = None,
    ground: str | None = None,
    data: dict[str, Any] | None = None,
) -> Review:
    """Keep the review as its fields now are, and everything that follows from it."""
    if kind is not Revision.Kind.POSTED:
        review.version += 1
        review.save()
    revision_of(tenant=tenant, by=by, review=review, kind=kind, at=now, spans=spans, undoes=undoes, ground=ground).save(
        force_insert=True
    )
    if kind in (Revision.Kind.POSTED, Revision.Kind.EDITED) and review.comment and review.subjects is None:
        nudge(read_review, tenant_id=str(tenant.pk), review_id=str(review.pk))
    days = days_touched(seller_id=review.seller_id, changed=[review], policy=policy_in_force(at=now).policy)
    mark_days(tenant=tenant, seller_id=review.seller_id, days=days, now=now)
    record_entry(
        tenant=tenant,
        by=by,
        action=f"review.{kind.value}",
        subject=review,
        now=now,
        data={
            "seller": str(review.seller_id),
            "version": review.version,
            "status": review.status,
            **(data or {}),
        },
    )
    noted = {"status": review.status, "version": review.version}
    announce(tenant=tenant, kind=EVENT_OF[kind], subject=review, now=now, data=noted)
    return review


def mark_days(*, tenant: Tenant, seller_id: UUID, days: Iterable[date], now: datetime) -> None:
    """Mark the seller's days as waiting to be recounted, and tell a worker once the transaction commits."""
    StaleDay.objects.bulk_create(
        [StaleDay(tenant=tenant, seller_id=seller_id, day=day, marked_at=now) for day in sorted(days)]
    )
    nudge(recompute_rate, tenant_id=str(tenant.pk), seller_id=str(seller_id))


def stale_version(given: int | None, current: int) -> list[Problem]:
    """A missing version is invalid, an old one is stale."""
    if given is None:
        sentence = say("Say which version of the review you changed, so that nothing is overwritten unseen.")
        return [Problem(ProblemCode.VALIDATION_FAILED, "/version", sentence)]
    if given != current:
        sentence = say(
            "The review has changed since you opened it: you saw version {given}, now it is {current}. "
            "Please look at it again.",
            given=str(given),
            current=str(current),
        )
        # A code of the HTTP contract that the pure policy never gives itself.
        return [Problem("stale_version", "/version", sentence)]  # type: ignore[arg-type]
    return []
