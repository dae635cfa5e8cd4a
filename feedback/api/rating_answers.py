"""What answers about ratings hold, for the published schema."""

from __future__ import annotations

from rest_framework import serializers

from policy.terms import Criterion, RateFormula, RateStatus, Window
from wire.bodies import Choice, Whole

_RATE = r"^(0|1)\.[0-9]{4}$"


def _rate() -> serializers.RegexField:
    return serializers.RegexField(_RATE, allow_null=True)


class WindowAnswer(serializers.Serializer):
    positive = Whole()
    neutral = Whole()
    negative = Whole()
    rate = _rate()


class WindowsAnswer(serializers.Serializer):
    # Numbers are no names that a class body can assign to.
    vars().update({window.value: WindowAnswer() for window in Window})


class BasisAnswer(serializers.Serializer):
    window = Choice([Window.DAYS_365, Window.LIFETIME])
    ratings = Whole()
    fell_back = serializers.BooleanField()


class CriteriaAnswer(serializers.Serializer):
    vars().update({each.value: serializers.FloatField(min_value=1, max_value=5, allow_null=True) for each in Criterion})


class HistogramAnswer(serializers.Serializer):
    vars().update({str(stars): Whole() for stars in range(1, 6)})


class HeadlineAnswer(serializers.Serializer):
    rate = _rate()
    status = Choice(RateStatus)
    windows = WindowsAnswer()


class RatedAnswer(HeadlineAnswer):
    ratio = serializers.CharField(allow_null=True)
    target = serializers.CharField()
    formula = Choice(RateFormula)
    basis = BasisAnswer()
    likely_between = serializers.ListField(
        child=serializers.FloatField(min_value=0, max_value=1), min_length=2, max_length=2, allow_null=True
    )
    sure = serializers.BooleanField()
    criteria = CriteriaAnswer()
    histogram = HistogramAnswer()
    struck = Whole()
    removed = serializers.DictField(child=Whole())
    computed_at = serializers.DateTimeField(allow_null=True)
    version = Whole(allow_null=True)


class RatingAnswer(RatedAnswer):
    seller = serializers.CharField()


class PenaltyAnswer(serializers.Serializer):
    order = serializers.CharField()
    feedback_type = serializers.CharField()
    points = Whole()
    at = serializers.DateTimeField()


class PartnerRatingAnswer(RatedAnswer):
    partner = serializers.CharField()
    penalties = PenaltyAnswer(many=True)


class WhatIfAnswer(serializers.Serializer):
    now = HeadlineAnswer()
    then = HeadlineAnswer()
    leaves_window_on = serializers.DateField(allow_null=True)
    five_star_reviews_to_target = Whole(allow_null=True)
