"""What answers about policy hold, for the published schema."""

from __future__ import annotations

from rest_framework import serializers

from tenants.models import PolicyDraft, PolicyReplay
from wire.bodies import Choice, Document, Id, StrictBody, Whole


class PolicyAnswer(StrictBody):
    number = Whole()
    effective_from = serializers.DateTimeField()
    published_at = serializers.DateTimeField()
    note = serializers.CharField()
    document = Document()


class DraftInList(StrictBody):
    id = Id()
    title = serializers.CharField()
    state = Choice(PolicyDraft.State)
    based_on = Whole()
    published_as = Whole(allow_null=True)
    made_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    version = Whole()


class ReplayAnswer(StrictBody):
    id = Id()
    state = Choice(PolicyReplay.State)
    done = Whole()
    total = Whole(allow_null=True)
    days = Whole()
    error = serializers.CharField(allow_null=True)
    asked_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    current = serializers.BooleanField()


class DraftAnswer(DraftInList):
    document = Document()
    replay = ReplayAnswer(allow_null=True)
    report = Document(allow_null=True)
