"""What the rate would be without a review: the page's figures are those of a removal that is really carried out."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from feedback.actions.remove_review import remove_review
from feedback.actions.strike_review import strike_review
from feedback.jobs.sweep_stale_rates import sweep_stale_rates
from feedback.queries import rating_of
from tests.cast import NOW, browser, make_cast, make_mallory
from tests.feedback.standing import FIVES, ONES, posted, standing

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


def asked(cast, review, query="", member=None):
    return browser(cast.tenant, member or cast.bob).get(f"/selling/feedback/{review.pk}/what-if{query}")


def text(answer) -> str:
    assert answer.status_code == 200
    page = answer.content.decode()
    main = re.sub(r"<svg.*?</svg>", " ", page[page.index("<main") :], flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def windows_then(answer) -> list[tuple[str, ...]]:
    """(period, rate, positive, neutral, negative) without the review, as the table shows them."""
    table = answer.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    rows = []
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL):
        cells = re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        cells = [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in cells]
        rows.append((cells[0], cells[2], *(each.split("→")[-1].strip() for each in cells[3:6])))
    return rows


def really(cast) -> list[tuple[str, ...]]:
    with cast.inside():
        sweep_stale_rates(tenant=cast.tenant, now=NOW)
        windows = rating_of(cast.seller, NOW)["windows"]
    names = {"30": "30 days", "90": "90 days", "365": "365 days", "lifetime": "All time"}
    return [
        (
            names[key],
            f"{float(each['rate']) * 100:.1f} %" if each["rate"] else "no rate",
            *(str(each[name]) for name in ("positive", "neutral", "negative")),
        )
        for key, each in windows.items()
    ]


@pytest.fixture
def reviewed(cast):
    with cast.inside():
        for days_ago in (2, 40, 100, 400):
            posted(cast, stars=FIVES, at=NOW - days_ago * DAY)
        posted(cast, stars=ONES, at=NOW - 50 * DAY)
        return posted(cast, stars={**FIVES, "start_time": 1, "communication": 1}, at=NOW - 10 * DAY)


class TestFigures:
    def test_are_those_of_a_removal(self, cast, reviewed):
        told = windows_then(asked(cast, reviewed))
        with cast.inside():
            remove_review(tenant=cast.tenant, by=cast.carol, review=reviewed, ground="blackmail", now=NOW)
        assert told == really(cast)

    def test_are_those_of_a_strike(self, cast, reviewed):
        told = windows_then(asked(cast, reviewed))
        with cast.inside():
            strike_review(tenant=cast.tenant, by=cast.carol, review=reviewed, ground="shipped_on_time", now=NOW)
        assert told == really(cast)

    def test_of_one_criterion_are_those_of_its_strike(self, cast, reviewed):
        told = windows_then(asked(cast, reviewed, "?of=start_time"))
        with cast.inside():
            strike_review(
                tenant=cast.tenant,
                by=cast.carol,
                review=reviewed,
                ground="shipped_on_time",
                criteria=["start_time"],
                now=NOW,
            )
        assert told == really(cast)

    def test_say_when_it_ages_out(self, cast, reviewed):
        told = text(asked(cast, reviewed))
        for day in ("5 Jul 2026", "3 Sep 2026", "5 Jun 2027", "never"):
            assert day in told

    def test_say_how_many_five_star_reviews_are_needed_now_and_then(self, cast, reviewed):
        told = text(asked(cast, reviewed))
        assert "five-star reviews from now on would bring it to 95 %." in told


class TestWhoSeesIt:
    def test_is_the_reviewed_seller_alone(self, cast, reviewed):
        elsewhere = make_mallory()
        for member in (cast.alice, cast.carol, cast.laura):
            assert asked(cast, reviewed, member=member).status_code == 404
        assert asked(elsewhere, reviewed, member=elsewhere.bob).status_code == 404

    def test_is_nobody_where_the_review_counts_no_more(self, cast):
        with cast.inside():
            review = standing(cast, "struck")
        assert asked(cast, review).status_code == 404

    def test_takes_an_unknown_question_for_the_whole(self, cast, reviewed):
        assert "struck through the whole review" in text(asked(cast, reviewed, "?of=nonsense"))
