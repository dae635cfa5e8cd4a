"""The yearly report: exact against what happened, in the marketplace's own years, and one in page, file and API."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache

from disputes.actions.claim_request import claim_request
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.dismiss_notice import dismiss_notice
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.pages.yearly_words import in_words, indicator_in_words
from disputes.queries.yearly import Yearly, count_year
from policy.document import preset
from tests.cast import NOW, browser, make_cast, make_mallory
from tests.disputes.acts import decide, ready, review_of
from tests.disputes.groups import published
from tests.disputes.notices import noticed
from tests.disputes.test_openness import confirmed_suspension

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


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
    """A year with a request that is appealed and overturned, one that is kept, two notices, and a suspension."""
    with cast.inside():
        case, now = ready(cast, review_of(cast, "The blade never came."))
        decision = decide(cast, case, now)
        appeal = lodge_appeal(tenant=cast.tenant, by=cast.alice, decision=decision, body="It is.", now=now + WEEK)
        decide_appeal(
            tenant=cast.tenant,
            by=cast.dave,
            appeal=appeal,
            version=appeal.version,
            outcome="upheld",
            reason="It speaks of this order.",
            now=now + WEEK + timedelta(hours=48),
        )
        at = NOW + timedelta(days=1)
        case, now = ready(cast, review_of(cast, "Fine.", at=at, closed_at=NOW), at=at)
        decide(cast, case, now, "keep")
        at = NOW + timedelta(days=2)
        law = {"law": "Criminal Code, section 187"}
        case = noticed(cast, review_of(cast, "A thief.", at=at, closed_at=NOW), at=at, **law).case
        later = at + timedelta(hours=10)
        decide(cast, claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=later), later)
        lost = noticed(cast, at=at, email="kim@outside.example", address="192.0.2.9").notice
        dismiss_notice(
            tenant=cast.tenant,
            by=cast.carol,
            notice=lost,
            version=lost.version,
            answer="We found no review at that address.",
            now=at + WEEK,
        )
        confirmed_suspension(cast, NOW + WEEK)
    return cast


def told(cast, year: int = 2026) -> Yearly:
    with cast.inside():
        return count_year(cast.tenant, year=year, now=NOW + timedelta(days=60))


def value(yearly: Yearly, part: str, indicator: str, **words: str) -> float | None:
    of = {"category": "", "ground": "", "basis": "", "measure": "", "who": "", **words}
    (found,) = [
        each
        for each in yearly.of(part)
        if each.indicator == indicator and all(getattr(each, name) == word for name, word in of.items())
    ]
    return found.value


class TestTheFigures:
    def test_are_those_of_what_happened(self, busy):
        year = told(busy)
        assert value(year, "notices", "received") == 2 and value(year, "notices", "dismissed") == 1
        assert value(year, "notices", "received", category="STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH") == 1
        assert value(year, "notices", "received", category="STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE") == 1
        of_the_law = {
            "category": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
            "ground": "illegal_content",
            "basis": "law",
            "measure": "remove",
        }
        assert value(year, "notices", "restricted", **of_the_law) == 1
        assert value(year, "notices", "median_time") == 10
        assert value(year, "requests", "decided") == 2 and value(year, "requests", "restricted") == 1
        assert value(year, "requests", "median_time") == 72
        assert value(year, "own_initiative", "decided") == 0
        assert value(year, "complaints", "lodged") == value(year, "complaints", "upheld") == 1
        assert value(year, "complaints", "upheld", basis="terms", who="author") == 1
        assert value(year, "complaints", "rejected") == 0 and value(year, "complaints", "median_time") == 48
        assert value(year, "suspensions", "confirmed", measure="suspension", who="seller") == 1
        assert value(year, "automated_means", "by_programs_alone") == 0
        assert value(year, "orders", "received") is None and value(year, "out_of_court", "submitted") is None

    def test_leave_out_other_years_and_marketplaces(self, busy):
        for year in (told(busy, 2025), told(make_mallory())):
            assert not any(each.value for each in year.figures)

    def test_know_the_marketplaces_years(self):
        cast = make_cast(timezone="America/New_York")
        late = datetime(2026, 12, 31, 23, 30, tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)
        with cast.inside():
            at = late - timedelta(hours=72)
            case, now = ready(cast, review_of(cast, at=at, closed_at=at - timedelta(days=1)), at=at)
            decide(cast, case, now)
        assert value(told(cast), "requests", "decided") == 1 and value(told(cast, 2027), "requests", "decided") == 0

    def test_ask_as_many_queries_however_much_happened(self, busy, django_assert_num_queries):
        with busy.inside(), django_assert_num_queries(12):
            count_year(busy.tenant, year=2026, now=NOW)

    def test_all_have_words(self, busy):
        for each in told(busy).figures:
            assert indicator_in_words(each.part, each.indicator)
            for column in ("category", "ground", "basis", "measure", "who"):
                assert bool(in_words(column, getattr(each, column))) is bool(getattr(each, column))


class TestPageFileAndApi:
    def test_say_the_same(self, busy):
        page = browser(busy.tenant).get("/transparency/2026").content.decode()
        assert "Transparency report 2026" in page and "so far" in page and "10 hours" in page
        assert "not counted here" in page and "Illegal or harmful speech" in page
        answer = browser(busy.tenant, busy.alice).get("/api/v1/transparency/2026").json()
        rows = list(csv.DictReader(io.StringIO(browser(busy.tenant).get("/transparency/2026.csv").content.decode())))
        assert len(rows) == len(answer["figures"]) and rows[0]["unit"] == "not_kept"
        for row, figure in zip(rows, answer["figures"], strict=True):
            assert row["year"] == "2026" and (float(row["value"]) if row["value"] else None) == figure["value"]
            words = {name: figure[name] or "" for name in row if name not in ("year", "value")}
            assert words == {name: word for name, word in row.items() if name not in ("year", "value")}
        assert answer["first_day"] == "2026-01-01" and answer["complete"] is False

    def test_are_found_from_the_months(self, busy):
        assert "/transparency/2026" in browser(busy.tenant).get("/transparency").content.decode()

    @pytest.mark.parametrize("year", ["2019", "2999", "0", "99999999999999999999"])
    def test_are_not_there_for_other_years(self, busy, year):
        for path in (f"/transparency/{year}", f"/transparency/{year}.csv", f"/api/v1/transparency/{year}"):
            assert browser(busy.tenant, busy.alice).get(path).status_code == 404

    def test_are_not_there_where_the_policy_publishes_nothing(self, busy):
        document = preset("game_goods")
        document["transparency"]["publish_counts"] = False
        with busy.inside():
            published(busy, document, NOW)
        assert browser(busy.tenant).get("/transparency/2026").status_code == 404
        assert browser(busy.tenant).get("/transparency/2026.csv").status_code == 404
        assert browser(busy.tenant, busy.bob).get("/api/v1/transparency/2026").status_code == 403
