"""A caution or a suspension for whom it is against: what it means, what it rests on, and the appeal against it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from disputes.actions.lodge_step_appeal import lodge_step_appeal
from disputes.actions.mark_step_read import mark_step_read
from disputes.models import MisuseStep, RemovalRequest
from disputes.pages.contested import titled
from disputes.pages.step_told import told_of
from disputes.pages.typed import Errors, text_in
from disputes.queries import cases_standing, is_subject, steps_visible_to, visible_step
from policy.saying import say
from policy.terms import MisuseSubject
from tenants.models import Member
from wire.entry import for_members
from wire.refusals import NotThere, Refused


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def misuse_step(request: HttpRequest, step_id: UUID) -> HttpResponse:
    step, now = visible_step(request.member, step_id), timezone.now()
    if not is_subject(request.member, step):
        raise NotThere
    body, errors = text_in(request.POST, "body"), Errors()
    if request.method == "POST":
        try:
            lodge_step_appeal(tenant=request.tenant, by=request.member, step=step, body=body, now=now)
        except Refused as refusal:
            errors.put(refusal.problems, ("body",))
        else:
            messages.success(request, str(say("Your appeal is lodged. Another lead decides it, and tells you why.")))
            return redirect("misuse_step", step.pk)
    else:
        mark_step_read(tenant=request.tenant, by=request.member, step=step, now=now)
    step = visible_step(request.member, step_id)
    page = told_of(step, tenant=request.tenant, now=now) | {"cases": _cases(step)}
    page |= {"body": body, "errors": errors.beside, "summary": errors.summary({"body": say("Your appeal")})}
    return render(request, "disputes/misuse.html", page, status=422 if errors else 200)


def steps_against(member: Member, now: datetime) -> list[dict[str, Any]]:
    """What is in force against the member as a buyer, for the head of their lists."""
    mine = steps_visible_to(member).filter(member=member, subject=MisuseSubject.BUYER, ends_at__gt=now)
    return [
        {"href": reverse("misuse_step", args=[step.pk]), "kind": step.kind, "ends_at": step.ends_at}
        for step in mine.filter(status="active").order_by("confirmed_at")
    ]


def _cases(step: MisuseStep) -> list[dict[str, Any]]:
    """The cases it rests on, each with its page, and whether it still counts."""
    standing = cases_standing(step)
    rows = RemovalRequest.objects.filter(pk__in=step.cases).select_related("review__order__offer")
    return [
        {
            "href": reverse("request_page", args=[case.pk]),
            "title": titled(case.review),
            "order": case.review.order.external_id,
            "decided_at": case.closed_at,
            "counts": str(case.pk) in standing,
        }
        for case in rows.order_by("closed_at", "id")
    ]
