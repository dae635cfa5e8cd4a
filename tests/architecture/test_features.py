"""The list of features names tests and pictures that are there."""

from __future__ import annotations

import re

import pytest

from tests.architecture.test_rooms import ROOT
from tests.journeys.visits import VISITS

LINES = [line for line in (ROOT / "docs" / "features.md").read_text().splitlines() if re.match(r"\| \d+ \|", line)]
FEATURES = {int(line.split("|")[1]): line for line in LINES}


class TestTheFeatures:
    def test_are_all_listed(self):
        assert sorted(FEATURES) == list(range(1, 35))

    @pytest.mark.parametrize("number", FEATURES)
    def test_are_proved_by_tests_that_exist(self, number):
        named = re.findall(r"`([\w/]+\.py)`", FEATURES[number])
        assert named and [each for each in named if not (ROOT / "tests" / each).exists()] == []

    @pytest.mark.parametrize("number", FEATURES)
    def test_are_seen_in_a_picture(self, number):
        title = FEATURES[number].split("|")[5].strip()
        # What only programs ask for has no page.
        assert title in {visit.title for visit in VISITS} or (number == 16 and not title)
