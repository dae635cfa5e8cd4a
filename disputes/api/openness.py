"""What the marketplace tells everybody of its decisions, over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from disputes.queries.openness import MONTH, Appealed, NoSuchMonths, months_asked, openness_of
from policy.terms import Outcome
from policy.windows import local_day
from tenants.queries import policy_in_force
from wire.bodies import Choice, Line, Query, StrictBody, UnableToRead, Whole, wrong
from wire.refusals import NotPermitted
from wire.views import ApiView


class Month(Line):
    """A month as in 2027-03."""

    pattern = f"^{MONTH.pattern}$"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=7, trim_whitespace=False, **kwargs)


class Months(Query):
    of_a_list = False
    to = Month(required=False)
    # A keyword of Python is no name that a class body can assign to.
    vars()["from"] = Month(required=False)


class HoursAnswer(StrictBody):
    median = serializers.FloatField()
    p95 = serializers.FloatField()


class DecidedCountAnswer(StrictBody):
    month = serializers.CharField()
    ground = serializers.CharField(allow_null=True)
    outcome = Choice(Outcome)
    stars = Whole()
    count = Whole()


class PartyAnswer(StrictBody):
    lodged = Whole()
    upheld = Whole()
    rejected = Whole()


class AppealsAnswer(StrictBody):
    author = PartyAnswer()
    requester = PartyAnswer()
    hours = HoursAnswer(allow_null=True)


class StepCountAnswer(StrictBody):
    subject = serializers.CharField()
    kind = serializers.CharField()
    count = Whole()


class TookAnswer(StrictBody):
    month = serializers.CharField()
    ground = serializers.CharField(allow_null=True)
    median = serializers.FloatField()
    p95 = serializers.FloatField()


class AppealedInMonthAnswer(StrictBody):
    month = serializers.CharField()
    party = serializers.CharField()
    lodged = Whole()
    upheld = Whole()
    rejected = Whole()


class SteppedAnswer(StrictBody):
    month = serializers.CharField()
    subject = serializers.CharField()
    kind = serializers.CharField()
    count = Whole()


class TransparencyAnswer(StrictBody):
    first_month = serializers.CharField()
    last_month = serializers.CharField()
    computed_at = serializers.DateTimeField()
    filed = serializers.DictField(child=Whole())
    notices = Whole()
    decisions = DecidedCountAnswer(many=True)
    by_ground = serializers.DictField(child=Whole())
    by_outcome = serializers.DictField(child=Whole())
    by_stars = serializers.DictField(child=Whole())
    hours_to_decision = HoursAnswer(allow_null=True)
    hours_by_month = TookAnswer(many=True)
    appeals = AppealsAnswer()
    appeals_by_month = AppealedInMonthAnswer(many=True)
    steps_against_misuse = StepCountAnswer(many=True)
    steps_by_month = SteppedAnswer(many=True)


class Transparency(ApiView):
    """First decisions by month, ground, outcome and stars; where cases came from; appeals; steps against misuse.

    `from` and `to` are months as in 2027-03, in the marketplace's time; the last twelve where they are left out.
    """

    scopes = {"GET": "transparency:read"}
    queries = {"GET": Months}
    answers = {"GET": TransparencyAnswer}

    def get(self, request: Request) -> dict[str, Any]:
        if not policy_in_force(at=self.now).policy.transparency.publish_counts:
            raise NotPermitted("The policy of this marketplace publishes no counts.")
        this_month = local_day(self.now, request.tenant.zone).replace(day=1)
        asked = self.query()
        try:
            first, last = months_asked(asked.get("from", ""), asked.get("to", ""), this_month=this_month)
        except NoSuchMonths as refusal:
            raise UnableToRead(wrong(f"/{refusal.name}", refusal.sentence)) from None
        told = openness_of(request.tenant, first=first, last=last, now=self.now)
        return {
            "first_month": f"{first:%Y-%m}",
            "last_month": f"{last:%Y-%m}",
            "computed_at": told.computed_at,
            "filed": told.filed,
            "notices": told.notices,
            "decisions": [
                {
                    "month": f"{each.month:%Y-%m}",
                    "ground": each.ground or None,
                    "outcome": each.outcome,
                    "stars": each.stars,
                    "count": each.number,
                }
                for each in told.decided
            ],
            "by_ground": {ground: number for ground, number in told.by("ground").items() if ground},
            "by_outcome": {each.value: told.by("outcome").get(each.value, 0) for each in Outcome},
            "by_stars": {str(stars): told.by("stars").get(stars, 0) for stars in range(1, 6)},
            "hours_to_decision": _hours(told.hours),
            "hours_by_month": [
                {"month": f"{each.month:%Y-%m}", "ground": each.ground or None, **_hours(each.hours)}
                for each in told.took
                if each.month is not None and each.ground is not None
            ],
            "appeals": _appeals(told.appeals),
            "appeals_by_month": [{**asdict(each), "month": f"{each.month:%Y-%m}"} for each in told.appeals.by_month],
            "steps_against_misuse": [
                {"subject": subject, "kind": kind, "count": number} for subject, kind, number in told.steps
            ],
            "steps_by_month": [
                {"month": f"{each.month:%Y-%m}", "subject": each.subject, "kind": each.kind, "count": each.number}
                for each in told.stepped
            ],
        }


def _hours(hours: tuple[float, float] | None) -> dict[str, float] | None:
    return None if hours is None else {"median": round(hours[0], 2), "p95": round(hours[1], 2)}


def _appeals(appeals: Appealed) -> dict[str, Any]:
    counted = {
        party: {name: appeals.sums(name).get(party, 0) for name in ("lodged", "upheld", "rejected")}
        for party in ("author", "requester")
    }
    return {**counted, "hours": _hours(appeals.hours)}
