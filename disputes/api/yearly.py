"""The figures of one year, over HTTP."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from disputes.queries.yearly import NoSuchYear, yearly_of
from tenants.queries import policy_in_force
from wire.bodies import StrictBody
from wire.refusals import NotPermitted
from wire.views import ApiView

_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_WORDS = ("category", "ground", "basis", "measure", "who")


class FigureAnswer(StrictBody):
    part = serializers.CharField()
    indicator = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    ground = serializers.CharField(allow_null=True)
    basis = serializers.CharField(allow_null=True)
    measure = serializers.CharField(allow_null=True)
    who = serializers.CharField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    unit = serializers.ChoiceField(["count", "hours", "not_kept"])


class YearlyAnswer(StrictBody):
    year = serializers.IntegerField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    complete = serializers.BooleanField()
    computed_at = serializers.DateTimeField()
    figures = FigureAnswer(many=True)


class TransparencyOfYear(ApiView):
    """The figures of the yearly transparency report (DSA Art. 15 and 24), in the marketplace's own year.

    A figure without a word in a column is of all of them; `not_kept` has no value because it is not known here.
    """

    scopes = {"GET": "transparency:read"}
    answers = {"GET": YearlyAnswer}

    def get(self, request: Request, year: str) -> dict[str, Any]:
        if not policy_in_force(at=self.now).policy.transparency.publish_counts:
            raise NotPermitted("The policy of this marketplace publishes no counts.")
        if not _YEAR.fullmatch(year):
            self.not_there()
        try:
            told = yearly_of(request.tenant, year=int(year), now=self.now)
        except NoSuchYear:
            self.not_there()
        return {
            "year": told.year,
            "first_day": told.first_day,
            "last_day": told.last_day,
            "complete": told.complete,
            "computed_at": told.computed_at,
            "figures": [
                {name: None if name in _WORDS and not value else value for name, value in asdict(each).items()}
                for each in told.figures
            ],
        }
