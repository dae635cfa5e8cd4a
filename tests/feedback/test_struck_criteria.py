"""A criterion that a decision struck can be read and counts nowhere; what is not struck goes on counting."""

from __future__ import annotations

import json
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import Entry
from feedback.actions.edit_review import UnableToEditReview, edit_review
from feedback.actions.remove_review import remove_review
from feedback.actions.restore_review import restore_review
from feedback.actions.strike_review import UnableToStrikeReview, strike_review
from feedback.jobs.derive_sentiments import derive_sentiments
from feedback.jobs.recompute_rate import recompute_rate
from feedback.jobs.reconcile_rates import reconcile_rates
from feedback.jobs.slide_windows import slide_windows
from feedback.models import Review, StaleDay
from feedback.queries import rate_at, rating_of, strikes_of, what_if
from feedback.queries.alternatives import figures_after
from feedback.queries.causes import added_up, causes_a_day
from feedback.queries.past_figures import figures_at
from feedback.queries.under_policy import impact_at, sentiment_under
from feedback.revising import derive
from policy.terms import Outcome
from tenants.models import PolicyVersion
from tenants.queries import policy_in_force
from tests.cast import NOW, make_cast
from tests.feedback.standing import FIVES, posted

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LATE = {"fulfilment": 1, "start_time": 1, "communication": 5}
"""Two stars overall, negative; without the start time three, neutral; without the first two five, positive."""


@pytest.fixture
def cast():
    cast = make_cast()
    with cast.inside():
        yield cast


@pytest.fixture
def review(cast):
    return posted(cast, stars=LATE)


def strike(cast, review, *criteria, ground="shipped_on_time", at=NOW):
    return strike_review(tenant=cast.tenant, by=cast.carol, review=review, ground=ground, criteria=criteria, now=at)


def restore(cast, review, *, at=NOW + HOUR, **which):
    return restore_review(tenant=cast.tenant, by=cast.carol, review=review, now=at, **which)


def count(cast, now=NOW):
    recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=now)
    assert reconcile_rates(tenant=cast.tenant, now=now, repair=False) == []
    return rating_of(cast.seller, now)


def figures(rating):
    return {name: value for name, value in rating.items() if name not in ("version", "computed_at")}


def feels(review):
    return review.status, review.struck_criteria, review.stars, review.sentiment


def caps_one_star(tenant, at):
    """A second version under which one star in a criterion can never be positive."""
    document = json.loads(json.dumps(policy_in_force(at=NOW).document))
    document["feedback"]["one_star_caps"] = "neutral"
    return PolicyVersion.objects.create(tenant=tenant, number=2, document=document, effective_from=at, published_at=at)


class TestStrike:
    def test_leaves_the_review_published_with_what_the_rest_amounts_to(self, cast, review):
        assert feels(review) == ("published", None, 2, "negative")
        assert feels(strike(cast, review, "start_time")) == ("published", ["start_time"], 3, "neutral")
        assert feels(strike(cast, review, "fulfilment")) == ("published", ["fulfilment", "start_time"], 5, "positive")
        kept = review.revisions.order_by("number").values_list("kind", "ground", "struck_criteria", "stars")
        assert list(kept) == [
            ("posted", "", None, 2),
            ("struck", "shipped_on_time", ["start_time"], 3),
            ("struck", "shipped_on_time", ["fulfilment", "start_time"], 5),
        ]
        said = Entry.objects.filter(action="review.struck").order_by("id").last().data
        assert (said["status"], said["criteria"]) == ("published", ["fulfilment"])

    def test_marks_the_day_and_counts_the_rest_alone(self, cast, review):
        posted(cast, stars=FIVES)
        before = count(cast)
        assert (before["rate"], before["criteria"]["start_time"]) == ("0.5000", 3.0)
        assert not StaleDay.objects.exists()

        strike(cast, review, "start_time")

        assert StaleDay.objects.count() == 1
        after = count(cast)
        assert after["windows"]["30"] == {"positive": 1, "neutral": 1, "negative": 0, "rate": "1.0000"}
        assert after["criteria"] == {"fulfilment": 3.0, "start_time": 5.0, "communication": 5.0}
        assert after["histogram"] == {"1": 0, "2": 0, "3": 1, "4": 0, "5": 1}
        assert (after["struck"], after["basis"]["ratings"]) == (0, 2)
        slide_windows(tenant=cast.tenant, now=NOW + timedelta(days=31))
        later = rating_of(cast.seller, NOW + timedelta(days=31))
        assert later["windows"]["30"]["rate"] is None
        assert later["windows"]["90"]["neutral"] == 1

    def test_is_known_of_every_moment(self, cast, review):
        before = figures(rate_at(cast.seller, NOW - timedelta(minutes=1)))
        strike(cast, review, "start_time")
        for _counted in (False, True):
            assert figures(rate_at(cast.seller, NOW - timedelta(minutes=1))) == before
            now = rate_at(cast.seller, NOW)
            assert now["criteria"] == {"fulfilment": 1.0, "start_time": None, "communication": 5.0}
            assert now["windows"]["365"]["neutral"] == 1
            assert figures(count(cast)) == figures(rate_at(cast.seller, NOW))

    def test_can_be_told_before(self, cast, review):
        posted(cast, stars=FIVES)
        posted(cast)
        count(cast)
        told = what_if(review, "strike", NOW, criteria=["start_time", "fulfilment"])
        assert (told["now"]["rate"], told["then"]["rate"]) == ("0.3333", "0.6667")
        assert told["then"]["windows"]["30"]["positive"] == 2
        policy = policy_in_force(at=NOW).policy
        impact = impact_at(review, NOW, policy, outcome=Outcome.STRIKE, criteria=["start_time", "fulfilment"])
        assert (impact.before, impact.after, impact.ratings) == (Fraction(1, 3), Fraction(2, 3), 3)
        windows, version = figures_at(cast.seller, NOW)
        after = figures_after(windows, [review], "strike", version, NOW, criteria=["start_time", "fulfilment"])
        strike(cast, review, "start_time", "fulfilment")
        assert figures_at(cast.seller, NOW)[0] == after
        done = count(cast)
        assert {name: done[name] for name in told["then"]} == told["then"]

    def test_is_no_cause_any_more(self, cast, review):
        strike(cast, posted(cast, stars={**LATE, "communication": 2}), "fulfilment")
        causes = added_up(causes_a_day(cast.seller, since=NOW.date() - timedelta(days=9)).values())
        assert causes.few == {"fulfilment": 1, "start_time": 2, "communication": 1}
        assert causes.rated == {"fulfilment": 1, "start_time": 2, "communication": 2}

    @pytest.mark.parametrize("criteria", [list(FIVES), ["start_time", "start_time", "communication", "fulfilment"]])
    def test_something_is_left_to_count(self, cast, review, criteria):
        with pytest.raises(UnableToStrikeReview, match="Nothing of the rating would be left"):
            strike(cast, review, *criteria)
        strike(cast, review, "fulfilment", "start_time")
        with pytest.raises(UnableToStrikeReview, match="Nothing of the rating would be left"):
            strike(cast, review, "communication")

    def test_refuses_what_is_struck_or_not_rated_or_not_published(self, cast, review):
        strike(cast, review, "start_time")
        with pytest.raises(UnableToStrikeReview, match="struck start time already"):
            strike(cast, review, "start_time")
        moved_in = posted(cast)
        Review.objects.filter(pk=moved_in.pk).update(overall=1, fulfilment=None, start_time=None, communication=None)
        with pytest.raises(UnableToStrikeReview, match="does not rate"):
            strike(cast, moved_in, "start_time")
        strike(cast, review)
        with pytest.raises(UnableToStrikeReview, match="struck -> struck"):
            strike(cast, review, "fulfilment")


class TestRestore:
    def test_takes_back_exactly_one_of_several(self, cast, review):
        before = figures(count(cast))
        first = strike(cast, review, "start_time")
        second = strike(cast, review, "fulfilment", ground="unrelated")
        assert strikes_of([second]) == {review.pk: {"fulfilment": "unrelated", "start_time": "shipped_on_time"}}

        assert feels(restore(cast, review, measure=first.version)) == ("published", ["fulfilment"], 3, "neutral")
        again = strike(cast, review, "start_time", ground="unrelated", at=NOW + 2 * HOUR)
        assert strikes_of([again])[review.pk]["start_time"] == "unrelated"
        restore(cast, review, at=NOW + 3 * HOUR)
        assert feels(restore(cast, review, at=NOW + 4 * HOUR)) == ("published", None, 2, "negative")
        assert figures(count(cast)) == before

    def test_a_later_whole_strike_or_removal_wins_until_it_goes(self, cast, review):
        part = strike(cast, review, "start_time")
        strike(cast, review, "fulfilment", ground="unrelated")
        counted = figures(count(cast))
        strike(cast, review, ground="unrelated")
        removed = remove_review(tenant=cast.tenant, by=cast.carol, review=review, ground="blackmail", now=NOW)
        assert (removed.status, removed.ground) == ("removed", "blackmail")
        assert removed.struck_criteria == ["fulfilment", "start_time"]
        assert count(cast)["removed"] == {"blackmail": 1}

        assert restore(cast, review).status == "struck"
        restored = restore(cast, review)
        assert (restored.ground, *feels(restored)) == ("", "published", ["fulfilment", "start_time"], 5, "positive")
        assert figures(count(cast, NOW + HOUR)) == counted

        strike(cast, review, ground="unrelated")
        under = restore(cast, review, measure=part.version)
        assert (under.ground, under.status, under.struck_criteria) == ("unrelated", "struck", ["fulfilment"])
        assert feels(restore(cast, review, everything=True)) == ("published", None, 2, "negative")


class TestEdit:
    def edit(self, cast, review, **stars):
        review.refresh_from_db()
        return edit_review(
            tenant=cast.tenant, by=cast.alice, review=review, version=review.version, stars=stars, comment=None, now=NOW
        )

    def test_changes_the_stars_and_brings_nothing_back(self, cast, review):
        strike(cast, review, "start_time")
        edited = self.edit(cast, review, start_time=5, fulfilment=2)
        assert feels(edited) == ("published", ["start_time"], 4, "positive")
        assert edited.revisions.order_by("number").last().struck_criteria == ["start_time"]
        assert count(cast)["criteria"]["start_time"] is None

    def test_cannot_leave_the_struck_ones_alone(self, cast, review):
        review.order.started_at = None
        review.order.save(update_fields=["started_at"])
        strike(cast, review, "start_time", "communication")
        with pytest.raises(UnableToEditReview) as refusal:
            self.edit(cast, review, fulfilment=None)
        assert [(problem.code, problem.pointer) for problem in refusal.value.problems] == [("conflict", "/fulfilment")]
        with pytest.raises(UnableToEditReview):
            self.edit(cast, review, overall=5, fulfilment=None, start_time=None, communication=None)


class TestNewPolicy:
    def test_does_not_look_at_a_struck_star(self, cast):
        looked_at = posted(cast, stars={"fulfilment": 1, "start_time": 5, "communication": 5})
        struck = posted(cast, stars={"fulfilment": 1, "start_time": 5, "communication": 5})
        strike(cast, struck, "fulfilment")
        caps_one_star(cast.tenant, NOW + HOUR)
        later = NOW + 2 * HOUR

        assert derive_sentiments(tenant=cast.tenant, clock=lambda: later).changed == 1

        looked_at.refresh_from_db(), struck.refresh_from_db()
        assert (looked_at.sentiment, struck.sentiment) == ("neutral", "positive")
        # What is given back is felt by the policy then in force, which no derivation would look at again.
        assert restore(cast, struck, at=later).sentiment == "neutral"
        assert count(cast, later)["windows"]["30"]["neutral"] == 2

    def test_feels_in_the_database_as_in_the_policy(self, cast, review):
        version = caps_one_star(cast.tenant, NOW)

        @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
        @given(stars=st.tuples(*[st.integers(1, 5)] * 3), struck=st.sets(st.sampled_from(list(FIVES)), max_size=2))
        def holds(stars, struck):
            Review.objects.filter(pk=review.pk).update(
                **dict(zip(FIVES, stars, strict=True)), struck_criteria=None, sentiment="negative", stars=1
            )
            made = Review.objects.get(pk=review.pk)
            made.struck_criteria = sorted(struck) or None
            derive(made, version)
            made.save()
            felt = Review.objects.annotate(felt=sentiment_under(version.policy)).get(pk=review.pk).felt
            assert felt == made.sentiment

        holds()
