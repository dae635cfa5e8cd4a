"""Sellers' ratings over HTTP: as they are, as they were, and as they would be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback.jobs.recompute_rate import recompute_rate
from tests.cast import NOW, make_cast
from tests.feedback.standing import FIVES, posted, standing
from tests.integrations.calls import assert_problem, caller


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    """The clock of the API stands at NOW."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def bob(cast):
    return caller(cast.bob)


class TestRating:
    def test_has_every_field(self, cast, bob):
        with cast.inside():
            posted(cast, stars=FIVES)
            posted(cast)
            standing(cast, "removed")
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
        body = bob.get("sellers/bobs-store/rating").json()
        assert body.keys() >= {
            "seller", "rate", "status", "ratio", "target", "formula", "basis", "likely_between", "sure",
            "windows",
            "criteria", "histogram", "struck", "removed", "computed_at", "version",
        }  # fmt: skip
        assert (body["rate"], body["status"], body["ratio"]) == ("0.5000", "critical", "1 to 1")
        assert body["basis"] == {"window": "lifetime", "ratings": 2, "fell_back": True}
        assert body["removed"] == {"blackmail": 1}
        assert body["histogram"] == {"1": 1, "2": 0, "3": 0, "4": 0, "5": 1}
        assert body["windows"]["30"] == {"positive": 1, "neutral": 0, "negative": 1, "rate": "0.5000"}

    def test_of_a_past_moment(self, cast, bob):
        with cast.inside():
            posted(cast, stars=FIVES, at=NOW - timedelta(days=5))
            posted(cast)
        assert bob.get("sellers/bobs-store/rating?at=2026-06-12T00:00:00Z").json()["rate"] == "1.0000"
        assert bob.get("sellers/bobs-store/rating?at=2026-06-15T12:00:00Z").json()["rate"] == "0.5000"
        assert_problem(bob.get("sellers/bobs-store/rating?at=2027-01-01T00:00:00Z"), 422, "validation_failed", "/at")

    def test_what_if(self, cast, bob):
        with cast.inside():
            bad = posted(cast)
            posted(cast, stars=FIVES)
        body = bob.get(f"sellers/bobs-store/rating/what-if?review={bad.pk}&outcome=remove").json()
        assert (body["now"]["rate"], body["then"]["rate"]) == ("0.5000", "1.0000")
        assert body["five_star_reviews_to_target"] == 18
        assert "leaves_window_on" in body

    def test_what_if_of_an_unknown_review_or_outcome(self, cast, bob):
        path = "sellers/bobs-store/rating/what-if"
        assert_problem(bob.get(f"{path}?review=none&outcome=remove"), 422, "validation_failed", "/review")
        assert_problem(bob.get(f"{path}?outcome=remove"), 422, "validation_failed", "/review")
        with cast.inside():
            bad = posted(cast)
        assert_problem(bob.get(f"{path}?review={bad.pk}&outcome=burn"), 422, "validation_failed", "/outcome")

    def test_the_seller(self, cast, bob):
        body = bob.get("sellers/bobs-store").json()
        assert (body["external_id"], body["name"], body["slug"]) == (
            "bobs-store",
            "Bob's Store",
            "bobs-store",
        )
        assert body["url"].endswith("/sellers/bobs-store")
        assert_problem(bob.get("sellers/none"), 404, "not_found")
        assert_problem(bob.get("sellers/none/rating"), 404, "not_found")
