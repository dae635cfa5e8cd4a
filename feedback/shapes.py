"""Reviews and responses as programs outside read them: in answers of the API, and in what they are told of events."""

from __future__ import annotations

from typing import Any

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
