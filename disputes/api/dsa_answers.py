"""What `GET statements/{id}?format=dsa` answers, for the published schema."""

from __future__ import annotations

from rest_framework import serializers

from wire.bodies import Choice

_YES = ("Yes", "No")


def _texts() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField())


class DsaPayloadAnswer(serializers.Serializer):
    """What the EU's DSA Transparency Database takes, as of version 2 of its interface."""

    decision_visibility = _texts()
    decision_visibility_other = serializers.CharField(required=False, max_length=500)
    decision_ground = Choice(["DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"])
    illegal_content_legal_ground = serializers.CharField(required=False, max_length=500)
    illegal_content_explanation = serializers.CharField(required=False, max_length=2000)
    incompatible_content_ground = serializers.CharField(required=False, max_length=500)
    incompatible_content_explanation = serializers.CharField(required=False, max_length=2000)
    incompatible_content_illegal = Choice(_YES, required=False)
    decision_ground_reference_url = serializers.URLField()
    content_type = _texts()
    category = serializers.CharField()
    category_specification = serializers.ListField(child=serializers.CharField(), required=False)
    territorial_scope = _texts()
    content_date = serializers.DateField()
    application_date = serializers.DateField()
    decision_facts = serializers.CharField(max_length=5000)
    source_type = serializers.CharField()
    automated_detection = Choice(_YES)
    automated_decision = serializers.CharField()
    puid = serializers.CharField()
