"""Deciding a case at the desk, and taking it back: what the page shows of a decision that waits or was refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from disputes.actions.prepare_decision import prepare_decision
from disputes.actions.put_away_refusal import put_away_refusal
from disputes.actions.take_back_decision import take_back_decision
from disputes.admin.reasons import LABELS, redactions
from disputes.admin.typed import Typed, read_typed, typed_again
from disputes.models import PreparedDecision, RemovalRequest
from disputes.queries import CaseStory, findings_of
from disputes.refusals import clock
from policy.terms import Outcome
from tenants.models import Member, Tenant
from wire.admin import one_action

TAKEN_BACK = "You have taken it back: nothing has happened, and the case is yours."


class UndoActs:
    """The buttons that decide, take that back, and put away what was refused later."""

    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        typed = read_typed(request.POST)
        if wrong := typed.problems():
            return self.row_page(request, self.the_row(request, object_id), typed=typed, problems=wrong)

        def done(row: PreparedDecision) -> str:
            then = ", and then waits for a lead to approve it" if row.held_then else ""
            return f"Decided. It takes effect at {clock(row.takes_effect_at, request.tenant)}{then}."

        return self._act(request, object_id, prepare_decision, done, typed=typed, **typed.arguments())

    def take_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form again, with the words as they were typed."""
        case, now = self.the_row(request, object_id), timezone.now()
        row, refused = one_action(
            lambda: take_back_decision(tenant=request.tenant, by=request.member, request=case, now=now)
        )
        again = self.the_row(request, object_id)
        if refused:
            return self.row_page(request, again, problems=refused)
        messages.success(request, TAKEN_BACK)
        proposed = redactions(findings_of(again), again.review)
        return self.row_page(request, again, typed=typed_again(row.words, again.version, proposed))

    def put_away(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._act(request, object_id, put_away_refusal, "Put away.")


def prepared_context(case: RemovalRequest, *, member: Member, tenant: Tenant, now: datetime) -> dict[str, Any]:
    """The decision that waits, for everybody; one that could not take effect, for whoever made it."""
    row = getattr(case, "prepared", None)
    if row is None:
        return {"prepared": None, "refusal": None}
    if row.refused_at is not None:
        return {"prepared": None, "refusal": row if row.by_id == member.pk else None}
    return {"prepared": waiting_shown(row, member=member, tenant=tenant, now=now), "refusal": None}


def waiting_shown(row: PreparedDecision, *, member: Member, tenant: Tenant, now: datetime) -> dict[str, Any]:
    return {
        "row": row,
        "by": row.by,
        "mine": row.by_id == member.pk,
        "outcome": LABELS[Outcome(row.words["outcome"])],
        "reason": row.words["reason"],
        "decided": clock(row.prepared_at, tenant),
        "effective": clock(row.takes_effect_at, tenant),
        "left": max(0, round((row.takes_effect_at - now).total_seconds())),
        "group_href": reverse("admin:disputes_groupcase_change", args=[row.group_id]) if row.group_id else "",
        "next_href": reverse("admin:disputes_removalrequest_claim_next"),
    }


def refused_words(story: CaseStory, member: Member) -> Typed | None:
    """What the member had typed in a decision that could not take effect."""
    row = getattr(story.case, "prepared", None)
    if row is None or row.refused_at is None or row.by_id != member.pk:
        return None
    return typed_again(row.words, story.case.version, redactions(story.claims, story.case.review))
