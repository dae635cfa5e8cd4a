"""From a displayed rate to the reviews it was counted from, and from these to the decisions on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.request import Request

from disputes.queries import decisions_behind
from feedback.queries import (
    Sight,
    basis_at,
    change_behind,
    decided_changes,
    history_of,
    reviews_behind,
    sight_of,
    visible_review,
    why_not_counted,
)
from orders.queries import seller_of_external_id, sellers_run_by
from policy.terms import Criterion, ReviewStatus, Sentiment, Window
from wire.bodies import Choice, Flag, Id, Instant, Query, StrictBody, UnableToRead, Whole, wrong
from wire.instants import show_instant
from wire.pages import CursorPages
from wire.refusals import NotThere
from wire.views import ApiView

WHO = {"posted": "author", "edited": "author", "withdrawn": "author", "derived": "program"}
"""Who makes which change; all others are made by the desk."""


class AskedReviewsBehind(Query):
    """`at` is now, `window` the one that the headline rate is of, and `counted` true where they are left out."""

    at = Instant(required=False)
    window = Choice(Window, required=False)
    counted = Flag(required=False)


class ReviewBehindAnswer(StrictBody):
    id = Id()
    order = serializers.CharField(allow_null=True)
    stars = Whole(allow_null=True)
    sentiment = Choice(Sentiment)
    status = Choice(ReviewStatus)
    counted = Flag()
    why_not = Choice(["struck", "removed", "attributed", "withdrawn", "same_buyer"], allow_null=True)
    ground = serializers.CharField(allow_null=True)
    published_at = serializers.DateTimeField()
    since = serializers.DateTimeField()
    version = Whole()
    decision = Id(allow_null=True)


class ChangeAnswer(StrictBody):
    version = Whole()
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    by = Choice(["author", "desk", "program", "import"])
    status = Choice(ReviewStatus)
    ground = serializers.CharField(allow_null=True)
    sentiment = Choice(Sentiment, allow_null=True)
    stars = Whole(allow_null=True)
    struck_criteria = serializers.ListField(child=Choice(Criterion))
    decision = Id(allow_null=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The request with its moment in it, so that all pages are of one moment."""

    GET: QueryDict
    build_absolute_uri: Callable[[str | None], str]


class ReviewsBehind(ApiView):
    scopes = {"GET": "ratings:read"}
    queries = {"GET": AskedReviewsBehind}
    answers = {"GET": ReviewBehindAnswer}
    lists = True

    def get(self, request: Request, external_id: str) -> dict[str, Any]:
        """The reviews that the rate of a window was counted from at a moment, each as it then stood, newest first.

        With `counted=false` those of the window that did not count, and why. Each names the decision to which it
        owed its state. Counted by `sentiment` they give what `rating?at=` shows. `stars` is null where the review
        has since been taken down and the reader may not see it.
        """
        seller = seller_of_external_id(external_id)
        if seller is None:
            raise NotThere
        asked = self.query()
        moment, counted = asked.get("at", self.now), asked.get("counted", True)
        if moment > self.now:
            raise UnableToRead(wrong("/at", "Nobody knows the rating of a moment to come."))
        window = Window(asked["window"]) if "window" in asked else basis_at(seller, moment)
        rows = reviews_behind(seller, moment, window, counted=counted)
        ask = request.GET.copy()
        ask["at"], ask["window"] = show_instant(moment), window.value
        pinned = _Asked(ask, request.build_absolute_uri)
        pages = CursorPages("-review__published_at", "-review__id")
        page = pages.answer(rows, pinned, lambda row: row)
        changes = decided_changes({row.review_id for row in page["results"]}, moment)
        behind = {row.pk: change_behind(row, changes.get(row.review_id, ())) for row in page["results"]}
        decisions = decisions_behind(each for each in behind.values() if each is not None)
        own = sellers_run_by(request.member).filter(pk=seller.pk).exists()
        page["results"] = [
            self._row(row, counted, own, decisions.get(change.pk) if (change := behind[row.pk]) else None)
            for row in page["results"]
        ]
        return page

    def _row(self, then: Any, counted: bool, runs_it: bool, decision: Any) -> dict[str, Any]:
        readable = sight_of(self.request.member, then.review, runs_it=runs_it) in (Sight.WHOLE, Sight.PUBLIC)
        return {
            "id": then.review_id,
            "order": then.review.order.external_id if readable else None,
            "stars": then.stars if readable else None,
            "sentiment": then.sentiment,
            "status": then.status,
            "counted": counted,
            "why_not": None if counted else why_not_counted(then),
            "ground": then.ground or None,
            "published_at": then.review.published_at,
            "since": then.at,
            "version": then.number,
            "decision": decision,
        }


class ReviewHistory(ApiView):
    scopes = {"GET": "reviews:read"}
    answers = {"GET": ChangeAnswer}
    lists = True

    def get(self, request: Request, review_id: str) -> dict[str, Any]:
        """Every change of the review, the earliest first: what it counted as from then on, and by which decision.

        No words: what was taken down stays down.
        """
        review = visible_review(request.member, self.id_of(review_id))
        readable = sight_of(request.member, review) in (Sight.WHOLE, Sight.PUBLIC)
        page = self.page(history_of(review), ordering=("number",), show=lambda row: row)
        decisions = decisions_behind(page["results"])
        page["results"] = [
            {
                "version": each.number,
                "kind": each.kind,
                "at": each.at,
                "by": "import" if review.imported and each.number == 1 else WHO.get(each.kind, "desk"),
                "status": each.status,
                "ground": each.ground or None,
                "sentiment": each.sentiment if readable else None,
                "stars": each.stars if readable else None,
                "struck_criteria": each.struck_criteria or [] if readable else [],
                "decision": decisions.get(each.pk),
            }
            for each in page["results"]
        ]
        return page
