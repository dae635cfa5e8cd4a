"""Holding a case at the desk: claimed, kept while one works, given back, passed on with a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from disputes.actions.claim_request import claim_request
from disputes.actions.hand_over_request import hand_over_request
from disputes.actions.release_request import release_request
from disputes.actions.renew_claim import renew_claim
from disputes.admin.panel import form_of
from disputes.admin.typed import Typed, read_typed
from disputes.models import HandOver, RemovalRequest
from disputes.progress import LEASE, holder
from disputes.queries import colleagues_for, hand_overs_of, story_of
from tenants.models import Member, Role
from wire.admin import one_action
from wire.ids import read_id

QUEUE = "queue"
"""What the form says for nobody in particular."""
SOON = 120
"""Seconds before the end of the lease from which the page warns."""


class HoldingActs:
    """The buttons of the panel that says who works on the case."""

    def claim(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The decision's form comes along; what was changed in it stays on the page."""
        typed = read_typed(request.POST) if "reason" in request.POST else None
        beside = written_beside(request.POST)
        if typed is not None and not (beside["question"] or beside["note"]):
            case = self.the_row(request, object_id)
            opened = form_of(story_of(case, with_letters=False), request.member)
            typed = None if typed.says_the_same_as(opened) else typed
        return self._act(request, object_id, claim_request, "The case is yours now.", typed=typed, stay=True)

    def renew(self, request: HttpRequest, object_id: str) -> JsonResponse:
        """For the page's own script: how long the case is theirs from now on, or why it is not."""
        case, now = self.the_row(request, object_id), timezone.now()
        _, refused = one_action(lambda: renew_claim(tenant=request.tenant, by=request.member, request=case, now=now))
        if refused:
            return JsonResponse({"problems": refused}, status=409)
        return JsonResponse({"left": int(LEASE.total_seconds()), "until": f"{timezone.localtime(now + LEASE):%H:%M}"})

    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._act(request, object_id, release_request, "The case is free for others again.")

    def hand_over(self, request: HttpRequest, object_id: str) -> HttpResponse:
        given = {"to": _read_colleague(request.POST.get("to", "")), "note": request.POST.get("note", "")}

        def done(passed: HandOver) -> str:
            return (
                f"Handed over: {passed.to} has the case now." if passed.to else "Handed over: the case is free again."
            )

        return self._act(request, object_id, hand_over_request, done, **given)


def written_beside(post: QueryDict) -> dict[str, str]:
    """What was typed in the panel's other forms; the page's script sends it along with whichever is sent."""
    return {name: post.get(name, "") for name in ("question", "note", "to")}


def decision_beside(post: QueryDict) -> Typed | None:
    """The decision form, where it was sent along with another."""
    return read_typed(post) if "draft" in post else None


def holding_context(
    case: RemovalRequest,
    *,
    member: Member,
    written: dict[str, Any],
    problems: Sequence[dict[str, str]],
    now: datetime,
) -> dict[str, Any]:
    """The lease as the page counts it down, the notes of those who passed the case on, and to whom it can go."""
    who, is_agent = holder(case, now), member.has_role(Role.AGENT)
    mine = who is not None and who.pk == member.pk
    context = {
        "hand_overs": hand_overs_of(case) if case.is_open else [],
        "next_href": reverse("admin:disputes_removalrequest_claim_next") if is_agent else "",
    }
    if not (mine and is_agent):
        return context
    colleagues = [{"value": each.pk, "label": str(each)} for each in colleagues_for(case, member)]
    return context | {
        "lease": lease_of(case, member, now),
        "hand_over_to": [{"value": QUEUE, "label": "Whoever takes it next"}, *colleagues],
        "handing_to": written["to"] or QUEUE,
        "handing_over": bool(written["note"]) or any(each["pointer"] in ("/to", "/note") for each in problems),
    }


def lease_of(held: Any, member: Member, now: datetime) -> dict[str, int] | None:
    """The seconds for which the member still holds a case or an appeal; None where they do not."""
    who = holder(held, now)
    if who is None or who.pk != member.pk:
        return None
    left = int((held.claimed_until - now).total_seconds())
    return {"left": left, "full": int(LEASE.total_seconds()), "soon": SOON}


def _read_colleague(text: str) -> UUID | None:
    return None if text == QUEUE else read_id(text)
