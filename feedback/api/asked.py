"""What may stand behind the question mark of these calls; a name nobody knows is refused, not passed over."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from policy.terms import Outcome, ReviewStatus, Sentiment
from wire.bodies import Choice, ExternalId, Id, Instant, Query

# Read by the pages of every list, and so known to each of them.
_OF_PAGES = frozenset({"cursor", "page_size"})


class Asked(Query):
    def to_internal_value(self, data: Any) -> dict[str, Any]:
        known = {*self.fields, *(_OF_PAGES if self.of_a_list else ())}
        if unknown := [name for name in data if name not in known]:
            raise serializers.ValidationError({name: ["There is no such filter here."] for name in unknown})
        return super().to_internal_value(data)

    of_a_list = False


class AskedReviews(Asked):
    """`since` and `until` bound the first publication: from `since` on, before `until`."""

    of_a_list = True

    seller = ExternalId(required=False)
    sentiment = Choice(Sentiment, required=False)
    status = Choice(ReviewStatus, required=False)
    since = Instant(required=False)
    until = Instant(required=False)


class AskedRating(Asked):
    at = Instant(required=False)


class AskedWhatIf(Asked):
    review = Id()
    outcome = Choice((Outcome.REMOVE, Outcome.STRIKE))
