"""What each ground's finding rests on, and so when it must be looked at again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db.models import Exists, F, OuterRef, Q

from disputes.models import DocumentRequest, FeedbackCause
from evidence.gather import label_of
from feedback.queries import changes_since, negatives_since
from orders.queries import messages_since, settlement_moves_since
from policy.terms import GroundKey

SEEN = OuterRef("looked_at")
"""When the claim was last looked at; every condition below is a part of a query on claims with this annotation."""

BETWEEN_LOOKS = timedelta(hours=1)
"""A seller with many reviews gets negatives all the time: a set is not compared anew for each of them."""


def outdated(now: datetime) -> Q:
    """Claims whose newest finding is older than what it rests on, or was found by an earlier gatherer."""
    stale = Q(request__review__edited_at__gt=F("looked_at")) | Q(request__look_again_asked_at__gt=F("looked_at"))
    for ground in GroundKey:
        by_another = ~Q(looked_by=label_of(ground))
        changed = _RESTS_ON[ground](now) if ground in _RESTS_ON else Q(pk__in=())
        stale |= Q(ground=ground) & (by_another | changed)
    return stale


def _chat(now: datetime) -> Q:
    return Q(Exists(messages_since(SEEN, order=OuterRef("request__review__order"))))


def _order(now: datetime) -> Q:
    return Q(request__review__order__updated_at__gt=F("looked_at"))


def _settlements(now: datetime) -> Q:
    """Somebody did something, or a deadline passed meanwhile."""
    return Q(Exists(settlement_moves_since(SEEN, until=now, order=OuterRef("request__review__order"))))


def _buyers_reviews(now: datetime) -> Q:
    review = "request__review__"
    return Q(Exists(changes_since(SEEN, buyer=OuterRef(f"{review}buyer"), seller=OuterRef(f"{review}seller"))))


def _sellers_reviews(now: datetime) -> Q:
    newer = negatives_since(SEEN, seller=OuterRef("request__review__seller"))
    return Q(looked_at__lte=now - BETWEEN_LOOKS) & Q(Exists(newer))


def _partner(now: datetime) -> Q:
    """Somebody typed the review, or the partner was asked, answered, was judged, or let its deadline pass."""
    about = {"tenant": OuterRef("tenant"), "review": OuterRef("request__review")}
    typed = FeedbackCause.objects.filter(**about, typed_at__gt=SEEN)
    moved = Q(asked_at__gt=SEEN) | Q(given_at__gt=SEEN) | Q(judged_at__gt=SEEN)
    overdue = Q(given_at__isnull=True, due_at__gt=SEEN, due_at__lte=now)
    asked = DocumentRequest.objects.filter(moved | overdue, **about)
    return Q(Exists(typed)) | Q(Exists(asked)) | _order(now)


_RESTS_ON: Mapping[GroundKey, Callable[[datetime], Q]] = MappingProxyType(
    {
        GroundKey.BLACKMAIL: _chat,
        GroundKey.UNRELATED: _chat,
        GroundKey.FEEDBACK_BOMBING: _sellers_reviews,
        GroundKey.DUPLICATE: _buyers_reviews,
        GroundKey.MUTUAL_AGREEMENT: _settlements,
        GroundKey.PLATFORM_FULFILMENT: _order,
        GroundKey.SHIPPED_ON_TIME: _order,
        GroundKey.PARTNER_AT_FAULT: _partner,
    }
)
"""Beside the comment itself, on which all of them rest."""
