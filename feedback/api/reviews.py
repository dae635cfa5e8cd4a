"""Reviews over HTTP: leaving one for an order, reading, editing and withdrawing it."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from feedback.actions.edit_review import edit_review
from feedback.actions.post_review import post_review
from feedback.actions.withdraw_review import withdraw_review
from feedback.api.asked import AskedReviews
from feedback.api.shapes import ReviewAnswer, show_review
from feedback.models import Review
from feedback.queries import Sight, review_of_id, reviews_visible_to, sight_of, visible_review
from orders.queries import sellers_run_by, visible_order
from policy.terms import Criterion
from wire.bodies import StrictBody, Text, Version, Whole
from wire.views import ApiView

# The policy sets the limit, and its sentence names it; this one only keeps a body from being read for ever.
LONGEST_COMMENT = 100_000
STARS = {"min_value": 1, "max_value": 5}


class ReviewBody(StrictBody):
    fulfilment = Whole(**STARS, required=False, allow_null=True)
    start_time = Whole(**STARS)
    communication = Whole(**STARS)
    comment = Text(max_length=LONGEST_COMMENT, required=False, allow_blank=True, default="")


class EditBody(StrictBody):
    fulfilment = Whole(**STARS, required=False, allow_null=True)
    start_time = Whole(**STARS, required=False)
    communication = Whole(**STARS, required=False)
    comment = Text(max_length=LONGEST_COMMENT, required=False, allow_blank=True)
    version = Version()


class WithdrawBody(StrictBody):
    version = Version(required=False)


class OrderReviewView(ApiView):
    scopes = {"POST": "reviews:write"}
    bodies = {"POST": ReviewBody}
    answers = {"POST": ReviewAnswer}
    statuses = {"POST": (201,)}

    def post(self, request: Request, external_id: str) -> Response:
        order = visible_order(request.member, external_id)
        given = self.body()
        review = post_review(
            tenant=request.tenant,
            by=request.member,
            order=order,
            stars=_stars(given),
            comment=given["comment"],
            now=self.now,
        )
        return self.created(show_review(_again(review), Sight.WHOLE))


class ReviewsView(ApiView):
    scopes = {"GET": "reviews:read"}
    queries = {"GET": AskedReviews}
    answers = {"GET": ReviewAnswer}
    lists = True

    def get(self, request: Request) -> dict[str, Any]:
        member, asked = request.member, self.query()
        reviews = reviews_visible_to(member)
        if "seller" in asked:
            reviews = reviews.filter(seller__external_id=asked["seller"])
        for name in ("sentiment", "status"):
            if name in asked:
                reviews = reviews.filter(**{name: asked[name]})
        if "since" in asked:
            reviews = reviews.filter(published_at__gte=asked["since"])
        if "until" in asked:
            reviews = reviews.filter(published_at__lt=asked["until"])
        own = frozenset(sellers_run_by(member).values_list("pk", flat=True))
        return self.page(
            reviews,
            ordering=("-published_at", "-id"),
            show=lambda each: show_review(each, sight_of(member, each, runs_it=each.seller_id in own)),
        )


class ReviewView(ApiView):
    scopes = {"GET": "reviews:read", "PATCH": "reviews:write", "DELETE": "reviews:write"}
    bodies = {"PATCH": EditBody, "DELETE": WithdrawBody}
    answers = {"GET": ReviewAnswer, "PATCH": ReviewAnswer}

    def get(self, request: Request, review_id: str) -> dict[str, Any]:
        review = visible_review(request.member, self.id_of(review_id))
        return show_review(review, sight_of(request.member, review))

    def patch(self, request: Request, review_id: str) -> dict[str, Any]:
        review = visible_review(request.member, self.id_of(review_id))
        given = self.body()
        edited = edit_review(
            tenant=request.tenant,
            by=request.member,
            review=review,
            version=given["version"],
            stars=_stars(given),
            comment=given.get("comment"),
            now=self.now,
        )
        return show_review(_again(edited), Sight.WHOLE)

    def delete(self, request: Request, review_id: str) -> None:
        review = visible_review(request.member, self.id_of(review_id))
        given = self.body()
        withdraw_review(
            tenant=request.tenant,
            by=request.member,
            review=review,
            version=given.get("version"),
            now=self.now,
        )


def _stars(given: dict[str, Any]) -> dict[str, int | None]:
    return {criterion.value: given[criterion.value] for criterion in Criterion if criterion.value in given}


def _again(review: Review) -> Review:
    """The review with all that an answer shows."""
    return review_of_id(review.pk) or review
