"""The seller's one public answer to a review: writing, changing and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from feedback.actions.put_response import put_response
from feedback.actions.withdraw_response import withdraw_response
from feedback.models import Review
from feedback.pages.cards import card_of, drawn
from feedback.queries import Sight, visible_review
from feedback.queries.reviews import response_of
from orders.queries import runs_seller
from orders.talking.conduct import words_to_think_over
from policy.saying import say
from tenants.models import Member
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.refusals import NotPermitted, Refused
from wire.typed import Typed


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def review_response(request: HttpRequest, review_id: Any) -> HttpResponse:
    review = _reviewed(request.member, review_id)
    standing = response_of(review)
    now = timezone.now()
    typed = (
        Typed.from_post(request.POST, ("body",))
        if request.method == "POST" or request.POST
        else Typed({"body": standing.body if standing else ""})
    )
    sends = request.method == "POST" and "withdraw" not in request.POST
    warned = words_to_think_over(typed.values["body"], review.order, now=now) if sends else None
    if warned is not None and request.POST.get("all_the_same") != "yes":
        typed.errors["body"] = warned.sentence
    elif request.method == "POST":
        try:
            if "withdraw" in request.POST:
                withdraw_response(tenant=request.tenant, by=request.member, review=review, now=now)
                said = say("Your answer is taken back. Nobody sees it any more.")
            else:
                put_response(
                    tenant=request.tenant,
                    by=request.member,
                    review=review,
                    body=typed.values["body"],
                    warned_of=warned.rule if warned else "",
                    now=now,
                )
                said = say("Your answer is published below the review.")
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            messages.success(request, str(said))
            return redirect("review_page", review.pk)
    return render(
        request,
        "feedback/response_form.html",
        {
            "review": review,
            "card": drawn(card_of(review, Sight.PUBLIC, href="", level=2)),
            "standing": standing,
            "typed": typed,
            "warned": {"words": warned.quoted(typed.values["body"])} if warned else None,
            "errors": typed.summary({"body": say("Your answer")}),
            "limit": policy_in_force(at=now).policy.feedback.comment_max_length,
            "draft_key": f"answer-{review.pk}",
        },
        status=422 if typed.errors or typed.general else 200,
    )


def _reviewed(member: Member, review_id: Any) -> Review:
    review = visible_review(member, str(review_id))
    if not runs_seller(member, review.seller_id):
        raise NotPermitted(say("Only the reviewed seller can answer a review."))
    return review
