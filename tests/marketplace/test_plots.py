"""Drawings say what the figures say: shares, gaps, targets and stars."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template

from marketplace.templatetags import plots, ui


def render(source: str, **context: object) -> str:
    return Template("{% load ui plots %}" + source).render(Context(context))


class TestPercentText:
    def test_rounds_half_to_even_with_one_decimal(self):
        assert plots.percent_text(Decimal("94.25")) == "94.2 %"

    def test_never_rounds_up_to_a_target_that_is_missed(self):
        assert plots.percent_text(Decimal("94.96"), 95) == "94.9 %"

    def test_shows_the_target_when_it_is_reached(self):
        assert plots.percent_text(Decimal("95"), 95) == "95.0 %"

    def test_says_that_there_is_no_rate(self):
        assert plots.percent_text(None, 95) == "no rate"


class TestHistogram:
    def test_shares_are_of_all_ratings_from_five_stars_down(self):
        rows = plots.histogram({"5": 3, "1": 1})["rows"]
        assert [(row["stars"], row["count"], row["percent"]) for row in rows] == [
            (5, 3, "75 %"),
            (4, 0, "0 %"),
            (3, 0, "0 %"),
            (2, 0, "0 %"),
            (1, 1, "25 %"),
        ]

    def test_one_of_a_thousand_is_not_called_none(self):
        rows = plots.histogram({5: 999, 1: 1})["rows"]
        assert (rows[0]["percent"], rows[4]["percent"]) == (">99 %", "<1 %")

    def test_no_ratings_draw_no_bars(self):
        assert "<line" not in render("{% histogram counts %}", counts={})

    def test_rows_lead_to_the_reviews_with_those_stars(self):
        assert 'href="?stars=4"' in render('{% histogram counts href="?stars=STARS" %}', counts={4: 1})

    def test_labels_are_escaped(self):
        assert "<b>" not in render("{% bar_table rows %}", rows=[("<b>late</b>", 3)])


class TestTrend:
    DAY = date(2026, 1, 1)

    def test_days_are_spread_by_their_distance_in_time(self):
        rows = [
            (self.DAY, 90, 1),
            (self.DAY + timedelta(days=1), 90, 1),
            (self.DAY + timedelta(days=4), 90, 1),
        ]
        first, second, last = (point.x for point in plots.trend_points(rows, None, 80))
        assert second - first == pytest.approx((last - first) / 4, abs=0.1)

    def test_a_day_without_a_rate_leaves_a_gap(self):
        rows = [(self.DAY + timedelta(days=i), rate, 1) for i, rate in enumerate([90, 91, None, 92, 93])]
        assert len(plots.line_paths(plots.trend_points(rows, None, 80))) == 2

    def test_a_single_rating_is_still_seen(self):
        assert plots.line_paths(plots.trend_points([(self.DAY, 100, 1)], None, 80))[0].endswith("h0.01")

    def test_the_axis_begins_below_the_lowest_rate_and_the_target(self):
        assert (plots.axis_floor([96.0], 95.0), plots.axis_floor([71.0], 95.0)) == (90, 60)

    def test_full_marks_stand_above_the_target(self):
        assert plots.height_of(100, 80) < plots.height_of(95, 80) < plots.height_of(80, 80)

    def test_draws_the_target_and_offers_the_same_figures_as_a_table(self):
        html = render("{% trend_plot points target=95 %}", points=[(self.DAY, Decimal("94.96"), 1204)])
        assert "target-line" in html
        assert '<td class="num">94.9 %</td><td class="num">1,204</td>' in html

    def test_says_so_when_there_is_nothing_to_draw(self):
        assert "nothing to draw yet" in render("{% trend_plot points %}", points=[(self.DAY, None, 0)])

    def test_a_long_history_is_thinned_and_keeps_its_last_day(self):
        rows = [(self.DAY + timedelta(days=i), 90, 1) for i in range(1000)]
        thin = plots.thinned(rows)
        assert len(thin) <= plots.POINTS_AT_MOST
        assert thin[-1] == rows[-1]


class TestStars:
    @pytest.mark.parametrize(("value", "width"), [(5, "120.0"), (4.5, "108.0"), (None, "0"), (9, "120.0")])
    def test_fills_in_proportion(self, value, width):
        assert plots.star_width(value) == width

    def test_has_a_text_alternative(self):
        html = render('{% include "components/stars.html" with value=4.5 only %}')
        assert 'aria-label="4.5 of 5 stars"' in html

    def test_the_chosen_radio_is_kept(self):
        html = render('{% include "components/star_field.html" with name="x" legend="X" value=3 only %}')
        assert html.count(" checked") == 1
        assert 'value="3" checked' in html


class TestWords:
    @pytest.mark.parametrize(
        ("span", "words"),
        [
            (timedelta(days=3, hours=4, minutes=9), "3 days, 4 hours"),
            (timedelta(days=1, minutes=5), "1 day"),
            (timedelta(hours=1), "1 hour"),
            (timedelta(seconds=20), "less than a minute"),
        ],
    )
    def test_durations_name_their_two_largest_units(self, span, words):
        assert ui.duration_in_words(span) == words

    def test_times_show_the_zone_on_hover(self, settings):
        from django.utils import timezone

        with timezone.override("Europe/Berlin"):
            html = ui.when(datetime(2026, 1, 5, 12, 0, tzinfo=UTC))
        assert "5 Jan 2026, 13:00" in html
        assert "CET (UTC+01:00)" in html
        assert 'datetime="2026-01-05T12:00:00Z"' in html

    def test_a_state_means_what_its_kind_makes_it(self):
        assert ui.status_words("withdrawn", "review") == "Withdrawn by the buyer"
        assert ui.status_words("withdrawn", "request") == "Withdrawn"

    def test_wrapped_content_is_escaped_once(self):
        html = render('{% notice "info" %}{{ words }}{% endnotice %}', words="<i>Bob & Co</i>")
        assert "&lt;i&gt;Bob &amp; Co&lt;/i&gt;" in html
