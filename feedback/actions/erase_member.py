"""Takes an author out of their reviews: stars, dates and standing stay, every text of theirs goes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from feedback.actions.record_change import mark_days
from feedback.forgetting import forget_words
from feedback.models import Response, ResponseRevision, Review
from tenants.erasing import Person, unname
from tenants.models import Member, Tenant


@transaction.atomic
def erase_member(*, tenant: Tenant, member: Member, now: datetime) -> dict[str, int]:
    """How many rows lost words. Rates stay to the digit; only how many reviews have a comment is counted anew.

    What a member wrote for a seller stays the seller's answer, without their name.
    """
    person, written = Person.of(member), Review.objects.filter(tenant=tenant, buyer=member)
    reviews = list(written.order_by("pk"))
    counts = {"reviews": forget_words(reviews)}
    for seller_id in {review.seller_id for review in reviews if review.comment}:
        days = {review.published_on for review in reviews if review.comment and review.seller_id == seller_id}
        mark_days(tenant=tenant, seller_id=seller_id, days=days, now=now)
    about = Q(review__buyer=member) | Q(by=member)
    counts["named"] = unname(Response.objects.filter(about), person, "body") + unname(
        ResponseRevision.objects.filter(Q(response__review__buyer=member) | Q(by=member)), person, "body"
    )
    return counts


def pages_of_author(member: Member) -> set[str]:
    """How pages about the person's reviews are addressed."""
    return {str(pk) for pk in Review.objects.filter(buyer=member).values_list("pk", flat=True)}
