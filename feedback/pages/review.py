"""One review: the author's view with its history, others' as far as they may read it; withdrawing it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions.withdraw_review import withdraw_review
from feedback.models import Review
from feedback.pages.cards import Card, card_of, drawn
from feedback.pages.history import cases_of, timeline_of
from feedback.pages.order_summary import order_summary
from feedback.pages.own_review import chances, own_review, standing
from feedback.pages.seller_actions import seller_actions
from feedback.queries import Sight, sight_of, strikes_of, visible_review
from orders.queries import runs_seller
from policy.eligibility import may_withdraw
from policy.saying import say
from policy.terms import ReviewStatus
from tenants.queries import policy_in_force
from wire.entry import for_members, of_a_marketplace
from wire.refusals import Refused
from wire.typed import Typed


@require_safe
@of_a_marketplace
def review_page(request: HttpRequest, review_id: Any) -> HttpResponse:
    member, now = request.member, timezone.now()
    review = visible_review(member, str(review_id))
    is_author = member is not None and review.buyer_id == member.pk
    runs_it = not is_author and runs_seller(member, review.seller_id)
    page: dict[str, Any] = {
        "review": review,
        "seller": review.seller,
        "is_author": is_author,
        "runs_it": runs_it,
        "card": drawn(_card(review, sight_of(member, review))),
    }
    if is_author:
        page["chances"] = chances(review, request.tenant, policy_in_force(at=now).policy, now)
        page["summary"] = order_summary(review.order)
    if is_author or runs_it or (member is not None and member.at_the_desk):
        page["cases"] = cases_of(review, member)
        page["timeline"] = timeline_of(review, page["cases"], is_author=is_author, now=now)
    if runs_it:
        page["actions"] = seller_actions(review, policy_in_force(at=now).policy)
    return render(request, "feedback/review_page.html", page)


def _card(review: Review, sight: Sight) -> Card:
    """To its author and the desk a review taken down is shown as it was; the page says where it stands."""
    card = card_of(review, sight, strikes=strikes_of([review]).get(review.pk), href="", level=2)
    if sight is Sight.WHOLE and card.status in ("removed", "withdrawn", "hidden"):
        return replace(card, status="published", sentiment=review.sentiment, reason="")
    return card


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def review_withdraw(request: HttpRequest, review_id: Any) -> HttpResponse:
    review = own_review(request.member, review_id)
    if review.status == ReviewStatus.WITHDRAWN:
        return redirect("review_page", review.pk)
    typed = Typed.from_post(request.POST, ("version",))
    now = timezone.now()
    if request.method == "POST":
        try:
            withdraw_review(
                tenant=request.tenant,
                by=request.member,
                review=review,
                version=typed.whole("version"),
                now=now,
            )
        except Refused as refusal:
            typed.refuse(refusal.problems)
            review = own_review(request.member, review_id)
        else:
            messages.success(request, str(say("Your review is withdrawn. It counts in no rate any more.")))
            return redirect("review_page", review.pk)
    refused = may_withdraw(standing(review, request.tenant), policy_in_force(at=now).policy, now)
    return render(
        request,
        "feedback/review_withdraw.html",
        {
            "review": review,
            "card": drawn(_card(review, Sight.WHOLE)),
            "blocked": [problem.detail for problem in refused],
            "errors": typed.summary({}),
        },
        status=422 if typed.general else 200,
    )
