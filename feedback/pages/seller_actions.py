"""What a seller may do about a review: answer it, contest it, or say what it is about."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from feedback.models import Review
from feedback.pages.cards import Action
from feedback.queries.reviews import response_of
from feedback.queries.sight import READABLE
from policy.document import PolicyDocument
from policy.saying import say
from policy.terms import ReviewStatus, Sentiment


def seller_actions(review: Review, policy: PolicyDocument) -> tuple[Action, ...]:
    """Links for members of the reviewed seller; an answer given stays theirs to change."""
    actions = []
    if review.status in READABLE:
        label = say("Change your answer") if response_of(review) else say("Answer")
        actions.append(Action(label, reverse("review_response", args=[review.pk])))
    if review.status == ReviewStatus.PUBLISHED and (href := _href("request_form")):
        actions.append(Action(say("Ask for removal"), f"{href}?{urlencode({'review': review.pk})}"))
    typed = policy.fulfilment.partners_allowed and review.sentiment == Sentiment.NEGATIVE
    if typed and review.status in READABLE and (href := _href("feedback_type", review.pk)):
        actions.append(Action(say("Say what it is about"), href))
    return tuple(actions)


def _href(name: str, *named: object) -> str:
    """The forms belong to the room of disputes, which this one knows by the names of their addresses only."""
    try:
        return reverse(name, args=named)
    except NoReverseMatch:
        return ""
