"""The Feedback Manager: the rate and what to do next, the list and its filters, and who sees it."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.actions.withdraw_request import withdraw_request
from feedback.actions.put_response import put_response
from feedback.jobs.sweep_stale_rates import sweep_stale_rates
from feedback.queries import manager
from orders.actions.send_message import send_message
from tests.cast import NOW, browser, make_cast, make_mallory, make_member, make_seller
from tests.disputes.acts import decide, filed, ready
from tests.feedback.standing import FIVES, ONES, posted, standing
from tests.orders.agreed import proposed

DAY = timedelta(days=1)
PAGE = "/selling/feedback"
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


def leave(cast, comment="", days_ago=1, stars=ONES, **more):
    with cast.inside():
        return posted(cast, comment=comment, at=NOW - days_ago * DAY, stars=stars, **more)


def count(cast) -> None:
    with cast.inside():
        sweep_stale_rates(tenant=cast.tenant, now=NOW)


def text(markup: str) -> str:
    markup = re.sub(r"<svg.*?</svg>", " ", markup, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def page(cast, query="", member=None) -> str:
    answer = browser(cast.tenant, member or cast.bob).get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def seen(cast, query="", member=None) -> str:
    shown = page(cast, query, member)
    return text(shown[shown.index("<main") :])


def listed(cast, query="", member=None) -> list[str]:
    """The comments of the rows."""
    return [text(each) for each in re.findall(r'row-comment">(.*?)</td>', page(cast, query, member), re.DOTALL)]


def row(cast, query="") -> str:
    shown = page(cast, query)
    return text(shown[shown.index("<tbody") : shown.rindex("</tbody>")])


class TestNext:
    def test_says_how_many_five_star_reviews_are_missing(self, cast):
        for days_ago in (1, 40):
            leave(cast, days_ago=days_ago)
        leave(cast, stars=FIVES)
        count(cast)
        told = seen(cast)
        assert "37 more five-star reviews bring you to 95 %." in told
        assert "1 of 3 ratings" in told

    def test_says_when_a_negative_leaves_the_window(self, cast):
        leave(cast, days_ago=300)
        for number in reversed(range(9)):
            leave(cast, stars=FIVES, days_ago=number + 1)
        count(cast)
        assert "1 negative leaves the window on 19 August 2026." in seen(cast)

    def test_says_what_may_be_contested_for_few_more_days(self, cast):
        leave(cast, days_ago=361)
        count(cast)
        assert "1 negative review may be contested for 4 more days." in seen(cast)

    def test_leaves_out_what_was_contested(self, cast):
        review = leave(cast, days_ago=361)
        with cast.inside():
            filed(cast, review, at=NOW - DAY)
        count(cast)
        assert "may be contested" not in seen(cast)

    def test_says_what_a_healthy_rate_still_bears(self, cast):
        for number in reversed(range(20)):
            leave(cast, stars=FIVES, days_ago=number + 1)
        count(cast)
        assert "1 more negative review would leave you at or above 95 %." in seen(cast)

    def test_welcomes_a_seller_without_feedback(self, cast):
        told = seen(cast)
        assert "No feedback yet" in told
        assert "Not rated yet" in told


class TestMetrics:
    def test_stand_beside_the_span_before_with_their_base(self, cast):
        leave(cast, stars=FIVES, days_ago=1)
        leave(cast, days_ago=2)
        leave(cast, stars=FIVES, days_ago=31)
        count(cast)
        told = seen(cast)
        assert "Rate 50.0 % of 2 ratings −50.0 points was 100.0 %" in told
        assert "Negative 1 of 2 ratings +1 was 0" in told
        assert "Order fulfilment 3.00 of 2 answers −2.00 stars was 5.00" in told


class TestFilters:
    @pytest.fixture
    def several(self, cast):
        with cast.inside():
            answered = posted(cast, comment="answered", at=NOW - 5 * DAY)
            put_response(tenant=cast.tenant, by=cast.bob, review=answered, body="Sorry.", now=NOW)
            posted(cast, comment="good", stars=FIVES, at=NOW - 40 * DAY)
            posted(cast, comment="middling", stars=dict.fromkeys(ONES, 3), at=NOW - 100 * DAY)
            standing(cast, "struck", comment="struck")
            standing(cast, "hidden", comment="hidden")
            running = posted(cast, comment="contested", at=NOW - 4 * DAY)
            filed(cast, running, at=NOW - DAY)
            kept = posted(cast, comment="kept", at=NOW - 30 * DAY)
            case, then = ready(cast, kept, at=NOW - 20 * DAY)
            decide(cast, case, then, "keep")
            back = posted(cast, comment="back", at=NOW - 30 * DAY)
            case = filed(cast, back, at=NOW - 20 * DAY)
            withdraw_request(tenant=cast.tenant, by=cast.bob, request=case, version=1, now=NOW - 19 * DAY)
        return cast

    @pytest.mark.parametrize(
        ("query", "comments"),
        [
            ("sentiment=positive", ["good"]),
            ("sentiment=neutral", ["middling"]),
            ("stars=5", ["good"]),
            ("stars=3", ["middling"]),
            ("status=struck", ["struck"]),
            ("status=hidden", ["hidden"]),
            ("answered=yes", ["answered"]),
            ("period=older", []),
            ("period=7", ["hidden", "struck", "contested", "answered"]),
            ("request=running", ["contested"]),
            ("request=kept", ["kept"]),
            ("request=withdrawn", ["back"]),
            ("request=changed", []),
            ("request=none&period=7", ["hidden", "struck", "answered"]),
            ("q=MIDDL", ["middling"]),
            ("q=nowhere+to+be+found", []),
            ("q=%25", []),
            ("sentiment=negative&answered=no&period=7", ["hidden", "struck", "contested"]),
            ("sentiment=furious&stars=9&request=maybe", None),
        ],
    )
    def test_narrow_the_list(self, several, query, comments):
        found = listed(several, query)
        if comments is None:
            assert len(found) == 8
        else:
            assert sorted(found) == sorted(comments)

    def test_find_an_order_by_its_number(self, cast):
        leave(cast, "one")
        leave(cast, "two", external_id="GA-123")
        assert listed(cast, "q=GA-123") == ["two"]
        assert listed(cast, "q=ga-123") == ["two"]
        assert listed(cast, "q=GA-123&sentiment=positive") == []

    def test_say_that_nothing_is_like_that(self, cast):
        leave(cast, "one")
        assert "No review is like that" in seen(cast, "q=two")

    def test_are_kept_by_the_next_page(self, cast):
        for number in reversed(range(23)):
            leave(cast, f"slow {number}", days_ago=number + 1)
        first = page(cast, "q=slow&sentiment=negative")
        older = html.unescape(re.search(r'href="([^"]*cursor=[^"]*)"', first)[1])
        assert "q=slow" in older
        assert "sentiment=negative" in older
        assert listed(cast, older.split("?")[1]) == ["slow 20", "slow 21", "slow 22"]

    def test_begin_again_where_a_cursor_is_broken(self, cast):
        leave(cast, "one")
        answer = browser(cast.tenant, cast.bob).get(f"{PAGE}?cursor=nonsense&q=one")
        assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?q=one")


class TestSearch:
    def test_looks_at_the_newest_and_says_so(self, cast, monkeypatch):
        monkeypatch.setattr(manager.narrowed, "__kwdefaults__", {"newest": 3})
        for number in reversed(range(6)):
            leave(cast, f"slow {number}", days_ago=number + 1)
        assert listed(cast, "q=slow") == ["slow 0", "slow 1", "slow 2"]
        assert "Older reviews were not looked at" in seen(cast, "q=slow")
        assert "Older reviews were not looked at" not in seen(cast, "period=30")

    def test_finds_an_order_however_old(self, cast, monkeypatch):
        monkeypatch.setattr(manager.narrowed, "__kwdefaults__", {"newest": 1})
        leave(cast, "old", days_ago=9, external_id="GA-1")
        leave(cast, "new")
        leave(cast, "newer", days_ago=0.5)
        assert listed(cast, "q=GA-1") == ["old"]

    def test_tells_nothing_of_what_its_seller_may_not_read(self, cast):
        with cast.inside():
            standing(cast, "removed", comment="Zebra crossing")
            standing(cast, "redacted", comment="Ross lives in Zurich")
        assert listed(cast, "q=zebra") == []
        assert listed(cast, "q=ross") == []
        assert listed(cast, "status=removed") == ["Taken down, so its words are not shown."]
        assert listed(cast, "status=removed&stars=1") == []
        assert listed(cast, "status=removed&sentiment=negative") == []


class TestActs:
    def test_say_how_many_days_are_left_to_contest(self, cast):
        leave(cast, days_ago=363)
        assert "Request removal about order" in row(cast)
        assert "2 days left" in row(cast)

    def test_say_why_removal_cannot_be_asked_for(self, cast):
        leave(cast, days_ago=366)
        assert "The time ended on 14 June 2026. Some grounds have no end." in row(cast)

    def test_lead_to_the_request_that_runs(self, cast):
        with cast.inside():
            case = filed(cast, posted(cast, at=NOW - 4 * DAY), at=NOW - DAY)
        assert f"/cases/{case.pk}" in page(cast)
        assert "One request at a time." in row(cast)
        assert "Waiting for the buyer's side" in row(cast)

    def test_tell_how_often_the_seller_may_still_write(self, cast):
        with cast.inside():
            review = posted(cast, at=NOW - 4 * DAY)
        before = re.search(r"(\d+) messages? left until they answer", row(cast))
        with cast.inside():
            send_message(
                tenant=cast.tenant, by=cast.bob, order=review.order, sender="seller", body="Sorry?", now=NOW - DAY
            )
        after = re.search(r"(\d+) messages? left until they answer|You can write", row(cast))
        assert int(before[1]) - 1 == int(after[1] or 0)

    def test_offer_a_settlement_only_where_it_is_possible(self, cast):
        with cast.inside():
            review = posted(cast, at=NOW - 4 * DAY)
        assert "Propose a settlement" in row(cast)
        with cast.inside():
            proposed(cast, review.order, at=NOW - DAY)
        assert "See the settlement" in row(cast)

    def test_leave_settlements_out_where_policy_forbids_them(self, db):
        retail = make_cast(slug="retail", preset="retail")
        leave(retail)
        assert "settlement" not in row(retail)


class TestWhoSeesIt:
    def test_is_not_there_for_who_runs_no_seller(self, cast):
        for member in (cast.alice, cast.carol, cast.laura):
            assert browser(cast.tenant, member).get(PAGE).status_code == 404

    def test_shows_the_seller_that_was_chosen_and_no_other(self, cast):
        with cast.inside():
            second = make_seller(cast.tenant, "second", "Second", runs=cast.bob)
            make_seller(cast.tenant, "annas", "Anna's", runs=make_member(cast.tenant, "Anna", "seller"))
            posted(cast, comment="of the second", seller=second, offer=None)
        leave(cast, "of the first")
        assert listed(cast) == ["of the first"]
        assert listed(cast, "seller=second") == ["of the second"]
        assert browser(cast.tenant, cast.bob).get(f"{PAGE}?seller=annas").status_code == 404

    def test_knows_nothing_of_another_marketplace(self, cast):
        elsewhere = make_mallory()
        leave(elsewhere, "secret", external_id="GA-9")
        leave(cast, "ours")
        assert listed(cast) == ["ours"]
        assert listed(cast, "q=GA-9") == []
        assert browser(cast.tenant, elsewhere.bob).get(PAGE).status_code == 404


class TestQueries:
    @pytest.mark.parametrize("query", ["", "q=slow", "q=slow&stars=1&answered=no&request=none&period=365"])
    def test_are_few_and_stay_as_many(self, cast, query):
        client = browser(cast.tenant, cast.bob)

        def asked() -> list[str]:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{PAGE}?{query}").status_code == 200
            return [each["sql"] for each in queries.captured_queries]

        leave(cast, "slow", days_ago=2)
        count(cast)
        few = asked()
        for number in reversed(range(12)):
            review = leave(cast, f"slow {number}", days_ago=number + 3)
            with cast.inside():
                if number % 3 == 0:
                    filed(cast, review, at=NOW - DAY)
                send_message(
                    tenant=cast.tenant, by=cast.alice, order=review.order, sender="buyer", body="Hello?", now=NOW - DAY
                )
        count(cast)
        many = asked()
        shown = "\n".join(each[:160] for each in many)
        assert len(many) == len(few), shown
        # Within a test the request stands in a transaction already, which it saves and puts back.
        own = [each for each in many if "SAVEPOINT" not in each and "current_setting" not in each.split("FROM")[0]]
        assert len(own) - 1 <= MOST_QUERIES, shown
