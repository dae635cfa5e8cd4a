"""What a seller may do about a review: answer it, or contest it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from feedback.models import Review
from feedback.pages.cards import Action
from feedback.queries.reviews import response_of
from policy.terms import ReviewStatus


def seller_actions(review: Review) -> tuple[Action, ...]:
    """Links for members of the reviewed seller; an answer given stays theirs to change."""
    actions = []
    if review.status in (ReviewStatus.PUBLISHED, ReviewStatus.STRUCK, ReviewStatus.ATTRIBUTED):
        label = "Change your answer" if response_of(review) else "Answer"
        actions.append(Action(label, reverse("review_response", args=[review.pk])))
    if review.status == ReviewStatus.PUBLISHED and (href := _request_href(review)):
        actions.append(Action("Ask for removal", href))
    return tuple(actions)


def _request_href(review: Review) -> str:
    """The form belongs to the room of disputes, which this one knows by the name of its address only."""
    try:
        return f"{reverse('request_form')}?{urlencode({'review': review.pk})}"
    except NoReverseMatch:
        return ""
