"""Reviews and responses as answers show them, each as far as its reader may see."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from feedback.models import Response, Review
from feedback.queries import Sight, shown_comment
from feedback.queries.reviews import response_of
from policy.terms import Criterion, ReviewStatus

_STARS = (*(criterion.value for criterion in Criterion), "overall")
_DECIDED = frozenset({ReviewStatus.STRUCK, ReviewStatus.REMOVED, ReviewStatus.ATTRIBUTED})


def show_review(review: Review, sight: Sight) -> dict[str, Any]:
    """The review; of what was taken down others learn that it was, and on which ground, and nothing more.

    `overall` is the one rating of a review moved in without criteria. Needs its parties and response.
    """
    readable = sight in (Sight.WHOLE, Sight.PUBLIC)
    partner = review.attributed_to
    return {
        "id": str(review.pk),
        "order": review.order.external_id,
        "seller": review.seller.external_id,
        **{name: getattr(review, name) if readable else None for name in _STARS},
        "comment": shown_comment(review, sight) if readable else None,
        "sentiment": review.sentiment if readable else None,
        "status": review.status,
        "struck_criteria": review.struck_criteria or [] if readable else [],
        "ground": review.ground or None if review.status in _DECIDED else None,
        "attributed_to": partner.external_id if partner else None,
        "hidden": review.hidden_at is not None,
        "published_at": review.published_at,
        "edited_at": review.edited_at,
        "response": _brief(response_of(review)) if readable else None,
        "version": review.version,
    }


def show_response(response: Response) -> dict[str, Any]:
    return {
        "id": str(response.pk),
        "review": str(response.review_id),
        **_brief(response),
        "version": response.version,
    }


def _brief(response: Response | None) -> dict[str, Any] | None:
    if response is None:
        return None
    return {"body": response.body, "published_at": response.published_at, "edited_at": response.edited_at}


class BriefResponseAnswer(serializers.Serializer):
    body = serializers.CharField()
    published_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)


class ResponseAnswer(BriefResponseAnswer):
    id = serializers.CharField()
    review = serializers.CharField()
    version = serializers.IntegerField()


class ReviewAnswer(serializers.Serializer):
    id = serializers.CharField()
    order = serializers.CharField()
    seller = serializers.CharField()
    fulfilment = serializers.IntegerField(allow_null=True)
    start_time = serializers.IntegerField(allow_null=True)
    communication = serializers.IntegerField(allow_null=True)
    overall = serializers.IntegerField(allow_null=True)
    comment = serializers.CharField(allow_null=True)
    sentiment = serializers.CharField(allow_null=True)
    struck_criteria = serializers.ListField(child=serializers.ChoiceField([each.value for each in Criterion]))
    status = serializers.CharField()
    ground = serializers.CharField(allow_null=True)
    attributed_to = serializers.CharField(allow_null=True)
    hidden = serializers.BooleanField()
    published_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    response = BriefResponseAnswer(allow_null=True)
    version = serializers.IntegerField()
