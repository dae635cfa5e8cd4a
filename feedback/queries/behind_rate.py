"""The reviews behind a rate at a moment: each as it then stood, those that counted and those that did not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from feedback.models import Revision
from feedback.queries.past_figures import earliest, figures_at
from feedback.queries.rating import basis_of
from policy.terms import ReviewStatus, Window
from policy.windows import local_day, window_start
from tenants.queries import policy_in_force

if TYPE_CHECKING:
    from orders.models import Seller

SAME_BUYER = "same_buyer"
"""Why a published review does not count: its buyer left a later one within `same_buyer_collapse_days`."""

DECIDING = (
    Revision.Kind.STRUCK,
    Revision.Kind.REMOVED,
    Revision.Kind.ATTRIBUTED,
    Revision.Kind.REDACTED,
    Revision.Kind.RESTORED,
)
"""Changes that only a decision makes."""


def basis_at(seller: Seller, moment: datetime) -> Window:
    """The window that the headline rate was of at that moment."""
    windows, version = figures_at(seller, moment)
    return Window(basis_of(windows, version.policy).window)


def reviews_behind(seller: Seller, moment: datetime, window: Window, *, counted: bool) -> QuerySet[Revision]:
    """What each review of the window was at `moment`, with `review`: those that counted, or all others.

    The same rule as `figures_at`, review by review. Order it for pages by "-review__published_at", "-review__id".
    """
    moment = earliest(moment)
    today = local_day(moment, seller.tenant.zone)
    span = policy_in_force(at=moment).policy.feedback.same_buyer_collapse_days
    rows = _as_of(moment).filter(
        review__tenant=seller.tenant_id, review__seller=seller, seller=seller, review__published_on__lte=today
    )
    if window.days is not None:
        rows = rows.filter(review__published_on__gte=window_start(today, window.days))
    counts = Q(status=ReviewStatus.PUBLISHED)
    if span:
        later = _as_of(moment).filter(
            Q(review__published_at__gt=OuterRef("review__published_at"))
            | Q(review__published_at=OuterRef("review__published_at"), review__id__gt=OuterRef("review__id")),
            review__tenant=OuterRef("tenant"),
            review__seller=OuterRef("seller"),
            review__buyer=OuterRef("review__buyer"),
            review__published_on__lt=OuterRef("review__published_on") + timedelta(days=span),
            review__published_on__lte=today,
            status=ReviewStatus.PUBLISHED,
        )
        counts &= ~Exists(later)
    return rows.filter(counts if counted else ~counts).select_related("review__order")


def _as_of(moment: datetime) -> QuerySet[Revision]:
    """The change of each review that was its last at that moment.

    Looked up row by row, by the index of numbers: as an anti-join it is planned badly while PostgreSQL has not counted
    the rows of a great import yet.
    """
    last = Revision.objects.filter(tenant=OuterRef("tenant"), review=OuterRef("review"), at__lte=moment)
    return Revision.objects.filter(pk=Subquery(last.order_by("-number").values("pk")[:1]), at__lte=moment)


def why_not_counted(then: Revision) -> str:
    """For one of those that did not count: its status, or `same_buyer`."""
    return SAME_BUYER if then.status == ReviewStatus.PUBLISHED else then.status


def decided_changes(review_ids: Iterable[UUID], until: datetime) -> dict[UUID, list[Revision]]:
    """The changes by decisions of each of these reviews up to a moment, the earliest first."""
    found: dict[UUID, list[Revision]] = {}
    changes = Revision.objects.filter(review__in=list(review_ids), kind__in=DECIDING, at__lte=until)
    for change in changes.order_by("review_id", "number").defer("comment"):
        found.setdefault(change.review_id, []).append(change)
    return found


def change_behind(then: Revision, changes: Iterable[Revision]) -> Revision | None:
    """Of the changes by decisions, the one to which the review owed how it then stood; None: to no decision."""
    if then.status == ReviewStatus.WITHDRAWN:
        return None
    leading = [each for each in changes if each.status == then.status]
    return leading[-1] if leading else None
