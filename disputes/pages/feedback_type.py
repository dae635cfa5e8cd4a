"""The seller says what a negative review is about, and reads what each type means."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from disputes.actions.type_feedback import type_feedback
from disputes.pages.contested import review_shown, titled
from disputes.pages.typed import Errors, text_in
from disputes.queries import cause_in_force
from disputes.refusals import LONGEST_TEXT
from feedback.queries import visible_review
from orders.queries import runs_seller
from policy.document import PolicyDocument
from policy.responsibility import RESPONSIBILITIES, Responsibility, penalty_points
from policy.saying import joined, say, say_number
from policy.terms import FeedbackType, Sentiment
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.refusals import NotThere, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def feedback_type(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """For members of the reviewed seller, where the policy knows partners; for others the page is not there."""
    review, now = visible_review(request.member, review_id), timezone.now()
    policy = policy_in_force(at=now).policy
    if not policy.fulfilment.partners_allowed or not runs_seller(request.member, review.seller_id):
        raise NotThere
    if review.sentiment != Sentiment.NEGATIVE and request.method != "POST":
        raise NotThere
    errors, known = Errors(), cause_in_force(review)
    chosen, note = known.feedback_type if known else "", ""
    if request.method == "POST" or request.POST:
        chosen, note = request.POST.get("feedback_type", ""), text_in(request.POST, "note")
    if request.method == "POST":
        try:
            type_feedback(
                tenant=request.tenant, by=request.member, review=review, feedback_type=chosen, note=note, now=now
            )
        except Refused as refusal:
            errors.put(refusal.problems, ("feedback_type", "note"))
        else:
            messages.success(request, str(say("Typed as: {type}.", type=RESPONSIBILITIES[FeedbackType(chosen)].name)))
            return redirect("review_page", review.pk)
    page = {
        "review": review,
        "title": titled(review),
        "card": review_shown(review, request.member),
        "known": known,
        "known_name": RESPONSIBILITIES[FeedbackType(known.feedback_type)].called if known else "",
        "partner": review.order.partner if review.order.partner_id else None,
        "options": [_option(key, duty, chosen, policy) for key, duty in RESPONSIBILITIES.items()],
        "note": note,
        "errors": errors.beside,
        "summary": errors.summary({"feedback_type": say("What it is about"), "note": say("Note")}),
        "longest": LONGEST_TEXT,
    }
    return render(request, "disputes/feedback_type.html", page, status=422 if errors else 200)


def _option(key: FeedbackType, duty: Responsibility, chosen: str, policy: PolicyDocument) -> dict[str, Any]:
    return {
        "value": key.value,
        "label": duty.name,
        "help": meaning_of(key, duty, policy),
        "checked": key.value == chosen,
    }


def meaning_of(key: FeedbackType, duty: Responsibility, policy: PolicyDocument) -> str:
    """Who is responsible, in whole sentences."""
    sentences: list[str] = []
    if duty.documents:
        sentences.append(say("If a partner shipped it, it shows {documents}, on request.", documents=duty.documents))
    if points := duty.penalty and penalty_points(key, policy):
        sentences.append(
            say_number(
                "If {cause}: the partner's rating and {number} penalty point.",
                "If {cause}: the partner's rating and {number} penalty points.",
                points,
                cause=duty.at_fault_if,
            )
        )
    if duty.seller:
        said_alone = not duty.documents or duty.depends_on_real_type
        sentences.append(duty.seller if said_alone else say("Seller: {sentence}", sentence=duty.seller))
    return joined(*sentences) or say("Nobody owes documents; an agent looks at what it says.")
