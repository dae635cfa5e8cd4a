"""The leads' page: the team's figures with their bases, for leads alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import browser, make_cast
from tests.disputes.acts import decide, filed, ready, review_of

PAGE = "/admin/disputes/decision/"
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def market():
    return make_cast()


@pytest.fixture
def busy(market):
    """Thirty days of one case each, of which Carol decided the first twelve; the others wait."""
    begin = timezone.now() - 30 * DAY
    with market.inside():
        for number in range(30):
            at = begin + number * DAY
            review = review_of(market, at=at - DAY, closed_at=at - 2 * DAY)
            if number < 12:
                case, now = ready(market, review, at=at)
                decide(market, case, now + timedelta(minutes=6))
            else:
                filed(market, review, at=at)
    return market


def page(cast, who, **query):
    return browser(cast.tenant, who).get(PAGE, query)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestThePage:
    def test_is_there_for_leads_alone(self, market):
        assert page(market, market.laura).status_code == 200
        for other in (market.carol, market.bob, market.alice):
            assert page(market, other).status_code == 404

    def test_takes_no_form(self, market):
        assert browser(market.tenant, market.laura).post(PAGE).status_code == 405

    def test_shows_figures_with_their_bases(self, busy):
        shown = text_of(page(busy, busy.laura))

        assert "Open cases 18" in shown
        assert "of 18 open" in shown
        assert "Decided 12" in shown
        assert "100 % 12 of 12" in shown
        assert re.search(r"Carol 12 6 minutes of 12 12 of 12 100 %", shown)
        assert re.search(r"A week ago this forecast would have expected \d+ .*; there were \d+", shown)

    def test_gives_no_share_of_too_few(self, market):
        with market.inside():
            case, now = ready(market, at=timezone.now() - 10 * DAY)
            decide(market, case, now)

        shown = text_of(page(market, market.laura))

        assert "too few for a share" in shown
        assert "100 %" not in shown

    def test_says_so_where_there_is_nothing_yet(self, market):
        shown = text_of(page(market, market.laura))

        assert "nothing waits" in shown
        assert "Nothing was decided in this time." in shown
        assert "A forecast takes 14 whole days of cases" in shown

    @pytest.mark.parametrize(
        ("days", "title"), [("30", "30 days"), ("365", "12 months"), ("9", "90 days"), ("x", "90 days")]
    )
    def test_is_of_the_span_that_is_asked_for(self, market, days, title):
        assert f"The last {title}" in text_of(page(market, market.laura, days=days))

    def test_asks_the_database_ten_questions(self, busy):
        client = browser(busy.tenant, busy.laura)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)

        about_cases = [each["sql"] for each in asked.captured_queries if '"disputes_' in each["sql"]]
        assert len(about_cases) == 10, about_cases


class TestTheHead:
    def test_leads_to_what_each_may_see(self, market):
        queue = "/admin/disputes/removalrequest/"
        for who, sees in ((market.laura, True), (market.carol, False)):
            shown = browser(market.tenant, who).get(queue).content.decode()
            assert "/admin/disputes/groupcase/" in shown
            assert "/admin/disputes/judgedfinding/" in shown
            assert (f'href="{PAGE}"' in shown) is sees
            assert ('href="/admin/disputes/secondlook/consistency/"' in shown) is sees
