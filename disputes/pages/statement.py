"""What a side was told of a decision, to read and to print; and the appeal against it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from disputes.actions.lodge_appeal import appeal_problems, lodge_appeal
from disputes.actions.mark_read import mark_read
from disputes.models import Decision, Statement
from disputes.pages.contested import review_shown, titled
from disputes.pages.told import effective_at
from disputes.pages.typed import Errors, text_in
from disputes.queries import informed_at, party_of, statements_of, visible_decision, visible_statement
from disputes.refusals import LONGEST_TEXT
from disputes.telling.statements import measure_in_words
from policy.saying import say
from policy.terms import Party
from policy.time_limits import TimeLimit, appealing, deciding_appeal
from wire.entry import for_members
from wire.refusals import NotThere, Refused


@require_safe
@for_members
def statement_page(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    now = timezone.now()
    statement = visible_statement(request.member, statement_id)
    mark_read(tenant=request.tenant, by=request.member, statement=statement, now=now)
    decision, case = statement.decision, statement.decision.request
    party = Party.AUTHOR if statement.kind == Statement.Kind.STATEMENT else Party.REQUESTER
    mine = party_of(request.member, case) is party
    against = appeal_problems(case, decision, party, tenant=request.tenant, now=now)
    page = {
        "statement": statement,
        "decision": decision,
        "title": titled(statement.review),
        "order": statement.review.order,
        "told_at": informed_at(decision, party),
        "mine": mine,
        "case_href": reverse("request_page", args=[case.pk]),
        "may_appeal": mine and not against,
        "limit": _limit(request, decision, party, now),
    }
    return render(request, "disputes/statement.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def appeal_form(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    decision = visible_decision(request.member, decision_id)
    case, now = decision.request, timezone.now()
    party = party_of(request.member, case)
    if party is None or effective_at(decision) is None:
        raise NotThere
    body, errors = text_in(request.POST, "body"), Errors()
    if request.method == "POST":
        try:
            lodge_appeal(tenant=request.tenant, by=request.member, decision=decision, body=body, now=now)
        except Refused as refusal:
            errors.put(refusal.problems, ("body",))
        else:
            messages.success(request, str(say("Your appeal is lodged. Somebody else decides it, and tells you why.")))
            return redirect("request_page", case.pk)
    against = appeal_problems(case, decision, party, tenant=request.tenant, now=now)
    page = {
        "case": case,
        "title": titled(decision.review),
        "card": review_shown(decision.review, request.member),
        "measure": measure_in_words(decision, party),
        "reason": decision.reason,
        "statement": statements_of(request.member).filter(decision=decision).first(),
        "blocked": [] if errors else [problem.detail for problem in against],
        "limit": _limit(request, decision, party, now),
        "answer_by": deciding_appeal(now, decision.policy_version.policy).ends_at,
        "body": body,
        "draft_key": f"appeal-{decision.pk}",
        "errors": errors.beside,
        "summary": errors.summary({"body": say("Your appeal")}),
        "longest": LONGEST_TEXT,
    }
    return render(request, "disputes/appeal_form.html", page, status=422 if errors else 200)


def _limit(request: HttpRequest, decision: Decision, party: Party, now: datetime) -> TimeLimit | Any:
    """Until when that side can appeal, counted from when it was told."""
    return appealing(informed_at(decision, party) or now, decision.policy_version.policy, request.tenant.zone)
