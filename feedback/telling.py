"""Tells sellers of reviews as they come and change, and buyers of the responses to theirs."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from feedback.models import Response, Review, Revision
from notifications.actions.notify import Told, notify, notify_all
from orders.queries import members_who_run
from orders.telling.sides import page_of
from policy.saying import say
from policy.terms import Sentiment
from tenants.models import Tenant


def tell_review(review: Review, what: Revision.Kind, *, tenant: Tenant, now: datetime) -> None:
    """Those who run the seller; of edits once a day and review. The page says the rest, as it stands when opened."""
    order = review.order.external_id
    kind, title, key = {
        Revision.Kind.POSTED: ("review_published", _posted(review, order), "posted"),
        Revision.Kind.EDITED: ("review_changed", _edited(review, order), f"{now:%Y%m%d}"),
        Revision.Kind.WITHDRAWN: (
            "review_changed",
            say("A review was withdrawn: order {order}", order=order),
            "withdrawn",
        ),
    }[what]
    path = page_of(review.order) if what is Revision.Kind.WITHDRAWN else _page(review)
    told = [
        Told(member, kind, f"review:{review.pk}:{key}", title, path) for member in members_who_run(review.order.seller)
    ]
    notify_all(tenant=tenant, told=told, now=now)


def _posted(review: Review, order: str) -> str:
    return {
        Sentiment.POSITIVE: say("A new positive review: order {order}", order=order),
        Sentiment.NEUTRAL: say("A new neutral review: order {order}", order=order),
        Sentiment.NEGATIVE: say("A new negative review: order {order}", order=order),
    }[Sentiment(review.sentiment)]


def _edited(review: Review, order: str) -> str:
    return {
        Sentiment.POSITIVE: say("A review was edited, it is positive now: order {order}", order=order),
        Sentiment.NEUTRAL: say("A review was edited, it is neutral now: order {order}", order=order),
        Sentiment.NEGATIVE: say("A review was edited, it is negative now: order {order}", order=order),
    }[Sentiment(review.sentiment)]


def tell_response(response: Response, review: Review, *, tenant: Tenant, now: datetime) -> None:
    notify(
        tenant=tenant,
        member=review.buyer,
        kind="response_published",
        key=f"response:{response.pk}",
        title=say(
            "{seller} responded to your review of order {order}",
            seller=review.seller.name,
            order=review.order.external_id,
        ),
        path=_page(review),
        now=now,
    )


def _page(review: Review) -> str:
    return reverse("review_page", args=[review.pk])
