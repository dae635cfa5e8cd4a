"""What may stand behind the question mark of these calls."""

from __future__ import annotations

from policy.terms import Outcome, ReviewStatus, Sentiment
from wire.bodies import Choice, ExternalId, Id, Instant, Query


class AskedReviews(Query):
    """`since` and `until` bound the first publication: from `since` on, before `until`."""

    seller = ExternalId(required=False)
    sentiment = Choice(Sentiment, required=False)
    status = Choice(ReviewStatus, required=False)
    since = Instant(required=False)
    until = Instant(required=False)


class AskedRating(Query):
    of_a_list = False
    at = Instant(required=False)


class AskedWhatIf(Query):
    of_a_list = False
    review = Id()
    outcome = Choice((Outcome.REMOVE, Outcome.STRIKE))
