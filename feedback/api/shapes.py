"""What answers about reviews and responses hold, for the published schema."""

from __future__ import annotations

from rest_framework import serializers

from feedback.shapes import show_response, show_review
from policy.terms import Criterion

__all__ = ["BriefResponseAnswer", "ResponseAnswer", "ReviewAnswer", "show_response", "show_review"]


class BriefResponseAnswer(serializers.Serializer):
    body = serializers.CharField()
    published_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)


class ResponseAnswer(BriefResponseAnswer):
    id = serializers.CharField()
    review = serializers.CharField()
    version = serializers.IntegerField()


class ReviewAnswer(serializers.Serializer):
    id = serializers.CharField()
    order = serializers.CharField()
    seller = serializers.CharField()
    fulfilment = serializers.IntegerField(allow_null=True)
    start_time = serializers.IntegerField(allow_null=True)
    communication = serializers.IntegerField(allow_null=True)
    overall = serializers.IntegerField(allow_null=True)
    comment = serializers.CharField(allow_null=True)
    sentiment = serializers.CharField(allow_null=True)
    struck_criteria = serializers.ListField(child=serializers.ChoiceField([each.value for each in Criterion]))
    status = serializers.CharField()
    ground = serializers.CharField(allow_null=True)
    attributed_to = serializers.CharField(allow_null=True)
    hidden = serializers.BooleanField()
    published_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    response = BriefResponseAnswer(allow_null=True)
    version = serializers.IntegerField()
