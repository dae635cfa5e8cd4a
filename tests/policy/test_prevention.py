"""What puts an order or an offer at risk, since when, and what is more urgent: each border from both sides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from policy.prevention import (
    ANSWER_WITHIN,
    DUE_SOON,
    ENOUGH_DELIVERIES,
    ENOUGH_ORDERS,
    LOOKED_BACK,
    OF_OFFERS,
    OF_ORDERS,
    REMEDIES,
    STILL_TALKING,
    AtRisk,
    OfferOnSale,
    OrderAtWork,
    RemedyKind,
    Risk,
    enough_to_say,
    most_urgent,
    near_from,
    remedies_for,
    risk_met,
    risks_of_offer,
    risks_of_order,
)
from policy.terms import OrderStatus

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def order(**more: Any) -> OrderAtWork:
    return OrderAtWork(**{"status": OrderStatus.IN_PROGRESS, "placed_at": NOW - 2 * DAY, **more})


def offer(**more: Any) -> OfferOnSale:
    return OfferOnSale(**{"listed": True, "stock": 3, "stated_at": NOW - DAY, **more})


def risks(facts: OrderAtWork | OfferOnSale) -> list[Risk]:
    found = risks_of_order(facts, NOW) if isinstance(facts, OrderAtWork) else risks_of_offer(facts, NOW)
    return [each.risk for each in found]


def test_the_figures_are_those_that_sellers_are_told():
    assert (ANSWER_WITHIN, DUE_SOON, STILL_TALKING, LOOKED_BACK) == (12 * HOUR, DAY, 14 * DAY, 90 * DAY)
    assert (ENOUGH_ORDERS, ENOUGH_DELIVERIES) == (10, 10)


class TestWhenAPromiseIsNear:
    def test_is_a_quarter_of_its_span_before_it(self):
        assert near_from(NOW, NOW + 8 * HOUR, 4 * HOUR) == NOW + 6 * HOUR

    def test_is_no_earlier_than_the_most(self):
        assert near_from(NOW, NOW + 40 * DAY, DAY) == NOW + 39 * DAY

    def test_is_the_promise_itself_where_that_was_over_when_it_was_given(self):
        assert near_from(NOW, NOW - HOUR, DAY) == NOW - HOUR


class TestLateStart:
    def test_begins_when_the_promise_is_near(self):
        near = order(placed_at=NOW - 6 * HOUR, promised_start_at=NOW + 2 * HOUR)
        assert risks(near) == [Risk.LATE_START]
        assert risks(order(placed_at=NOW - 6 * HOUR + MINUTE, promised_start_at=NOW + 2 * HOUR + MINUTE)) == []

    def test_begins_four_hours_before_the_start_at_the_earliest(self):
        long = {"placed_at": NOW - 30 * DAY}
        assert risks(order(promised_start_at=NOW + 4 * HOUR, **long)) == [Risk.LATE_START]
        assert risks(order(promised_start_at=NOW + 4 * HOUR + MINUTE, **long)) == []

    def test_says_since_when(self):
        near, over = (order(placed_at=NOW - 6 * HOUR, promised_start_at=at) for at in (NOW + 2 * HOUR, NOW - HOUR))
        assert risks_of_order(near, NOW)[0].since == NOW
        assert risks_of_order(over, NOW)[0].since == NOW - HOUR
        assert [risks_of_order(each, NOW)[0].is_late(NOW) for each in (near, over)] == [False, True]

    def test_is_late_from_the_promised_moment_on(self):
        (found,) = risks_of_order(order(promised_start_at=NOW), NOW)
        assert found == AtRisk(Risk.LATE_START, since=NOW, due=NOW)
        assert found.is_late(NOW)
        assert not found.is_late(NOW - MINUTE)

    def test_is_over_once_work_has_begun(self):
        assert risks(order(promised_start_at=NOW - DAY, started_at=NOW - HOUR)) == []

    @pytest.mark.parametrize("status", [each for each in OrderStatus if each is not OrderStatus.IN_PROGRESS])
    def test_is_about_orders_in_progress_alone(self, status):
        late = {"promised_start_at": NOW - DAY, "promised_completion_at": NOW - HOUR, "paused_from": NOW - DAY}
        assert risks(order(status=status, **late)) == []


class TestLateCompletion:
    def test_begins_within_a_quarter_of_the_span_and_a_day(self):
        started = {"started_at": NOW - DAY}
        assert risks(order(promised_completion_at=NOW + 16 * HOUR, **started)) == [Risk.LATE_COMPLETION]
        assert risks(order(promised_completion_at=NOW + 16 * HOUR + MINUTE, **started)) == []
        long = {"placed_at": NOW - 30 * DAY, **started}
        assert risks(order(promised_completion_at=NOW + DAY, **long)) == [Risk.LATE_COMPLETION]
        assert risks(order(promised_completion_at=NOW + DAY + MINUTE, **long)) == []

    def test_needs_a_promise(self):
        assert risks(order(placed_at=NOW - 400 * DAY)) == []


class TestUnanswered:
    def test_begins_after_the_stated_time(self):
        assert risks(order(waiting_since=NOW - ANSWER_WITHIN)) == [Risk.UNANSWERED]
        assert risks(order(waiting_since=NOW - ANSWER_WITHIN + MINUTE)) == []

    def test_is_since_the_message(self):
        (found,) = risks_of_order(order(waiting_since=NOW - DAY), NOW)
        assert (found.since, found.due) == (NOW - DAY, NOW - DAY + ANSWER_WITHIN)

    @pytest.mark.parametrize("status", [OrderStatus.FINISHED, OrderStatus.REFUND, OrderStatus.CANCELED])
    def test_goes_on_for_a_while_after_the_order(self, status):
        ended = {"status": status, "waiting_since": NOW - DAY}
        assert risks(order(closed_at=NOW - STILL_TALKING, **ended)) == [Risk.UNANSWERED]
        assert risks(order(closed_at=NOW - STILL_TALKING - MINUTE, **ended)) == []


class TestPausedOrder:
    def test_is_promised_for_a_time_when_the_seller_is_away(self):
        away = {"paused_from": NOW - HOUR, "paused_until": NOW + 5 * DAY}
        assert risks(order(promised_completion_at=NOW + 4 * DAY, **away)) == [Risk.PAUSED]
        assert risks(order(promised_completion_at=NOW + 5 * DAY, **away)) == []
        assert risks(order(**away)) == [Risk.PAUSED]

    def test_needs_a_pause_that_runs(self):
        assert risks(order(paused_from=NOW + HOUR)) == []
        assert risks(order(paused_from=NOW - DAY, paused_until=NOW)) == []
        assert risks(order(paused_from=NOW - DAY)) == [Risk.PAUSED]

    def test_counts_from_the_moment_the_pause_begins(self):
        assert risks(order(paused_from=NOW)) == [Risk.PAUSED]
        assert risks(order(paused_from=NOW + MINUTE)) == []

    @pytest.mark.parametrize(
        ("promised", "due"),
        [(NOW + 4 * DAY, NOW + 4 * DAY), (None, NOW - HOUR)],
        ids=["at its promise", "at once where nothing is promised"],
    )
    def test_gives_its_buyer_a_reason_to_complain(self, promised, due):
        waits = order(paused_from=NOW - HOUR, promised_completion_at=promised)
        assert risks_of_order(waits, NOW) == [AtRisk(Risk.PAUSED, since=NOW - HOUR, due=due)]


class TestOffer:
    def test_is_sold_out_where_it_shows_and_nothing_is_left(self):
        assert risks(offer(stock=0)) == [Risk.SOLD_OUT]
        assert risks(offer(stock=0, listed=False)) == []
        assert risks(offer(stock=0, paused_from=NOW - DAY)) == []
        assert risks(offer(stock=None)) == risks(offer(stock=1)) == []

    def test_is_oversold_where_orders_that_the_stock_does_not_know_of_need_more(self):
        assert risks(offer(stock=3, uncounted=4)) == [Risk.OVERSOLD]
        assert risks(offer(stock=3, uncounted=3)) == []
        assert risks(offer(stock=None, uncounted=9)) == []

    def test_is_overbooked_where_more_is_due_than_was_ever_done_in_a_day(self):
        usual = {"delivered": ENOUGH_DELIVERIES, "best_day": 4}
        assert risks(offer(due_soon=5, **usual)) == [Risk.OVERBOOKED]
        assert risks(offer(due_soon=4, **usual)) == []
        assert risks(offer(due_soon=5, delivered=ENOUGH_DELIVERIES - 1, best_day=4)) == []
        (found,) = risks_of_offer(offer(due_soon=5, **usual), NOW)
        assert found.due == NOW + DUE_SOON

    def test_of_which_nothing_is_known_has_nothing_waiting_due_or_delivered(self):
        new = OfferOnSale(listed=True, stock=None)
        assert (new.uncounted, new.waiting, new.due_soon, new.delivered, new.best_day) == (0, 0, 0, 0, 0)

    def test_is_paused_while_orders_wait_for_it(self):
        assert risks(offer(paused_from=NOW - DAY, waiting=1)) == [Risk.PAUSED]
        assert risks(offer(paused_from=NOW - DAY, waiting=0)) == []
        assert risks(offer(paused_from=NOW - DAY, paused_until=NOW, waiting=1)) == []

    def test_says_since_when(self):
        placed = NOW - HOUR
        (found,) = risks_of_offer(offer(stock=0, last_placed_at=placed), NOW)
        assert found.since == placed
        (found,) = risks_of_offer(offer(stock=0), NOW)
        assert found.since == NOW - DAY

    @pytest.mark.parametrize(
        ("stated_at", "last_placed_at", "since"),
        [
            (NOW - DAY, NOW - HOUR, NOW - HOUR),
            (NOW - HOUR, NOW - DAY, NOW - HOUR),
            (NOW - DAY, None, NOW - DAY),
            (None, NOW - HOUR, NOW - HOUR),
            (None, None, NOW),
        ],
        ids=["an order after the word", "a word after the order", "the word alone", "the order alone", "neither"],
    )
    def test_is_at_risk_since_its_newest_order_or_its_sellers_word(self, stated_at, last_placed_at, since):
        known = {"stated_at": stated_at, "last_placed_at": last_placed_at}
        too_many = {"due_soon": 5, "delivered": ENOUGH_DELIVERIES, "best_day": 4}
        for facts, risk, due in (
            (offer(stock=0, **known), Risk.SOLD_OUT, since),
            (offer(stock=3, uncounted=4, **known), Risk.OVERSOLD, since),
            (offer(**too_many, **known), Risk.OVERBOOKED, NOW + DUE_SOON),
        ):
            assert risks_of_offer(facts, NOW) == [AtRisk(risk, since=since, due=due)]

    def test_is_paused_since_its_pause_began_and_its_buyers_may_complain_from_then_on(self):
        begun = NOW - 3 * DAY
        found = risks_of_offer(offer(paused_from=begun, waiting=1), NOW)
        assert found == [AtRisk(Risk.PAUSED, since=begun, due=begun)]


class TestUrgency:
    def test_goes_by_the_moment_from_which_the_buyer_may_complain(self):
        late = {"promised_completion_at": NOW - HOUR, "promised_start_at": NOW - DAY}
        reasons = risks_of_order(order(waiting_since=NOW - 14 * HOUR, **late), NOW)
        assert [each.risk for each in reasons] == [Risk.LATE_START, Risk.UNANSWERED, Risk.LATE_COMPLETION]
        assert most_urgent(reasons) == NOW - DAY

    def test_names_each_remedy_once(self):
        reasons = risks_of_order(order(promised_start_at=NOW - DAY, waiting_since=NOW - DAY), NOW)
        kinds = remedies_for(reasons)
        assert len(kinds) == len(set(kinds))
        assert {RemedyKind.ANSWER, RemedyKind.DELAY_NOTICE, RemedyKind.EXTEND_DELIVERY} <= set(kinds)

    def test_has_a_remedy_against_every_risk(self):
        assert set(REMEDIES) == set(Risk)


class TestRemedies:
    MAKE_UP_FOR_IT = (RemedyKind.DELAY_NOTICE, RemedyKind.EXTEND_DELIVERY, RemedyKind.COMPENSATION)

    @pytest.mark.parametrize(
        ("risk", "kinds"),
        [
            (Risk.LATE_START, MAKE_UP_FOR_IT),
            (Risk.LATE_COMPLETION, MAKE_UP_FOR_IT),
            (Risk.UNANSWERED, (RemedyKind.ANSWER, RemedyKind.NO_ANSWER, RemedyKind.COMPENSATION)),
            (Risk.PAUSED, (*MAKE_UP_FOR_IT, RemedyKind.PAUSE_OFFER)),
            (Risk.SOLD_OUT, (RemedyKind.SET_STOCK, RemedyKind.PAUSE_OFFER)),
            (Risk.OVERSOLD, (RemedyKind.SET_STOCK, RemedyKind.PAUSE_OFFER)),
            (Risk.OVERBOOKED, (RemedyKind.PAUSE_OFFER,)),
        ],
    )
    def test_are_offered_in_the_order_in_which_they_help(self, risk, kinds):
        assert remedies_for([AtRisk(risk, NOW, NOW)]) == kinds

    def test_are_for_an_order_or_for_an_offer_save_for_pausing_the_whole_shop(self):
        answers = (RemedyKind.ANSWER, RemedyKind.NO_ANSWER)
        assert (*answers, *self.MAKE_UP_FOR_IT) == OF_ORDERS
        assert OF_OFFERS == (RemedyKind.SET_STOCK, RemedyKind.PAUSE_OFFER)
        assert set(RemedyKind) - {*OF_ORDERS, *OF_OFFERS} == {RemedyKind.PAUSE_ALL}


class TestRiskMet:
    UNANSWERED_AND_LATE = tuple(
        AtRisk(risk, NOW, NOW) for risk in (Risk.UNANSWERED, Risk.LATE_START, Risk.LATE_COMPLETION)
    )

    @pytest.mark.parametrize(
        ("kind", "risk"),
        [
            (RemedyKind.ANSWER, Risk.UNANSWERED),
            (RemedyKind.COMPENSATION, Risk.UNANSWERED),
            (RemedyKind.DELAY_NOTICE, Risk.LATE_START),
            (RemedyKind.SET_STOCK, None),
        ],
    )
    def test_is_the_most_urgent_that_the_remedy_is_for(self, kind, risk):
        assert risk_met(kind, self.UNANSWERED_AND_LATE) is risk

    def test_is_none_where_nothing_is_at_risk(self):
        assert risk_met(RemedyKind.ANSWER, ()) is None


class TestShares:
    def test_need_enough_in_every_group(self):
        assert enough_to_say(ENOUGH_ORDERS, ENOUGH_ORDERS)
        assert not enough_to_say(ENOUGH_ORDERS, ENOUGH_ORDERS - 1)
