"""A seller contests a review: the review is chosen, then grounds, statements and evidence, checked before filing."""

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
from disputes.intake.outlook import outlook
from disputes.pages.attached import FIELD, attach
from disputes.pages.chat_lines import ChatAsked, chat_choices
from disputes.pages.choices import evidence_choices, grounds_of, labels_of
from disputes.pages.contested import review_shown
from disputes.pages.review_choice import choose_review
from disputes.pages.sent_before import decided_since, is_this_one
from disputes.pages.typed import Errors, TypedRequest
from disputes.queries import fair_use_of, latest_request_about
from feedback.queries import visible_review
from orders.queries import runs_seller
from policy.document import PolicyDocument
from policy.eligibility import missing_evidence
from policy.filing import Evidence
from policy.saying import say
from policy.terms import EvidenceKind, ProblemCode
from policy.time_limits import cutoff
from tenants.models import Member
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.refusals import NotThere, Refused

_MEANWHILE = say(
    "Since you opened this form, a request about this review was decided. Look at what was decided first; if you still "
    "want to contest the review, send the form again."
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def request_form(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" and not request.GET.get("review"):
        return choose_review(request)
    review = _reviewed(request.member, request.GET.get("review", ""))
    now = timezone.now()
    policy = policy_in_force(at=now).policy
    typed = TypedRequest.from_post(request.POST, [key.value for key in policy.removal.offered])
    asked = ChatAsked.from_post(request.POST)
    if request.method != "POST":
        return _shown(request, review, policy, typed, asked, Errors(), now)
    if asked.turned and request.htmx:
        page = {"chat": chat_choices(review, typed.evidence, asked, here=request.get_full_path())}
        return render(request, "disputes/chat_lines.html", page)
    filing = {
        "tenant": request.tenant,
        "by": request.member,
        "review": review,
        "claims": typed.claims(),
        "now": now,
    }
    if "live" in request.POST:
        return _still_missing(request, policy, typed, check_request(**filing, evidence=typed.evidence.pieces()))
    errors = attach(request, typed.evidence, seller=review.seller, now=now)
    filing["evidence"] = typed.evidence.pieces()
    if asked.turned and not errors:
        return _shown(request, review, policy, typed, asked, errors, now)
    if errors or "check" in request.POST:
        result = check_request(**filing)
        found = typed.errors(result.problems)
        errors.beside = {**found.beside, **errors.beside}
        errors.general += found.general
        status = 200 if "check" in request.POST else 422
        return _shown(request, review, policy, typed, asked, errors, now, checked=result, status=status)
    if decided_since(latest_request_about(review), request.POST.get("seen")):
        return _shown(request, review, policy, typed, asked, Errors(general=[_MEANWHILE]), now, status=422)
    try:
        case = file_request(**filing)
    except Refused as refusal:
        running = latest_request_about(review)
        if is_this_one(running, typed.claims(), request.member):
            messages.info(request, str(say("This request is filed already. Here it is.")))
            return redirect("request_page", running.pk)
        return _shown(request, review, policy, typed, asked, typed.errors(refusal.problems), now, status=422)
    messages.success(request, str(say("Your request is filed. You are told here and by e-mail what happens.")))
    return redirect("request_page", case.pk)


def _reviewed(member: Member, review_id: str) -> Any:
    """The review that the member's seller got. Raises NotThere for any other."""
    review = visible_review(member, review_id)
    if not runs_seller(member, review.seller_id):
        raise NotThere
    return review


def _still_missing(
    request: HttpRequest, policy: PolicyDocument, typed: TypedRequest, result: CheckResult
) -> HttpResponse:
    """The same check as before filing, for the box that is replaced while somebody types.

    A file that is chosen and not sent yet counts as one that is shown.
    """
    problems = result.problems
    if any(request.POST.getlist(FIELD)):
        file_to_come = Evidence(EvidenceKind.FILE, ref="to come")
        lacking = missing_evidence(typed.claims(), [*typed.evidence.pieces(), file_to_come], policy)
        still = {each.detail for each in lacking}
        problems = [each for each in problems if each.code != ProblemCode.EVIDENCE_MISSING or each.detail in still]
    page = {
        "here": request.get_full_path(),
        "missing": typed.errors(problems).summary(labels_of(policy)),
        "begun": bool(typed.grounds),
    }
    return render(request, "disputes/still_missing.html", page)


def _shown(
    request: HttpRequest,
    review,
    policy: PolicyDocument,
    typed: TypedRequest,
    asked: ChatAsked,
    errors: Errors,
    now: datetime,
    *,
    checked: CheckResult | None = None,
    status: int = 200,
) -> HttpResponse:
    limit = cutoff(review.published_at, policy, request.tenant.zone)
    today = now.astimezone(request.tenant.zone).date()
    latest = latest_request_about(review)
    looks = outlook(
        tenant=request.tenant,
        by=request.member,
        review=review,
        claims=typed.claims(),
        evidence=typed.evidence.pieces(),
        now=now,
    )
    grounds = grounds_of(looks, policy, typed, errors)
    summary = errors.summary(labels_of(policy))
    page = {
        "review": review,
        "review_key": str(review.pk),
        "text_key": f"request-{review.pk}-text",
        "card": review_shown(review, request.member),
        "grounds": [each for each in grounds if not each["closed"] or each["checked"]],
        "closed": [each for each in grounds if each["closed"] and not each["checked"]],
        "evidence": evidence_choices(review, request.member, typed.evidence, asked, here=request.get_full_path()),
        "errors": errors.beside,
        "summary": summary,
        "checked": checked,
        "begun": bool(typed.grounds),
        "missing": summary if checked else [],
        "limit": limit,
        "too_late": limit.passed(now),
        "days_left": None if limit.last_day is None else (limit.last_day - today).days,
        "fair_use": fair_use_of(review.seller_id, policy=policy, now=now),
        "misuse": policy.misuse,
        "latest": latest,
        "open_case": latest if latest and latest.is_open else None,
        "reply_hours": policy.removal.buyer_reply_hours,
        "here": request.get_full_path(),
    }
    return render(request, "disputes/request_form.html", page, status=status)
