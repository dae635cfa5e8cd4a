"""A seller's feedback as a CSV file: all of it that the filter leaves, streamed as the database gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from disputes.queries.managing import last_case_of
from feedback.queries import Sight, shown_comment, sight_of
from feedback.queries.reviews import response_of
from policy.terms import ReviewStatus
from tenants.models import Member, Tenant
from tenants.scope import tenant_scope
from wire.csv_cells import BYTE_ORDER_MARK, csv_lines
from wire.instants import show_instant

if TYPE_CHECKING:
    from django.db.models import QuerySet

AT_ONCE = 2000
"""Rows that are fetched together; the database keeps its place in between."""
HEADER = (
    "review",
    "published_at",
    "edited_at",
    "order",
    "offer",
    "status",
    "sentiment",
    "fulfilment",
    "start_time",
    "communication",
    "overall",
    "comment",
    "answer",
    "answered_at",
    "request_status",
    "request_outcome",
)
_STARS = ("fulfilment", "start_time", "communication", "overall")


def feedback_lines(reviews: QuerySet, *, tenant: Tenant, member: Member, now: datetime, mark: bool) -> Iterator[str]:
    """The lines of the file. It runs after the request has ended, so it steps into the marketplace by itself.

    With `mark` it begins with a byte order mark, without which Excel takes UTF-8 for something else.
    """
    if mark:
        yield BYTE_ORDER_MARK
    with tenant_scope(tenant):
        # Of the parties nothing is told but the order, so nobody else is read.
        told = reviews.select_related(None).select_related("order__offer", "response")
        rows = told.order_by("-published_at", "-id").iterator(chunk_size=AT_ONCE)
        yield from _in_pieces(csv_lines(HEADER, (_row(each, member, now) for each in rows)))


def _in_pieces(lines: Iterable[str]) -> Iterator[str]:
    """Many lines at a time: a write for each would cost more than its line."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) >= AT_ONCE // 10:
            yield "".join(held)
            held = []
    yield "".join(held)


def _row(review: Any, member: Member, now: datetime) -> tuple[Any, ...]:
    sight = sight_of(member, review, runs_it=True)
    told = sight in (Sight.WHOLE, Sight.PUBLIC)
    response, case = response_of(review), last_case_of(review, now)
    hidden = review.hidden_at and review.status == ReviewStatus.PUBLISHED
    return (
        str(review.pk),
        show_instant(review.published_at),
        show_instant(review.edited_at) if review.edited_at else None,
        review.order.external_id,
        review.order.offer.title if review.order.offer_id else None,
        "hidden" if hidden else review.status,
        review.sentiment if told else None,
        *(getattr(review, name) if told else None for name in _STARS),
        shown_comment(review, sight) if told else None,
        response.body if response and told else None,
        show_instant(response.edited_at or response.published_at) if response else None,
        case and case.status.value,
        case and case.outcome,
    )
