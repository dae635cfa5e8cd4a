"""What answers about cases hold, for the published schema."""

from __future__ import annotations

from rest_framework import serializers

from policy.terms import AppealStatus, Criterion, Outcome, Party, RequestStatus, ReviewStatus, Verdict
from tenants.models import PolicyReplay
from wire.bodies import Choice, Document, Id, StrictBody, Whole


class FindingAnswer(StrictBody):
    verdict = Choice(Verdict)
    explanation = serializers.CharField()
    confidence = serializers.FloatField()
    references = serializers.ListField(child=Document())


class ClaimInList(StrictBody):
    ground = serializers.CharField()
    statement = serializers.CharField(allow_blank=True)
    feedback_type = serializers.CharField(allow_null=True)


class ClaimAnswer(ClaimInList):
    finding = FindingAnswer(allow_null=True)


class EvidenceAnswer(StrictBody):
    kind = serializers.CharField()
    ref = serializers.CharField(allow_null=True)
    text = serializers.CharField(allow_null=True)
    added_at = serializers.DateTimeField()


class ReplyAnswer(StrictBody):
    body = serializers.CharField()
    at = serializers.DateTimeField()


class InformationAnswer(StrictBody):
    question = serializers.CharField()
    asked_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    answer = serializers.CharField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class DecisionAnswer(StrictBody):
    id = Id()
    outcome = Choice(Outcome)
    ground = serializers.CharField(allow_null=True)
    reason = serializers.CharField()
    spans = serializers.ListField(child=serializers.ListField(child=Whole()))
    criteria = serializers.ListField(child=Choice(Criterion))
    policy_version = Whole()
    held = serializers.BooleanField()
    supersedes = Id(allow_null=True)
    decided_at = serializers.DateTimeField()
    # To agents and leads only.
    findings = Document(required=False)
    good_faith = serializers.BooleanField(required=False)
    departure_reason = serializers.CharField(required=False)
    decided_by = serializers.CharField(required=False)


class CaseInList(StrictBody):
    id = Id()
    status = Choice(RequestStatus)
    review = Id()
    seller = serializers.CharField()
    order = serializers.CharField()
    claims = ClaimInList(many=True)
    filed_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    buyer_reply_due_at = serializers.DateTimeField(allow_null=True)
    more_information_due_at = serializers.DateTimeField(allow_null=True)
    cutoff_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    claimed_by = serializers.CharField(allow_null=True)
    claimed_until = serializers.DateTimeField(allow_null=True)
    policy_version = Whole()
    version = Whole()


class CaseAnswer(CaseInList):
    claims = ClaimAnswer(many=True)
    evidence = EvidenceAnswer(many=True)
    reply = ReplyAnswer(allow_null=True)
    information = InformationAnswer(many=True)
    decision = DecisionAnswer(allow_null=True)


class ProblemAnswer(StrictBody):
    code = serializers.CharField()
    pointer = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()


class MissingAnswer(StrictBody):
    ground = serializers.CharField()
    kind = serializers.CharField(allow_null=True)
    detail = serializers.CharField()


class FairUseAnswer(StrictBody):
    groundless = Whole()
    cautions = Whole()
    suspended_until = serializers.DateTimeField(allow_null=True)


class CheckAnswer(StrictBody):
    ok = serializers.BooleanField()
    problems = ProblemAnswer(many=True)
    missing = MissingAnswer(many=True)
    cutoff_at = serializers.DateTimeField(allow_null=True)
    fair_use = FairUseAnswer()


class ReviewStateAnswer(StrictBody):
    id = Id()
    status = Choice(ReviewStatus)


class DecidedAnswer(StrictBody):
    decision = DecisionAnswer()
    review = ReviewStateAnswer()


class AppealInList(StrictBody):
    id = Id()
    status = Choice(AppealStatus)
    decision = Id()
    request = Id()
    review = Id()
    party = Choice(Party)
    body = serializers.CharField()
    lodged_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    claimed_by = serializers.CharField(allow_null=True)
    claimed_until = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    version = Whole()


class AppealAnswer(AppealInList):
    new_decision = DecisionAnswer(allow_null=True)
    review_status = Choice(ReviewStatus)


class StatementAnswer(StrictBody):
    id = Id()
    decision = Id()
    request = Id()
    review = Id()
    order = serializers.CharField()
    kind = Choice(["statement", "notice"])
    outcome = Choice(Outcome)
    measure = serializers.CharField()
    duration = serializers.CharField()
    territory = serializers.CharField()
    facts = serializers.CharField()
    source = serializers.CharField()
    ground = serializers.CharField(allow_null=True)
    explanation = serializers.CharField()
    automated = serializers.CharField()
    redress = serializers.CharField()
    policy_version = Whole()
    created_at = serializers.DateTimeField()
    informed_at = serializers.DateTimeField(allow_null=True)


class ReplayState(StrictBody):
    id = Id()
    state = Choice(PolicyReplay.State)
    done = Whole()
    total = Whole(allow_null=True)
    days = Whole()
    error = serializers.CharField(allow_null=True)
    asked_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    current = serializers.BooleanField()


class ReplayAskedAnswer(StrictBody):
    id = Id()
    replay = ReplayState()
    report = Document(allow_null=True)
