"""One case, as its reader's side may see it; the author's reply, the requester's answer and withdrawal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from disputes.actions.give_information import give_information
from disputes.actions.lodge_appeal import appeal_problems
from disputes.actions.reply_to_request import reply_to_request
from disputes.actions.withdraw_request import withdraw_request
from disputes.models import RemovalRequest
from disputes.pages.attached import attach
from disputes.pages.chat_lines import ChatAsked, chat_choices
from disputes.pages.choices import evidence_choices
from disputes.pages.contested import review_shown, titled
from disputes.pages.told import claims_shown, evidence_shown, stands, statement_for, timeline
from disputes.pages.typed import Errors, TypedEvidence, text_in
from disputes.queries import CaseStory, story_of, visible_case
from disputes.refusals import LONGEST_TEXT
from disputes.telling.disclosure import Disclosure, disclosure_to, status_at
from policy.saying import say
from policy.terms import Party, RequestStatus
from wire.entry import for_members
from wire.refusals import NotThere, Refused
from wire.speaking import SPEAKER

_WITHDRAWABLE = (RequestStatus.SUBMITTED, RequestStatus.AWAITING_BUYER, RequestStatus.MORE_INFORMATION)


@require_safe
@for_members
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    return render(request, "disputes/case.html", _page(request, visible_case(request.member, request_id)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def reply(request: HttpRequest, request_id: UUID) -> HttpResponse:
    case = _case_of(request, request_id, Party.AUTHOR)
    body, errors = text_in(request.POST, "body"), Errors()
    if request.method == "POST":
        try:
            reply_to_request(tenant=request.tenant, by=request.member, request=case, body=body, now=timezone.now())
        except Refused as refusal:
            errors.put(refusal.problems, ("body",))
        else:
            messages.success(request, str(say("Your reply is sent. You are told what is decided, and why.")))
            return redirect("request_page", case.pk)
    page = (
        _page(request, case)
        | _form(errors, {"body": say("Your reply")})
        | {"body": body, "draft_key": f"reply-{case.pk}"}
    )
    return render(request, "disputes/reply.html", page, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    case = _case_of(request, request_id, Party.REQUESTER)
    now, here = timezone.now(), request.get_full_path()
    typed, words = TypedEvidence.from_post(request.POST), text_in(request.POST, "answer")
    asked, errors = ChatAsked.from_post(request.POST), Errors()
    if asked.turned and request.htmx:
        page = {"chat": chat_choices(case.review, typed, asked, here=here)}
        return render(request, "disputes/chat_lines.html", page)
    if request.method == "POST":
        errors = attach(request, typed, seller=case.seller, now=now)
    if request.method == "POST" and not errors and not asked.turned:
        try:
            give_information(
                tenant=request.tenant,
                by=request.member,
                request=case,
                answer=words,
                evidence=typed.pieces(),
                now=now,
            )
        except Refused as refusal:
            for problem in refusal.problems:
                errors.add(problem, _answer_field(problem.pointer, typed))
        else:
            messages.success(request, str(say("Your answer is with the agent.")))
            return redirect("request_page", case.pk)
    page = _page(request, case) | _form(errors, {"answer": say("Your answer")}) | {"answer": words}
    page["choices"] = evidence_choices(case.review, request.member, typed, asked, here=here)
    page["draft_key"] = f"answer-{case.pk}"
    return render(request, "disputes/answer.html", page, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    case = _case_of(request, request_id, Party.REQUESTER)
    errors = Errors()
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            withdraw_request(
                tenant=request.tenant,
                by=request.member,
                request=case,
                version=int(version) if version.isdecimal() and len(version) < 9 else None,
                now=timezone.now(),
            )
        except Refused as refusal:
            errors.put(refusal.problems, ())
        else:
            messages.success(request, str(say("Your request is taken back. The review stays as it is.")))
            return redirect("request_page", case.pk)
    page = _page(request, visible_case(request.member, request_id)) | _form(errors, {})
    return render(request, "disputes/withdraw.html", page, status=422 if errors else 200)


def _case_of(request: HttpRequest, request_id: UUID, party: Party) -> RemovalRequest:
    """The case, for one side of it only; to others this page is not there."""
    case = visible_case(request.member, request_id)
    if disclosure_to(request.member, case).party is not party:
        raise NotThere
    return case


def _answer_field(pointer: str, typed: TypedEvidence) -> str:
    place = pointer.split("/")[1:]
    if place[:1] == ["evidence"] and len(place) > 1:
        return typed.place_of(int(place[1]))
    return "answer" if place == ["answer"] else ""


def _form(errors: Errors, labels: dict[str, str]) -> dict[str, Any]:
    return {"errors": errors.beside, "summary": errors.summary(labels), "longest": LONGEST_TEXT}


def _page(request: HttpRequest, case: RemovalRequest) -> dict[str, Any]:
    """Everything that the case's reader may see of it."""
    now, to = timezone.now(), disclosure_to(request.member, case)
    # Findings are said again from their facts, in any language but the one that they are kept in.
    story = story_of(case, with_facts=to.findings and not SPEAKER.is_english())
    asks = [each for each in story.questions if each.answered_at is None] if to.questions else []
    status = status_at(case, now)
    requester = to.party is Party.REQUESTER
    return {
        "case": case,
        "title": titled(case.review),
        "side": to.party.value if to.party else "",
        "stands": stands(story, to, now),
        "card": review_shown(case.review, request.member),
        "claims": claims_shown(story, to),
        "evidence": evidence_shown(story, to),
        "reply": story.reply,
        "questions": [each for each in story.questions if each.answered_at] if to.questions else [],
        "asked": asks[-1] if asks and status is RequestStatus.MORE_INFORMATION else None,
        "timeline": timeline(story, to, now),
        "statement": statement_for(story, to.party),
        "may_reply": to.party is Party.AUTHOR and status is RequestStatus.AWAITING_BUYER,
        "may_withdraw": requester and status in _WITHDRAWABLE,
        "appeal": _appeal(request, story, to, now),
        "my_appeal": _own_appeal(story, to),
        "longest": LONGEST_TEXT,
        "desk_href": _desk_href(case) if to.at_the_desk else "",
    }


def _appeal(request: HttpRequest, story: CaseStory, to: Disclosure, now: Any) -> str:
    """The address of the appeal form, where that side can appeal."""
    decision = story.standing
    if decision is None or to.party is None:
        return ""
    against = appeal_problems(story.case, decision, to.party, tenant=request.tenant, now=now)
    return "" if against else reverse("appeal_form", args=[decision.pk])


def _own_appeal(story: CaseStory, to: Disclosure) -> Any:
    return next((each for each in story.appeals if to.party is not None and each.party == to.party), None)


def _desk_href(case: RemovalRequest) -> str:
    try:
        return reverse("admin:disputes_removalrequest_change", args=[case.pk])
    except NoReverseMatch:
        return ""
