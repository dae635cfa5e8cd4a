"""One decision over HTTP: what it was, on which rules and facts it rests, and what became of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request

from disputes.queries import Told, decision_told_to
from disputes.telling.disclosure import disclosure_to
from policy.terms import Criterion, Outcome
from tenants.models import Role
from wire.bodies import Choice, Document, Flag, Id, StrictBody, Whole
from wire.views import ApiView


class DecisionTold(StrictBody):
    """The first part is for everyone, the second for the sides of the case and the desk, the last for the desk."""

    id = Id()
    review = Id()
    outcome = Choice(Outcome)
    ground = serializers.CharField(allow_null=True)
    criteria = serializers.ListField(child=Choice(Criterion))
    policy_version = Whole()
    policy = serializers.URLField()
    decided_at = serializers.DateTimeField()
    in_effect_at = serializers.DateTimeField(allow_null=True)
    decided_by = Choice([Role.AGENT.value, Role.LEAD.value])
    held = Flag()
    approved = Flag(allow_null=True)
    supersedes = Id(allow_null=True)
    superseded_by = Id(allow_null=True)

    request = Id(required=False)
    reason = serializers.CharField(required=False)
    facts_digest = serializers.CharField(required=False)
    appeals = serializers.ListField(child=Id(), required=False)
    statements = serializers.ListField(child=Id(), required=False)
    # Not to the author, who reads them in the statement of reasons.
    findings = Document(required=False)

    proposed = Document(required=False)
    good_faith = Flag(required=False)
    departure_reason = serializers.CharField(required=False)
    decided_by_name = serializers.CharField(required=False)


class OneDecision(ApiView):
    scopes = {"GET": "requests:read"}
    answers = {"GET": DecisionTold}

    def get(self, request: Request, decision_id: str) -> dict[str, Any]:
        """The decision, as far as its reader may see: everyone is told of those that changed a review.

        `facts_digest` is the SHA-256 of the facts that it was decided on, as JSON (UTF-8) with sorted names, no blanks.
        """
        told = decision_told_to(request.member, self.id_of(decision_id))
        number = told.decision.policy_version.number
        answer = _public(told) | {
            "policy": request.build_absolute_uri(reverse("api_policy_version", args=[number])),
        }
        if not told.a_side:
            return answer
        decision, to = told.decision, disclosure_to(request.member, told.decision.request)
        answer |= {
            "request": decision.request_id,
            "reason": decision.reason,
            "facts_digest": digest_of(decision.facts),
            "appeals": [each.pk for each in told.appeals],
            "statements": [each.pk for each in told.statements],
        }
        if to.findings:
            answer["findings"] = decision.findings
        if to.at_the_desk:
            answer |= {
                "proposed": decision.proposed,
                "good_faith": decision.good_faith,
                "departure_reason": decision.departure_reason,
                "decided_by_name": decision.decided_by.email or str(decision.decided_by),
            }
        return answer


def digest_of(facts: Any) -> str:
    written = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _public(told: Told) -> dict[str, Any]:
    decision = told.decision
    approval, later = getattr(decision, "approval", None), getattr(decision, "superseded_by", None)
    approved = approval.approved if approval else None
    since = (approval.at if approved else None) if decision.held else decision.decided_at
    return {
        "id": decision.pk,
        "review": decision.review_id,
        "outcome": decision.outcome,
        "ground": decision.ground or None,
        "criteria": decision.criteria or [],
        "policy_version": decision.policy_version.number,
        "decided_at": decision.decided_at,
        "in_effect_at": since,
        "decided_by": Role.LEAD.value if decision.decided_by.has_role(Role.LEAD) else Role.AGENT.value,
        "held": decision.held and not approved,
        "approved": approved,
        "supersedes": decision.supersedes_id,
        "superseded_by": later.pk if later else None,
    }
