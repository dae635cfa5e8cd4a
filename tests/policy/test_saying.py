"""Sentences are English in themselves, and say themselves anew for whoever speaks."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from policy.saying import Said, joined, say, say_list, say_number, speak_with
from tests.policy.german import German, speaking_german


@pytest.fixture
def in_german():
    with speaking_german():
        yield


class TestASentence:
    def test_is_english_in_itself(self, in_german):
        said = say("It ends in {days}.", days=say_number("{number} day", "{number} days", 1204))
        assert said == "It ends in 1,204 days."
        assert json.loads(json.dumps([said])) == ["It ends in 1,204 days."]

    def test_is_said_in_the_language_of_the_moment(self, in_german):
        said = say("It ends in {days}.", days=say_number("{number} day", "{number} days", 1204))
        assert str(said) == f"{said}" == "Es endet in 1.204 Tage."
        assert "%s" % said == "Es endet in 1.204 Tage."  # noqa: UP031 - templates of others do this

    def test_chooses_the_form_that_goes_with_the_number(self):
        assert say_number("{number} day", "{number} days", 1) == "1 day"
        assert say_number("{number} day", "{number} days", 0) == "0 days"

    def test_lists_words_with_the_conjunction_of_the_language(self, in_german):
        both = say_list([say("Late"), say("Lost"), "Alice's"], "and")
        assert both == "Late, Lost and Alice's"
        assert str(both) == "Verspätet, Verloren und Alice's"
        assert say_list(["one"], "or") == "one"

    def test_lists_all_of_the_words_where_no_conjunction_is_named(self):
        assert say_list(["Late", "Lost"]) == "Late and Lost"

    def test_follows_another_with_a_space(self, in_german):
        told = joined(say("Late"), "", say("Lost"))
        assert (told[:], str(told)) == ("Late Lost", "Verspätet Verloren")

    @pytest.mark.parametrize(
        ("given", "english", "german"),
        [
            (date(2027, 3, 1), "On 1 March 2027", "Am 01.03.2027"),
            (datetime(2027, 3, 1, 14, 5, tzinfo=UTC), "On 1 March 2027, 14:05", "Am 01.03.2027 14:05"),
            (Fraction(19, 20), "On 0.95", "Am 0,95"),
            (Decimal("12.5"), "On 12.5", "Am 12,5"),
            (True, "On True", "Am True"),
            (None, "On None", "Am None"),
        ],
    )
    def test_writes_what_it_is_given_as_the_language_does(self, in_german, given, english, german):
        said = say("On {day}", day=given)
        assert (said[:], str(said)) == (english, german)

    def test_writes_every_digit_of_a_whole_number(self):
        assert say("{number} reviews", number=12_345_678_901) == "12,345,678,901 reviews"

    def test_stands_in_a_column_as_wide_as_the_format_says(self, in_german):
        assert f"{say('Late'):.<12}" == "Verspätet..."

    def test_keeps_a_format_of_its_own(self, in_german):
        assert (
            str(say("{at:%H:%M} and {part:.2f}", at=datetime(2027, 3, 1, 9, 5, tzinfo=UTC), part=1.5))
            == "09:05 and 1.50"
        )

    def test_can_be_kept_and_comes_back_as_it_was(self, in_german):
        said = say("It ends in {days}.", days=say_number("{number} day", "{number} days", 2))
        for back in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said), copy.copy(said)):
            assert isinstance(back, Said)
            assert (back, str(back)) == (said, "Es endet in 2 Tage.")

    def test_never_looks_into_what_it_is_given(self, in_german):
        assert say("On {day}", day="{0.__class__}") == "On {0.__class__}"


def test_whoever_begins_to_speak_is_told_who_spoke_until_now():
    german = German()
    before = speak_with(german)
    assert speak_with(before) is german
