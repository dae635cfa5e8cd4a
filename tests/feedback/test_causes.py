"""Sellers see what is behind their negative reviews: by subject, by question, by month, and of late."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.actions.hide_review import hide_review
from feedback.actions.strike_review import strike_review
from feedback.jobs.read_reviews import read_batch
from feedback.jobs.sweep_stale_rates import sweep_stale_rates
from feedback.models import Review
from feedback.pages.cause_figures import cause_figures, first_day
from feedback.queries.causes import CAUSES, Causes
from tests.cast import NOW, browser, make_cast, make_mallory, make_seller
from tests.feedback.standing import FIVES, ONES, posted

LATE = "It arrived three weeks late."
RUDE = "The seller was rude and ignored my messages."
DAY = timedelta(days=1)
PAGE = "/selling/causes"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


def leave(cast, comment, days_ago=1, **more) -> Review:
    with cast.inside():
        return posted(cast, comment=comment, at=NOW - days_ago * DAY, **more)


def count(cast) -> None:
    with cast.inside():
        sweep_stale_rates(tenant=cast.tenant, now=NOW)


def read(cast) -> None:
    read_batch(tenant=cast.tenant)
    count(cast)


def text(response) -> str:
    page = response.content.decode()
    main = re.sub(r"<svg.*?</svg>", " ", page[page.index("<main") :], flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def seen(cast, path=PAGE, member=None) -> str:
    answer = browser(cast.tenant, member or cast.bob).get(path)
    assert answer.status_code == 200
    return text(answer)


class TestPage:
    def test_counts_each_cause_of_all_negative_reviews(self, cast):
        for _ in range(3):
            leave(cast, LATE)
        leave(cast, LATE + " " + RUDE)
        leave(cast, "", stars={**ONES, "communication": 3})
        leave(cast, LATE, stars=FIVES)
        read(cast)
        leave(cast, "Nobody has read this yet.")
        count(cast)
        page = seen(cast)
        assert "In the last 12 months 6 reviews of 7 ratings were negative." in page
        assert "Named most often: delivery, in 4 of 6 reviews." in page
        assert "Delivery by month in the table below 4 of 6 67 %" in page
        assert "Stars without words by month in the table below 1 of 6 17 %" in page
        assert "Not read yet by month in the table below 1 of 6 17 %" in page
        assert "Order fulfilment by month in the table below 6 of 6 100 %" in page
        assert "Communication by month in the table below 5 of 6 83 %" in page

    def test_sets_the_last_90_days_against_the_90_before(self, cast):
        for days_ago in (0, 89, 90, 179, 180):
            leave(cast, LATE, days_ago)
        read(cast)
        assert "Delivery 2 of 2 100 % 2 of 2 100 % as many" in seen(cast)

    def test_leaves_out_what_does_not_count(self, cast):
        leave(cast, LATE)
        struck, hidden = leave(cast, RUDE), leave(cast, RUDE)
        with cast.inside():
            strike_review(tenant=cast.tenant, by=cast.carol, review=struck, ground="shipped_on_time", now=NOW)
            hide_review(tenant=cast.tenant, by=cast.carol, review=hidden, now=NOW)
        read(cast)
        page = seen(cast)
        assert "1 review" in page and "Communication by month in the table below 1 of 1" in page
        assert "Your service" not in page

    def test_says_when_there_is_none(self, cast):
        leave(cast, LATE, stars=FIVES)
        leave(cast, LATE, days_ago=400)
        assert "Nobody has left a negative review in the last 12 months." in seen(cast)

    def test_takes_as_many_queries_for_one_review_as_for_many(self, cast):
        def queries():
            bob = browser(cast.tenant, cast.bob)
            with CaptureQueriesContext(connection) as taken:
                assert bob.get(PAGE).status_code == 200
            return len(taken)

        leave(cast, LATE)
        read(cast)
        once = queries()
        for days_ago in range(40, 1, -1):
            leave(cast, LATE + RUDE, days_ago)
        read(cast)
        assert queries() == once


class TestWhoSees:
    def test_is_for_those_who_run_the_seller(self, cast):
        for member in (cast.alice, cast.carol, cast.laura):
            assert browser(cast.tenant, member).get(PAGE).status_code == 404
        assert browser(cast.tenant).get(PAGE).status_code == 302

    def test_knows_no_other_seller(self, cast):
        other = make_mallory()
        with cast.inside():
            make_seller(cast.tenant, "next-door")
        with other.inside():
            make_seller(other.tenant, "far-away", runs=other.bob)
        for slug in ("next-door", "far-away", "made-up"):
            assert browser(cast.tenant, cast.bob).get(PAGE, {"seller": slug}).status_code == 404

    def test_leads_from_one_shop_to_the_next(self, cast):
        leave(cast, LATE)
        with cast.inside():
            second = make_seller(cast.tenant, "second", "Second shop", runs=cast.bob)
        page = browser(cast.tenant, cast.bob).get(PAGE)
        assert "?seller=second" in page.content.decode()
        assert "Nobody has left" in seen(cast, f"{PAGE}?seller={second.slug}")


class TestListOfReviews:
    def listed(self, cast, query, member):
        answer = browser(cast.tenant, member).get(f"/sellers/{cast.seller.slug}?{query}")
        return text(answer)

    def test_shows_the_reviews_behind_a_cause(self, cast):
        leave(cast, LATE)
        leave(cast, RUDE)
        read(cast)
        page = browser(cast.tenant, cast.bob).get(PAGE).content.decode()
        (href,) = re.findall(r'href="(/sellers/[^"]*about=delivery)#', page)
        shown = self.listed(cast, html.unescape(href).partition("?")[2], cast.bob)
        assert LATE in shown and RUDE not in shown

    def test_shows_the_reviews_with_few_stars_for_a_question(self, cast):
        leave(cast, LATE, stars={**ONES, "communication": 3})
        leave(cast, RUDE)
        shown = self.listed(cast, "few=communication", cast.bob)
        assert RUDE in shown and LATE not in shown

    @pytest.mark.parametrize("who", ["alice", "carol"])
    def test_tells_nobody_else_what_programs_read(self, cast, who):
        leave(cast, LATE)
        leave(cast, RUDE)
        read(cast)
        shown = self.listed(cast, "about=delivery&few=start_time", getattr(cast, who))
        assert LATE in shown and RUDE in shown and "What they are about" not in shown


def causes(reviews, **about) -> Causes:
    few = dict.fromkeys(("fulfilment", "start_time", "communication"), 0)
    return Causes(reviews, {**dict.fromkeys(CAUSES, 0), **about}, few, few)


class TestFigures:
    def shown(self, days, today=date(2026, 3, 15)):
        return cause_figures(days, today=today, href=lambda **query: "?")

    @pytest.mark.parametrize(
        ("today", "first"),
        [
            (date(2026, 6, 15), date(2025, 7, 1)),
            (date(2026, 12, 31), date(2026, 1, 1)),
            (date(2026, 1, 1), date(2025, 2, 1)),
        ],
    )
    def test_twelve_months_end_with_this_one(self, today, first):
        assert first_day(today) == first
        assert len(self.shown({}, today)["months"]) == 12

    def test_puts_each_day_into_its_month(self):
        figures = self.shown({date(2025, 4, 1): causes(2, price=1), date(2026, 3, 15): causes(3, price=2)})
        (row,) = figures["about"]
        assert [bar.part.number for bar in row.bars] == [1, *[0] * 10, 2]
        assert (figures["first_month"], figures["last_month"], row.year.number) == ("Apr 2025", "Mar 2026", 3)
        assert [bar.height for bar in row.bars if bar.height] == [16, 32]

    def test_puts_what_is_no_answer_last(self):
        figures = self.shown({date(2026, 3, 1): causes(9, not_read=9, price=1, product=3)})
        assert [row.label for row in figures["about"]] == ["The product", "The price", "Not read yet"]

    def test_names_what_rose_most_and_of_how_many(self):
        days = {date(2025, 12, 1): causes(10, price=2, product=5), date(2026, 3, 1): causes(10, price=6, product=5)}
        assert self.shown(days)["sentences"] == [
            "Named most often: the product, in 10 of 20 reviews.",
            "Risen most: the price, in 6 of 10 reviews of the last 90 days, against 2 of 10 in the 90 before.",
        ]

    @pytest.mark.parametrize(
        ("before", "last"),
        [
            # More reviews alone, too few reviews, too few of the cause.
            (causes(10, price=10), causes(20, price=19)),
            (causes(9, price=1), causes(12, price=9)),
            (causes(10, price=1), causes(10, price=3)),
        ],
    )
    def test_makes_nothing_of_a_rise_by_chance(self, before, last):
        assert len(self.shown({date(2025, 12, 1): before, date(2026, 3, 1): last})["sentences"]) == 1
