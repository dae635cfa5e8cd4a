"""What is told to everybody of decisions: exact against the rows, by the marketplace's months, where it is allowed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from redis.exceptions import RedisError

from disputes.actions.lodge_appeal import lodge_appeal
from disputes.models import Decision, MisuseStep
from disputes.queries.openness import Openness, count_openness, counted_once, month_after, months_before
from policy.document import preset
from tenants.queries import policy_in_force
from tests.cast import NOW, browser, make_cast, make_mallory
from tests.disputes.acts import decide, ready, review_of
from tests.disputes.groups import published

pytestmark = pytest.mark.django_db

SPAN = {"first": date(2026, 5, 1), "last": date(2026, 7, 1)}
PATH = "/transparency?from=2026-05&to=2026-07"


@pytest.fixture(autouse=True)
def uncached():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def busy(cast):
    """Three decisions: a removal and a kept review in June, a removal in July."""
    with cast.inside():
        for stars, outcome, at in ((1, "remove", NOW), (2, "keep", NOW), (1, "remove", NOW + timedelta(days=30))):
            review = review_of(cast, stars=stars, at=at, closed_at=at - timedelta(days=1))
            case, now = ready(cast, review, at=at)
            decide(cast, case, now, outcome)
    return cast


def confirmed_suspension(cast, at) -> MisuseStep:
    """Of Bob's store, as a lead's confirmation leaves it."""
    return MisuseStep.objects.create(
        tenant=cast.tenant,
        subject="seller",
        seller=cast.seller,
        kind="suspension",
        status="active",
        policy_version=policy_in_force(at=at),
        counted=5,
        decided=6,
        share="0.8333",
        gravity="groundless",
        reasons=["Five groundless requests."],
        cases=[],
        proposed_at=at,
        confirmed_by=cast.laura,
        confirmed_at=at,
        ends_at=at + timedelta(days=30),
    )


def told(cast, **span) -> Openness:
    with cast.inside():
        return count_openness(cast.tenant, **{**SPAN, **span}, now=NOW)


class TestMonths:
    @pytest.mark.parametrize(
        ("month", "after"), [(date(2027, 1, 1), date(2027, 2, 1)), (date(2027, 12, 1), date(2028, 1, 1))]
    )
    def test_follow_one_another(self, month, after):
        assert month_after(month) == after and months_before(after, 1) == month
        assert months_before(after, 12) == after.replace(year=after.year - 1)


class TestTheCounts:
    def test_are_those_of_the_rows(self, busy):
        openness = told(busy)
        with busy.inside():
            rows = Decision.objects.select_related("review")
            by_hand = Counter((f"{d.decided_at:%Y-%m}", d.ground, d.outcome, d.review.stars) for d in rows)
            waits = sorted(d.decided_at - d.request.filed_at for d in rows)
        counted = {(f"{e.month:%Y-%m}", e.ground, e.outcome, e.stars): e.number for e in openness.decided}
        assert counted == by_hand and openness.total == 3
        assert openness.by("outcome") == {"keep": 1, "remove": 2}
        assert openness.hours[0] == waits[1].total_seconds() / 3600
        assert openness.filed == {"seller": 3, "notice": 0, "settlement": 0, "group": 0}

    def test_leave_out_other_months(self, busy):
        assert told(busy, first=date(2026, 7, 1)).total == 1
        assert told(busy, last=date(2026, 6, 1)).total == 2
        assert told(busy, first=date(2026, 1, 1), last=date(2026, 2, 1)).hours is None

    def test_are_of_this_marketplace_alone(self, busy):
        assert told(make_mallory()).total == 0

    def test_know_the_marketplaces_months(self):
        """What is decided late on the last of June in New York is June's, though it is July in London."""
        cast = make_cast(timezone="America/New_York")
        late = datetime(2026, 6, 30, 23, 30, tzinfo=ZoneInfo("America/New_York"))
        at = late.astimezone(UTC) - timedelta(hours=72)
        with cast.inside():
            case, now = ready(cast, review_of(cast, at=at, closed_at=at - timedelta(days=1)), at=at)
            decide(cast, case, now)
        assert [each.month for each in told(cast).decided] == [date(2026, 6, 1)]

    def test_ask_six_queries_however_much_was_decided(self, busy, django_assert_num_queries):
        with busy.inside(), django_assert_num_queries(6):
            count_openness(busy.tenant, **SPAN, now=NOW)


class TestThePage:
    def test_tells_everybody_the_numbers_with_their_base(self, busy):
        page = browser(busy.tenant).get(PATH).content.decode()
        assert "3 first decisions" in page and "Unrelated" in page and "May 2026 to Jul 2026" in page
        assert "/transparency" in browser(busy.tenant).get("/").content.decode()

    def test_says_so_where_nothing_was_decided(self, cast):
        assert "Nothing was decided in these months" in browser(cast.tenant).get(PATH).content.decode()

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("from=2026", "Please give months as in 2027-03"),
            ("to=2026-13", "Please give months as in 2027-03"),
            ("from=2026-07&to=2026-05", "The first month is after the last one"),
            ("from=2001-01&to=2026-05", "At most 60 months are shown at once"),
            ("to=2999-12", "At most 60 months are shown at once"),
            ("from=9999-12&to=9999-12", "Please give months as in 2027-03"),
            ("from=%00&to=%F0%9F%92%A9", "Please give months as in 2027-03"),
        ],
    )
    def test_says_what_is_wrong_with_months(self, cast, query, sentence):
        for path in ("/transparency", "/transparency.csv"):
            answer = browser(cast.tenant).get(f"{path}?{query}")
            assert answer.status_code == 422 and sentence in answer.content.decode()

    def test_shows_nothing_where_the_policy_publishes_nothing(self, busy):
        document = preset("game_goods")
        document["transparency"]["publish_counts"] = False
        with busy.inside():
            published(busy, document, NOW)
        page = browser(busy.tenant).get(PATH)
        assert page.status_code == 200 and "No counts are published here" in page.content.decode()
        assert browser(busy.tenant).get("/transparency.csv").status_code == 404
        assert browser(busy.tenant, busy.bob).get("/api/v1/transparency").status_code == 403


class TestTheCache:
    def test_that_is_away_costs_only_the_counting(self, busy, monkeypatch):
        def away(*_, **__):
            raise RedisError("connection refused")

        monkeypatch.setattr(cache, "get", away)
        monkeypatch.setattr(cache, "set", away)
        assert "3 first decisions" in browser(busy.tenant).get(PATH).content.decode()
        monkeypatch.undo()

    def test_lets_one_count_while_others_wait(self, monkeypatch):
        begun, waited, counts = Event(), Event(), []

        def count():
            counts.append(1)
            begun.set()
            assert waited.wait(10)
            return "counted"

        monkeypatch.setattr("disputes.queries.openness.sleep", lambda seconds: waited.set())
        with ThreadPoolExecutor(2) as askers:
            first = askers.submit(counted_once, "openness:tried", count)
            assert begun.wait(10)
            second = askers.submit(counted_once, "openness:tried", count)
            assert (first.result(), second.result(), counts) == ("counted", "counted", [1])

    def test_lets_the_next_one_count_where_counting_failed(self):
        with pytest.raises(ZeroDivisionError):
            counted_once("openness:tried", lambda: 1 / 0)
        assert counted_once("openness:tried", lambda: 7) == 7


class TestTheFile:
    def test_has_a_line_for_each_number(self, busy):
        answer = browser(busy.tenant).get(PATH.replace("transparency", "transparency.csv"))
        rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
        decisions = [row for row in rows if row["figure"] == "decisions"]
        assert sum(int(row["value"]) for row in decisions) == 3
        assert {row["month"] for row in rows} == {"2026-06", "2026-07"}
        medians = {(row["month"], row["ground"]): row["value"] for row in rows if row["figure"] == "median_hours"}
        assert medians["2026-06", "unrelated"] == "72.0" and len(medians) == 3

    def test_has_appeals_and_suspensions_by_month(self, busy):
        with busy.inside():
            lodge_appeal(
                tenant=busy.tenant,
                by=busy.alice,
                decision=Decision.objects.filter(outcome="remove").order_by("decided_at").first(),
                body="It is about this very order.",
                now=NOW + timedelta(days=6),
            )
            confirmed_suspension(busy, NOW + timedelta(days=40))
        answer = browser(busy.tenant).get(PATH.replace("transparency", "transparency.csv"))
        rows = [tuple(row.values()) for row in csv.DictReader(io.StringIO(answer.content.decode()))]
        assert ("2026-06", "appeals_lodged", "", "", "", "author", "1") in rows
        assert ("2026-07", "suspensions", "", "", "", "seller", "1") in rows
        told = browser(busy.tenant, busy.alice).get("/api/v1/transparency?from=2026-05&to=2026-07").json()
        assert told["appeals_by_month"] == [
            {"month": "2026-06", "party": "author", "lodged": 1, "upheld": 0, "rejected": 0}
        ]
        assert told["steps_by_month"] == [{"month": "2026-07", "subject": "seller", "kind": "suspension", "count": 1}]
        page = browser(busy.tenant).get(PATH).content.decode()
        assert "Suspensions" in page and "Median time" in page


class TestTheApi:
    def test_gives_the_same_numbers(self, busy):
        answer = browser(busy.tenant, busy.alice).get("/api/v1/transparency?from=2026-05&to=2026-07").json()
        assert sum(each["count"] for each in answer["decisions"]) == 3
        assert answer["by_outcome"]["remove"] == 2 and answer["by_stars"]["1"] == 2
        assert answer["hours_to_decision"]["median"] == 72
        assert (answer["first_month"], answer["last_month"]) == ("2026-05", "2026-07")

    @pytest.mark.parametrize("query", ["from=2026", "from=2026-07&to=2026-05", "from=2001-01", "months=3"])
    def test_refuses_what_are_no_months(self, cast, query):
        answer = browser(cast.tenant, cast.alice).get(f"/api/v1/transparency?{query}")
        assert answer.status_code == 422 and answer.json()["code"] == "validation_failed"


class TestThePlatform:
    @pytest.mark.parametrize("path", ["/transparency", "/transparency.csv"])
    def test_has_nothing_to_tell(self, cast, path):
        assert browser().get(path).status_code == 404
