"""A seller contests a review: grounds, statements and evidence, checked before they are filed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from disputes.actions.check_request import CheckResult, check_request
from disputes.actions.file_request import file_request
from disputes.pages.attached import attach
from disputes.pages.choices import evidence_choices, grounds_of, labels_of
from disputes.pages.contested import review_shown
from disputes.pages.typed import Errors, TypedRequest
from disputes.queries import fair_use_of, open_request_about
from feedback.queries import visible_review
from orders.queries import runs_seller
from policy.document import PolicyDocument
from policy.time_limits import cutoff
from tenants.models import Member
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.refusals import NotThere, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def request_form(request: HttpRequest) -> HttpResponse:
    review = _reviewed(request.member, request.GET.get("review", ""))
    now = timezone.now()
    policy = policy_in_force(at=now).policy
    if request.method != "POST":
        return _shown(request, review, policy, TypedRequest(), Errors(), now)
    typed = TypedRequest.from_post(request.POST, [key.value for key in policy.removal.offered])
    errors = attach(request, typed.evidence, seller=review.seller, now=now)
    asked = {
        "tenant": request.tenant,
        "by": request.member,
        "review": review,
        "claims": typed.claims(),
        "evidence": typed.evidence.pieces(),
        "now": now,
    }
    if errors or "check" in request.POST:
        result = check_request(**asked)
        found = typed.errors(result.problems)
        errors.beside = {**found.beside, **errors.beside}
        errors.general += found.general
        status = 200 if "check" in request.POST else 422
        return _shown(request, review, policy, typed, errors, now, checked=result, status=status)
    try:
        case = file_request(**asked)
    except Refused as refusal:
        return _shown(request, review, policy, typed, typed.errors(refusal.problems), now, status=422)
    messages.success(request, "Your request is filed. You are told here and by e-mail what happens.")
    return redirect("request_page", case.pk)


def _reviewed(member: Member, review_id: str) -> Any:
    """The review that the member's seller got. Raises NotThere for any other."""
    review = visible_review(member, review_id)
    if not runs_seller(member, review.seller_id):
        raise NotThere
    return review


def _shown(
    request: HttpRequest,
    review,
    policy: PolicyDocument,
    typed: TypedRequest,
    errors: Errors,
    now: datetime,
    *,
    checked: CheckResult | None = None,
    status: int = 200,
) -> HttpResponse:
    limit = cutoff(review.published_at, policy, request.tenant.zone)
    today = now.astimezone(request.tenant.zone).date()
    page = {
        "review": review,
        "card": review_shown(review, request.member),
        "grounds": grounds_of(policy, typed, errors),
        "evidence": evidence_choices(review, request.member, typed.evidence),
        "errors": errors.beside,
        "summary": errors.summary(labels_of(policy)),
        "checked": checked,
        "limit": limit,
        "too_late": limit.passed(now),
        "days_left": None if limit.last_day is None else (limit.last_day - today).days,
        "fair_use": fair_use_of(review.seller_id, policy=policy, now=now),
        "misuse": policy.misuse,
        "open_case": open_request_about(review),
        "reply_hours": policy.removal.buyer_reply_hours,
        "fresh": request.method != "POST",
    }
    return render(request, "disputes/request_form.html", page, status=status)
