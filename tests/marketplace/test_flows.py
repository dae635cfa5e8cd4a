"""Drawings of what comes and goes say what the figures say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template import Context, Template

from marketplace.templatetags import flows
from marketplace.templatetags.plots import LEFT, RIGHT, TOP, WIDTH

MONDAY = date(2026, 3, 2)


def days(*numbers):
    return [(MONDAY + timedelta(days=place), *row) for place, row in enumerate(numbers)]


def render(source: str, **context: object) -> str:
    return Template("{% load flows %}" + source).render(Context(context))


class TestTheTopOfAnAxis:
    @pytest.mark.parametrize(
        ("largest", "top"),
        [(0, 2), (1, 2), (2, 2), (3, 3), (5, 6), (9, 10), (11, 20), (21, 30), (100, 100), (801, 1000)],
    )
    def test_is_round_and_no_smaller(self, largest, top):
        assert flows.top_of_axis(largest) == top


class TestFlow:
    def drawn(self, *numbers):
        return flows.flow_plot(
            days(*numbers), title="Filed and decided", came="filed", went="decided", left="withdrawn"
        )

    def test_stands_above_and_below_one_line_at_one_scale(self):
        plot = self.drawn((4, 2, 0), (0, 1, 1))
        first, second = plot["columns"]

        assert float(first["came"]) == pytest.approx(2 * float(first["went"]), abs=0.02)
        assert float(first["came_y"]) == pytest.approx(TOP, abs=0.02)
        assert float(first["came_y"]) + float(first["came"]) == pytest.approx(float(plot["zero"]), abs=0.02)
        assert float(second["left_y"]) == pytest.approx(float(second["went_y"]) + float(second["went"]), abs=0.02)

    def test_gives_weeks_where_days_are_too_many(self):
        plot = self.drawn(*[(1, 2, 3)] * 101)

        assert plot["weeks"]
        assert plot["rows"][0] == ("2 Mar 2026", 7, 14, 21)
        assert len(plot["rows"]) == 15
        assert sum(row[1] for row in plot["rows"]) == 101

    def test_is_a_table_too(self):
        html = render(
            '{% flow_plot rows title="Filed and decided" came="filed" went="decided" left="withdrawn" %}',
            rows=days((1204, 7, 0)),
        )

        assert '<th scope="row">2 Mar 2026</th><td class="num">1,204</td><td class="num">7</td>' in html
        assert "2 Mar 2026: 1,204 filed, 7 decided, 0 withdrawn" in html

    def test_says_so_where_nothing_happened(self):
        html = render('{% flow_plot rows title="x" came="a" went="b" left="c" %}', rows=days((0, 0, 0)))

        assert "<svg" not in html
        assert "Nothing came and nothing went" in html


class TestOutlook:
    PAST = days((10,), (20,))
    COMING = [(MONDAY + timedelta(days=1), 21.0, 19.0, 23.0), (MONDAY + timedelta(days=2), 22.4, 18.2, 30.0)]

    def drawn(self, past=PAST, coming=COMING):
        return flows.outlook_plot(past, coming, title="Backlog", unit="open cases")

    def test_goes_on_from_the_last_known_day(self):
        plot = self.drawn()

        assert plot["line"].endswith(plot["ahead"].removeprefix("M").split("L")[0])
        assert plot["line"].startswith(f"M{LEFT:.1f} ")
        assert plot["ahead"].split("L")[-1].startswith(f"{WIDTH - RIGHT:.1f} ")
        # What is expected of the day that is not over stands in the table, not in the line.
        assert plot["ahead"].count("L") == 1

    def test_reaches_as_high_as_its_band(self):
        plot = self.drawn()

        assert plot["marks"][0] == (30, f"{TOP:g}")
        assert f" {TOP:.1f}" in plot["band"]

    def test_is_a_table_too(self):
        html = render(
            '{% outlook_plot past coming title="Backlog" unit="open cases" %}', past=self.PAST, coming=self.COMING
        )

        assert '<th scope="row">4 Mar 2026, expected</th><td class="num">about 22</td>' in html
        assert "18 to 30" in html
        assert '<th scope="row">3 Mar 2026, so far</th><td class="num">20</td>' in html

    def test_draws_the_past_alone_where_nothing_is_foretold(self):
        plot = self.drawn(coming=[])

        assert (plot["ahead"], plot["band"]) == ("", "")
        assert plot["line"]

    def test_says_so_where_there_is_nothing_yet(self):
        assert "nothing to draw yet" in render('{% outlook_plot rows rows title="x" unit="y" %}', rows=[])
