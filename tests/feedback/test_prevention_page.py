"""The prevention desk: what is at risk, why and since when, with its remedies beside it; and who sees it."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policy.inducement import names_feedback
from policy.prevention import RemedyKind
from tests.cast import NOW, browser, finished_order, make_cast, make_mallory, make_member, make_seller
from tests.feedback.at_risk import (
    DAY,
    HOUR,
    late_completion,
    late_start,
    on_sale,
    remedied,
    running,
    unanswered,
    wrote,
)
from tests.feedback.standing import ONES, posted

PAGE = "/selling/prevention"
MOST_QUERIES = 24


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


def page(cast, query="", member=None) -> str:
    answer = browser(cast.tenant, member or cast.bob).get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def text(markup: str) -> str:
    main = markup[markup.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def seen(cast, query="", member=None) -> str:
    return text(page(cast, query, member))


class TestOrders:
    def test_are_listed_with_why_and_since_when_the_most_urgent_first(self, cast):
        with cast.inside():
            late_completion(cast, external_id="second")
            late_start(cast, external_id="first")
            unanswered(cast, external_id="third", ago=12 * HOUR + timedelta(minutes=30))
            running(cast, external_id="calm")
        shown = seen(cast)
        assert "3 orders are at risk, the most urgent first." in shown
        places = [shown.index(f"Order {name} of Alice, placed") for name in ("first", "second", "third")]
        assert places == sorted(places)
        assert "calm" not in shown
        assert "Work was to start by 14 June 2026, 12:00 UTC, and has not started. At risk since 14 Jun 2026" in shown
        assert "It was promised by 15 June 2026, 11:00 UTC, and is not delivered." in shown
        assert "The buyer wrote on 14 June 2026, 23:30 UTC, and has no answer." in shown

    def test_are_warned_of_before_a_promise_is_broken(self, cast):
        with cast.inside():
            running(cast, promised_start_at=NOW + 3 * HOUR)
        shown = seen(cast)
        assert "Start is near" in shown and "Work is to start by 15 June 2026, 15:00 UTC" in shown

    def test_wait_while_their_offer_is_paused(self, cast):
        with cast.inside():
            offer = on_sale(cast, "A lamp", paused_from=NOW - DAY, paused_until=NOW + 9 * DAY)
            running(cast, offer=offer, promised_completion_at=NOW + 5 * DAY)
        shown = seen(cast)
        assert "Its offer is paused until 24 June 2026, 12:00 UTC, and this order is promised before that." in shown
        assert "It is paused until 24 June 2026, 12:00 UTC. 1 order is still to be worked on." in shown

    def test_leave_the_desk_once_they_are_answered(self, cast):
        with cast.inside():
            order = unanswered(cast)
        assert "No answer" in seen(cast)
        with cast.inside():
            wrote(cast, order, ago=HOUR, sender="seller")
        assert "No order is at risk" in seen(cast)

    def test_leave_the_desk_where_nothing_is_to_be_answered_until_the_buyer_writes_again(self, cast):
        with cast.inside():
            order = unanswered(cast, ago=3 * DAY)
            remedied(cast, RemedyKind.NO_ANSWER, order=order, at=NOW - 2 * DAY)
        assert "No order is at risk" in seen(cast)
        with cast.inside():
            wrote(cast, order, ago=DAY)
        assert "The buyer wrote on 14 June 2026, 12:00 UTC, and has no answer." in seen(cast)

    def test_show_what_was_done_about_them(self, cast):
        with cast.inside():
            remedied(cast, order=late_start(cast), at=NOW - HOUR)
        shown = seen(cast)
        assert "Delay told in the chat, 15 Jun 2026, 11:00" in shown
        assert "What was done lately Delay told in the chat : A rare blade 15 Jun 2026, 11:00 , Bob" in shown

    def test_have_words_ready_that_never_speak_of_feedback(self, cast):
        with cast.inside():
            late_start(cast)
            unanswered(cast)
        written = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page(cast), re.S)
        assert any("I promised to start on your order by 14 June 2026" in each for each in written)
        assert all(names_feedback(html.unescape(each)) is None for each in written)

    @pytest.mark.parametrize("language", ["de", "es"])
    def test_have_them_in_every_language(self, cast, language):
        with cast.inside():
            late_start(cast)
            unanswered(cast)
        answer = browser(cast.tenant, cast.bob).get(PAGE, headers={"accept-language": language})
        written = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", answer.content.decode(), re.S)
        assert written and all(names_feedback(html.unescape(each)) is None for each in written)


class TestOffers:
    def test_are_listed_where_they_are_sold_out_and_show(self, cast):
        with cast.inside():
            on_sale(cast, "The last lamp", stock=0)
            on_sale(cast, "A lamp that waits", stock=0, paused_from=NOW - DAY)
            on_sale(cast, "A full shelf", stock=4)
        shown = seen(cast)
        assert "The last lamp Sold out It shows to buyers, and none is left." in shown
        assert "A lamp that waits" not in shown and "A full shelf" not in shown

    def test_are_oversold_by_orders_placed_elsewhere(self, cast):
        with cast.inside():
            offer = on_sale(cast, "A lamp", stock=2)
            running(cast, offer=offer, quantity=3, placed_at=NOW - DAY)
            running(cast, offer=offer, quantity=9, placed_at=NOW - 4 * DAY)
        shown = seen(cast)
        assert "3 were ordered elsewhere since you last said how many are left. There are 2 left." in shown

    def test_are_overbooked_against_their_best_day(self, cast):
        with cast.inside():
            offer = on_sale(cast, "A lamp")
            for day in range(10):
                at = NOW - (10 + day) * DAY
                finished_order(cast, offer=offer, placed_at=at - DAY, delivered_at=at, closed_at=at)
            for _ in range(2):
                running(cast, offer=offer, started_at=NOW, promised_completion_at=NOW + 20 * HOUR)
        assert "2 orders are due by tomorrow at this time" in seen(cast)
        assert "Of 10 delivered in 90 days, at most 1 was done on one day." in seen(cast)

    def test_have_remedies_that_go_to_the_offer(self, cast):
        with cast.inside():
            offer = on_sale(cast, "The last lamp", stock=0)
        shown = page(cast)
        assert f'action="{PAGE}/offers/{offer.pk}/set_stock"' in shown
        assert f'action="{PAGE}/offers/{offer.pk}/pause_offer"' in shown


class TestCauses:
    def test_are_told_with_what_they_are_of(self, cast):
        with cast.inside():
            for number in range(3):
                late = {"started_at": NOW - 9 * DAY, "promised_start_at": NOW - 10 * DAY}
                posted(cast, comment="Late.", at=NOW - DAY, stars=ONES, **(late if number else {}))
        shown = seen(cast)
        assert "3 negative reviews of the last 90 days stand." in shown
        assert "Work started later than promised 2 of 3 too few to say" in shown
        assert "A rare blade 3 of 3 too few to say" in shown
        assert "/selling/causes?seller=bobs-store" in page(cast)

    def test_say_when_there_is_none(self, cast):
        assert "No negative review of the last 90 days stands." in seen(cast)


class TestSight:
    def test_is_the_teams_alone(self, cast):
        assert browser(cast.tenant, cast.alice).get(PAGE).status_code == 404
        assert browser(cast.tenant, cast.carol).get(PAGE).status_code == 404
        assert browser(cast.tenant).get(PAGE).status_code == 302
        mallory = make_mallory()
        assert browser(cast.tenant, mallory.bob).get(PAGE).status_code == 404

    def test_is_of_one_seller_at_a_time(self, cast):
        with cast.inside():
            other = make_seller(cast.tenant, "second-store", "Second Store", runs=cast.bob)
            make_seller(cast.tenant, "strangers")
            late_start(cast, external_id="mine")
            late_start(cast, external_id="theirs", seller=other)
        assert "mine" in seen(cast, "seller=bobs-store") and "theirs" not in seen(cast, "seller=bobs-store")
        assert "theirs" in seen(cast, "seller=second-store")
        assert browser(cast.tenant, cast.bob).get(f"{PAGE}?seller=strangers").status_code == 404

    def test_is_empty_kindly(self, cast):
        shown = seen(cast)
        assert "No order is at risk" in shown
        assert "No offer is sold out while it shows" in shown
        assert "No order that ended in the last 90 days was at risk on the way." in shown

    def test_takes_as_many_queries_for_one_line_as_for_many(self, cast):
        def queries() -> int:
            bob = browser(cast.tenant, cast.bob)
            with CaptureQueriesContext(connection) as taken:
                assert bob.get(PAGE).status_code == 200
            return len(taken)

        def more(number: int) -> None:
            buyer = make_member(cast.tenant, f"Buyer{number}", "buyer", external_id=f"b{number}")
            with cast.inside():
                offer = on_sale(cast, f"Lamp {number}", stock=0)
                for _ in range(2):
                    running(cast, offer=offer, buyer=buyer, promised_completion_at=NOW - HOUR)
                remedied(cast, order=late_start(cast, buyer=buyer, offer=offer))
                unanswered(cast, buyer=buyer)
                posted(cast, comment="Late.", at=NOW - DAY, stars=ONES, buyer=buyer, offer=offer)

        more(0)
        once = queries()
        for number in range(1, 12):
            more(number)
        assert queries() == once <= MOST_QUERIES
