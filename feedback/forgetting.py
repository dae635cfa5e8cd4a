"""Drops the words of reviews, in every version, with what programs found in them."""

from __future__ import annotations

from collections.abc import Sequence

from feedback.models import Review, Revision, WordingBand
from tenants.erasing import drop


def forget_words(reviews: Sequence[Review]) -> int:
    """How many had a comment. Stars, dates and standing stay; who counts comments must count them anew."""
    ids = [review.pk for review in reviews]
    WordingBand.objects.filter(review__in=ids).delete()
    drop(Revision.objects.filter(review__in=ids), comment="")
    # Spans say where words stood; without the words they lead nowhere.
    drop(Revision.objects.filter(review__in=ids, spans__isnull=False), spans=None)
    return drop(Review.objects.filter(pk__in=ids), comment="", redactions=[])
