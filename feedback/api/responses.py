"""The seller's response to a review over HTTP."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from feedback.actions.put_response import put_response
from feedback.actions.withdraw_response import withdraw_response
from feedback.api.reviews import LONGEST_COMMENT
from feedback.api.shapes import ResponseAnswer, show_response
from feedback.queries import visible_review
from wire.bodies import StrictBody, Text
from wire.views import ApiView


class ResponseBody(StrictBody):
    body = Text(max_length=LONGEST_COMMENT)


class ReviewResponseView(ApiView):
    scopes = {"PUT": "reviews:write", "DELETE": "reviews:write"}
    bodies = {"PUT": ResponseBody}
    answers = {"PUT": ResponseAnswer}
    statuses = {"PUT": (201, 200)}

    def put(self, request: Request, review_id: str) -> Response:
        review = visible_review(request.member, self.id_of(review_id))
        given = self.body()
        response, is_first = put_response(
            tenant=request.tenant, by=request.member, review=review, body=given["body"], now=self.now
        )
        return self.created(show_response(response), is_new=is_first)

    def delete(self, request: Request, review_id: str) -> None:
        review = visible_review(request.member, self.id_of(review_id))
        withdraw_response(tenant=request.tenant, by=request.member, review=review, now=self.now)
