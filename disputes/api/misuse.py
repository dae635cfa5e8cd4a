"""Cautions and suspensions over HTTP: leads list and decide them, whom they are against reads and appeals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from disputes.actions.confirm_step import confirm_step
from disputes.actions.decide_step_appeal import decide_step_appeal
from disputes.actions.dismiss_step import dismiss_step
from disputes.actions.lift_step import lift_step
from disputes.actions.lodge_step_appeal import lodge_step_appeal
from disputes.actions.mark_step_read import mark_step_read
from disputes.api.bodies import Words
from disputes.models import MisuseStep
from disputes.queries import standing_at, status_at, steps_visible_to, visible_step
from policy.terms import AppealStatus, MisuseKind, MisuseSubject, SuspensionStatus
from tenants.models import Role
from wire.bodies import Choice, Document, Id, Query, StrictBody, Text, Version, Whole
from wire.views import ApiView

_TEXT = 20_000
COUNTED = {
    MisuseSubject.SELLER: "groundless",
    MisuseSubject.BUYER: "blackmail",
    MisuseSubject.NOTICE_AUTHOR: "unfounded",
}
"""What the cases under a step are called in `counts`."""


class StepFilter(Query):
    status = Choice(SuspensionStatus, required=False)
    kind = Choice(MisuseKind, required=False)
    subject = Choice(MisuseSubject, required=False)


class StepBody(StrictBody):
    version = Version()
    reason = Text(max_length=_TEXT, allow_blank=True)


class StepAppealDecisionBody(StrictBody):
    version = Version()
    outcome = Choice([AppealStatus.UPHELD, AppealStatus.REJECTED])
    reason = Text(max_length=_TEXT, allow_blank=True)


class StepAppealAnswer(StrictBody):
    id = Id()
    body = serializers.CharField()
    lodged_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    status = Choice([AppealStatus.LODGED, AppealStatus.UPHELD, AppealStatus.REJECTED])
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    version = Whole()


class StepAnswer(StrictBody):
    id = Id()
    kind = Choice(MisuseKind)
    subject = Choice(MisuseSubject)
    # The external id of the seller or the member, where there is one.
    member = serializers.CharField()
    status = Choice(SuspensionStatus)
    version = Whole()
    # {"groundless" (or "blackmail", "unfounded"): n, "decided": n}
    counts = Document()
    share = serializers.FloatField()
    gravity = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    cases = serializers.ListField(child=Id())
    proposed_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    policy_version = Whole()
    appeal = StepAppealAnswer(allow_null=True)


class StepView(ApiView):
    """A view that answers with one step."""

    answers = {"GET": StepAnswer, "POST": StepAnswer}

    def shown(self, step: MisuseStep) -> dict[str, Any]:
        status = status_at(step, self.now)
        who = step.seller or step.member
        return {
            "id": step.pk,
            "kind": step.kind,
            "subject": step.subject,
            "member": who.external_id or str(who.pk),
            "status": status,
            "version": step.version,
            "counts": {COUNTED[MisuseSubject(step.subject)]: step.counted, "decided": step.decided},
            "share": float(step.share),
            "gravity": step.gravity,
            "reasons": step.reasons,
            "cases": step.cases,
            "proposed_at": step.proposed_at,
            "confirmed_at": step.confirmed_at,
            "ends_at": step.ends_at,
            "closed_at": step.ends_at if status is SuspensionStatus.ENDED else step.closed_at,
            "reason": step.reason,
            "policy_version": step.policy_version.number,
            "appeal": self._appeal(step),
        }

    def _appeal(self, step: MisuseStep) -> dict[str, Any] | None:
        appeal = getattr(step, "appeal", None)
        if appeal is None:
            return None
        outcome = {None: AppealStatus.LODGED, True: AppealStatus.UPHELD, False: AppealStatus.REJECTED}
        return {
            "id": appeal.pk,
            "body": appeal.body,
            "lodged_at": appeal.lodged_at,
            "due_at": appeal.due_at,
            "status": outcome[appeal.upheld],
            "decided_at": appeal.decided_at,
            "reason": appeal.reason,
            "version": appeal.version,
        }


class Misuse(StepView):
    scopes = {"GET": "decisions:write"}
    roles = {"GET": (Role.LEAD,)}
    queries = {"GET": StepFilter}
    lists = True

    def get(self, request: Request) -> dict[str, Any]:
        asked = self.query()
        rows = steps_visible_to(request.member)
        if "status" in asked:
            rows = rows.filter(standing_at(SuspensionStatus(asked.pop("status")), self.now))
        return self.page(rows.filter(**asked), ordering=("-proposed_at", "-id"), show=self.shown)


class OneStep(StepView):
    scopes = {"GET": "requests:read"}

    def get(self, request: Request, step_id: str) -> dict[str, Any]:
        """The step. Whom it is against counts as informed from the first reading on."""
        step = visible_step(request.member, self.id_of(step_id))
        mark_step_read(tenant=request.tenant, by=request.member, step=step, now=self.now)
        return self.shown(step)


class LeadsView(StepView):
    """One act of a lead on a step."""

    scopes = {"POST": "decisions:write"}
    roles = {"POST": (Role.LEAD,)}
    bodies: ClassVar[Any] = {"POST": StepBody}
    act: ClassVar[Callable[..., Any]]

    def post(self, request: Request, step_id: str) -> dict[str, Any]:
        step = visible_step(request.member, self.id_of(step_id))
        type(self).act(tenant=request.tenant, by=request.member, step=step, now=self.now, **self.body())
        return self.shown(visible_step(request.member, step.pk))


class ConfirmStep(LeadsView):
    act = staticmethod(confirm_step)


class DismissStep(LeadsView):
    act = staticmethod(dismiss_step)


class LiftStep(LeadsView):
    act = staticmethod(lift_step)


class DecideStepAppeal(LeadsView):
    bodies = {"POST": StepAppealDecisionBody}
    act = staticmethod(decide_step_appeal)


class LodgeStepAppeal(StepView):
    scopes = {"POST": "requests:write"}
    bodies = {"POST": Words}
    statuses = {"POST": (201,)}

    def post(self, request: Request, step_id: str) -> Response:
        step = visible_step(request.member, self.id_of(step_id))
        words = self.body()["body"]
        lodge_step_appeal(tenant=request.tenant, by=request.member, step=step, body=words, now=self.now)
        return self.created(self.shown(visible_step(request.member, step.pk)))
