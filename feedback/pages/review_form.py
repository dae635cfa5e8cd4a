"""The buyer's form: three star questions and a comment, to post a review or to edit it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from feedback.actions.edit_review import edit_review
from feedback.actions.post_review import post_review
from feedback.models import Review
from feedback.pages.cards import CRITERIA
from feedback.pages.device import device_of, keep_device, seen_with
from feedback.pages.order_summary import order_summary
from feedback.pages.own_review import own_review, standing
from feedback.pages.typed import TypedReview
from orders.paying.payments import never_paid
from orders.queries import review_of, visible_order
from policy.document import PolicyDocument
from policy.eligibility import OrderToReview, may_edit, may_post_review
from policy.review_content import fulfilment_may_be_left_out
from policy.saying import joined, say
from policy.terms import OrderStatus
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.refusals import NotThere, Refused

if TYPE_CHECKING:
    from orders.models import Order

FIELDS = (*(name for name, _ in CRITERIA), "comment")
LABELS = {**dict(CRITERIA), "comment": say("Comment")}
_HELP = {
    "fulfilment": say("Did you get what was promised?"),
    "start_time": say("Did the seller begin when they said they would?"),
    "communication": say("Were you told what you needed to know?"),
}
_STRUCK = say("A decision struck this rating through: it can be read, and does not count.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def review_form(request: HttpRequest, external_id: str) -> HttpResponse:
    order = visible_order(request.member, external_id)
    if order.buyer_id != request.member.pk:
        raise NotThere
    if (existing := review_of(order)) is not None:
        messages.info(request, str(say("You have already reviewed this order. Here is your review.")))
        return redirect("review_page", existing.pk)
    now, policy = timezone.now(), policy_in_force(at=timezone.now()).policy
    typed = TypedReview.from_post(request.POST, FIELDS)
    if request.method == "POST":
        device = device_of(request)
        try:
            review = post_review(
                tenant=request.tenant,
                by=request.member,
                order=order,
                stars=_stars(typed),
                comment=typed.values["comment"],
                now=now,
                seen=seen_with(request, device),
            )
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            messages.success(request, str(say("Thank you. Your review is published.")))
            response = redirect("review_page", review.pk)
            keep_device(response, device)
            return response
    asked = OrderToReview(
        status=OrderStatus(order.status),
        closed_at=order.closed_at,
        already_reviewed=False,
        timezone=request.tenant.zone,
        never_paid=never_paid(order),
        suspended_until=order.buyer.reviews_suspended_until,
    )
    blocked = [problem.detail for problem in may_post_review(asked, policy, now)]
    page = _page(order, typed, policy) | {"blocked": blocked, "draft_key": f"review-{order.pk}"}
    return render(request, "feedback/review_form.html", page, status=422 if typed.errors or typed.general else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def review_edit(request: HttpRequest, review_id: Any) -> HttpResponse:
    review = own_review(request.member, review_id)
    now, policy = timezone.now(), policy_in_force(at=timezone.now()).policy
    stale = False
    if request.method == "POST":
        typed = TypedReview.from_post(request.POST, (*FIELDS, "version"))
        try:
            edit_review(
                tenant=request.tenant,
                by=request.member,
                review=review,
                version=typed.whole("version"),
                stars=_stars(typed),
                comment=typed.values["comment"],
                now=now,
            )
        except Refused as refusal:
            typed.refuse(refusal.problems)
            stale = refusal.code == "stale_version"
            review = own_review(request.member, review_id)
        else:
            said = say("Your review is changed. The earlier wording stays in its history.")
            messages.success(request, str(said))
            return redirect("review_page", review.pk)
    elif request.POST:  # words that were kept over an ended session
        typed = TypedReview.from_post(request.POST, (*FIELDS, "version"))
        stale = typed.whole("version") != review.version
    else:
        typed = TypedReview(_as_typed(review))
    blocked = [problem.detail for problem in may_edit(standing(review, request.tenant), policy, now)]
    page = _page(review.order, typed, policy, struck=review.struck_criteria or ()) | {
        "review": review,
        "blocked": blocked,
        "stale": stale,
        "draft_key": f"edit-{review.pk}-{review.version}",
    }
    return render(request, "feedback/review_form.html", page, status=422 if typed.errors or typed.general else 200)


def _stars(typed: TypedReview) -> dict[str, Any]:
    return {name: typed.star(name) for name, _ in CRITERIA}


def _as_typed(review: Review) -> dict[str, str]:
    return {name: str(getattr(review, name) or "") for name in FIELDS}


def _page(order: Order, typed: TypedReview, policy: PolicyDocument, *, struck: Collection[str] = ()) -> dict[str, Any]:
    optional = fulfilment_may_be_left_out(policy, ever_started=order.started_at is not None)
    return {
        "order": order,
        "summary": order_summary(order),
        "typed": typed,
        "errors": typed.summary(LABELS),
        "limit": policy.feedback.comment_max_length,
        "questions": [
            {
                "name": name,
                "legend": label,
                "help": joined(_HELP[name], _STRUCK) if name in struck else _HELP[name],
                "value": typed.values.get(name, ""),
                "error": typed.errors.get(name, ""),
                "optional": optional and name == "fulfilment",
            }
            for name, label in CRITERIA
        ],
    }
