"""How often a seller may write after a negative review."""

from datetime import UTC, datetime, timedelta

import pytest

from policy.contact import ContactFacts, allowance, may_write, rule
from tests.policy.cast import policy as preset

NEGATIVE = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
RETAIL = preset("retail")


def after(**wrote) -> ContactFacts:
    times = {side: [NEGATIVE + days * DAY for days in given] for side, given in wrote.items()}
    return ContactFacts(NEGATIVE, times.get("seller", ()), times.get("buyer", ()))


def left(facts: ContactFacts, days: float, policy=RETAIL) -> int:
    return allowance(facts, policy, NEGATIVE + days * DAY).left


class TestContact:
    def test_is_free_where_no_negative_review_stands(self):
        facts = ContactFacts(None, [NEGATIVE] * 50)
        assert allowance(facts, RETAIL, NEGATIVE).limited is False
        assert may_write(facts, RETAIL, NEGATIVE, UTC) == []

    def test_retail_allows_two_messages_in_thirty_days(self):
        assert [left(after(seller=range(1, count + 1)), 10) for count in range(4)] == [2, 1, 0, 0]
        assert rule(RETAIL) == "After a negative review a seller can send 2 messages in 30 days."

    def test_a_single_message_can_be_the_rule(self):
        single = preset("retail", contact__messages_after_negative=1)
        assert rule(single) == "After a negative review a seller can send 1 message in 30 days."

    def test_refuses_the_third_and_names_the_moment_from_which_it_is_possible(self):
        [problem] = may_write(after(seller=[1, 2]), RETAIL, NEGATIVE + 5 * DAY, UTC)
        assert problem.code == "contact_limited"
        assert "from 01 April 2026, 12:00 UTC, or once the buyer answers" in problem.detail

    def test_the_oldest_leaves_the_span_to_the_second(self):
        facts = after(seller=[1, 2])
        free_at = allowance(facts, RETAIL, NEGATIVE + 5 * DAY).free_at
        assert left(facts, (free_at - NEGATIVE) / DAY) == 1
        assert allowance(facts, RETAIL, free_at - timedelta(seconds=1)).left == 0

    def test_of_many_the_last_ones_hold_the_way(self):
        found = allowance(after(seller=[1, 2, 8]), RETAIL, NEGATIVE + 9 * DAY)
        assert found.free_at == NEGATIVE + 32 * DAY

    def test_an_answer_of_the_buyer_makes_room(self):
        facts = after(seller=[1, 2], buyer=[3])
        assert left(facts, 4) == 2
        assert left(after(seller=[1, 2, 4], buyer=[3]), 5) == 1

    def test_what_was_written_before_the_review_counts_for_nothing(self):
        assert left(after(seller=[-3, -2, -1], buyer=[-1]), 1) == 2

    def test_quiet_hours_hold_until_they_end_or_the_buyer_writes(self):
        quiet = preset("retail", contact__quiet_hours_after_negative=24)
        assert allowance(after(), quiet, NEGATIVE + timedelta(hours=23)).free_at == NEGATIVE + DAY
        assert left(after(), 1, quiet) == 2
        assert left(after(buyer=[0.1]), 0.5, quiet) == 2

    def test_none_at_all_can_be_the_rule(self):
        none = preset("retail", contact__messages_after_negative=0)
        [problem] = may_write(after(), none, NEGATIVE + DAY, UTC)
        assert problem.detail.endswith("You can write again once the buyer answers.")

    @pytest.mark.parametrize(
        ("name", "count", "days"), [("game_goods", 5, 7), ("game_services", 5, 7), ("retail", 2, 30)]
    )
    def test_presets_say_how_many(self, name, count, days):
        policy = preset(name)
        assert left(after(), 1, policy) == count
        assert left(after(seller=[1] * count), 1.5, policy) == 0
        assert left(after(seller=[1] * count), 1 + days, policy) == count
