"""What became of a notice, for whoever holds its link: receipt, decision, misuse, redress, without an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disputes.actions.give_information import give_information
from disputes.actions.lodge_appeal import appeal_problems, lodge_appeal
from disputes.actions.lodge_step_appeal import lodge_step_appeal
from disputes.actions.mark_read import mark_read
from disputes.actions.mark_step_read import mark_step_read
from disputes.models import Notice, RemovalRequest
from disputes.notices.receipts import hash_of
from disputes.pages.step_told import notices_under, told_of
from disputes.pages.told import stands, statement_for, timeline
from disputes.pages.typed import Errors, text_in
from disputes.queries import CaseStory, case_of_notice, informed_at, notice_of_hash, steps_told_with, story_of
from disputes.refusals import LONGEST_TEXT
from disputes.telling.disclosure import Disclosure, status_at
from policy.saying import say
from policy.terms import GroundKey, Party, RequestStatus
from policy.time_limits import appealing, deciding_appeal
from wire.entry import of_a_marketplace
from wire.refusals import NotThere, Refused

_TO = Disclosure(Party.REQUESTER, at_the_desk=False)
_ABOUT = {
    GroundKey.ILLEGAL_CONTENT: say("illegal content"),
    GroundKey.PERSONAL_INFORMATION: say("personal information"),
}
_LINES = {
    Notice.Status.RECEIVED: say("Somebody looks at the page that you named and finds what it is about."),
    Notice.Status.DISMISSED: say("Somebody read your notice and answered it. Nothing was changed."),
}


def _private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The link is a secret: no copy is kept on the way, no search engine lists it, no other site is told it."""

    @of_a_marketplace
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return entered


@require_safe
@_private
def notice_page(request: HttpRequest, token: str) -> HttpResponse:
    notice, now = notice_of_hash(hash_of(token)), timezone.now()
    page = _page(request, notice, token, now)
    if page["statement"] is not None:
        mark_read(tenant=request.tenant, by=notice.author, statement=page["statement"], now=now)
    for step in steps_told_with(notice):
        mark_step_read(tenant=request.tenant, by=notice.author, step=step, now=now)
    page["steps"] = _steps(request, notice, now)
    return render(request, "disputes/notice_page.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@_private
def notice_appeal(request: HttpRequest, token: str) -> HttpResponse:
    notice, now = notice_of_hash(hash_of(token)), timezone.now()
    case, story = _case(notice)
    if story is None or story.standing is None:
        raise NotThere
    body, errors = "", Errors()
    if request.method == "POST":
        body = text_in(request.POST, "body")
        try:
            lodge_appeal(tenant=request.tenant, by=notice.author, decision=story.standing, body=body, now=now)
        except Refused as refusal:
            errors.put(refusal.problems, ("body",))
        else:
            messages.success(request, str(say("Your appeal is lodged. Somebody else decides it, and writes to you.")))
            return redirect("notice_page", token)
    against = appeal_problems(case, story.standing, Party.REQUESTER, tenant=request.tenant, now=now)
    page = _page(request, notice, token, now) | {
        "blocked": [] if errors else [problem.detail for problem in against],
        "answer_by": deciding_appeal(now, case.policy_version.policy).ends_at,
        "body": body,
        "errors": errors.beside,
        "summary": errors.summary({"body": say("Your appeal")}),
    }
    return render(request, "disputes/notice_appeal.html", page, status=422 if errors else 200)


@require_POST
@_private
def notice_step_appeal(request: HttpRequest, token: str, step_id: UUID) -> HttpResponse:
    notice, now = notice_of_hash(hash_of(token)), timezone.now()
    step = steps_told_with(notice).filter(pk=step_id).first()
    if step is None:
        raise NotThere
    body = text_in(request.POST, "body")
    try:
        lodge_step_appeal(tenant=request.tenant, by=notice.author, step=step, body=body, now=now)
    except Refused as refusal:
        # There may be two forms on the page: the field is the one of this step.
        name, errors = f"body_{step.pk}", Errors()
        for problem in refusal.problems:
            errors.add(problem, name if problem.pointer == "/body" else "")
        typed = {step.pk: {"body": body, "error": errors.beside.get(name, "")}}
        page = _page(request, notice, token, now) | {
            "steps": _steps(request, notice, now, typed),
            "summary": errors.summary({name: say("Your appeal")}),
        }
        return render(request, "disputes/notice_page.html", page, status=422)
    messages.success(request, str(say("Your appeal is lodged. Another lead decides it, and tells you why.")))
    return redirect("notice_page", token)


@require_http_methods(["GET", "HEAD", "POST"])
@_private
def notice_answer(request: HttpRequest, token: str) -> HttpResponse:
    notice, now = notice_of_hash(hash_of(token)), timezone.now()
    case, story = _case(notice)
    if case is None or story is None or not story.questions:
        raise NotThere
    words, errors = "", Errors()
    if request.method == "POST":
        words = text_in(request.POST, "answer")
        try:
            give_information(tenant=request.tenant, by=notice.author, request=case, answer=words, now=now)
        except Refused as refusal:
            errors.put(refusal.problems, ("answer",))
        else:
            messages.success(request, str(say("Your answer is with the agent.")))
            return redirect("notice_page", token)
    page = _page(request, notice, token, now) | {
        "answer": words,
        "errors": errors.beside,
        "summary": errors.summary({"answer": say("Your answer")}),
    }
    return render(request, "disputes/notice_answer.html", page, status=422 if errors else 200)


def _case(notice: Notice) -> tuple[RemovalRequest | None, CaseStory | None]:
    case = case_of_notice(notice)
    return case, story_of(case, with_facts=False) if case is not None else None


def _steps(
    request: HttpRequest, notice: Notice, now: datetime, typed: dict[UUID, dict[str, str]] | None = None
) -> list[dict[str, Any]]:
    """What was given to the author for misuse, each with its appeal as it was typed."""
    return [
        {
            **told_of(step, tenant=request.tenant, now=now),
            "notices": notices_under(step),
            "field": f"id_body_{step.pk}",
            "typed": (typed or {}).get(step.pk, {}),
        }
        for step in steps_told_with(notice)
    ]


def _page(request: HttpRequest, notice: Notice, token: str, now: datetime) -> dict[str, Any]:
    """Everything that whoever sent the notice may see of it."""
    case, story = _case(notice)
    decision = story.standing if story else None
    asked = [each for each in story.questions if each.answered_at is None] if story else []
    waits = case is not None and status_at(case, now) is RequestStatus.MORE_INFORMATION
    page = {
        "notice": notice,
        "about": _ABOUT[notice.about],
        "token": token,
        "link": request.build_absolute_uri(reverse("notice_page", args=[token])),
        "line": _LINES.get(notice.status, ""),
        "case": case,
        "stands": stands(story, _TO, now) if story else None,
        "timeline": timeline(story, _TO, now) if story else [],
        "statement": statement_for(story, Party.REQUESTER) if story else None,
        "decision": decision,
        "asked": asked[-1] if asked and waits else None,
        "my_appeal": next((each for each in story.appeals if each.party == Party.REQUESTER), None) if story else None,
        "may_appeal": False,
        "longest": LONGEST_TEXT,
    }
    if case is not None and decision is not None:
        against = appeal_problems(case, decision, Party.REQUESTER, tenant=request.tenant, now=now)
        told_at = informed_at(decision, Party.REQUESTER) or now
        page["may_appeal"] = not against
        page["limit"] = appealing(told_at, decision.policy_version.policy, request.tenant.zone)
    return page
