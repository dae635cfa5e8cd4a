"""A policy that came into force gives every review its sentiment: once, whatever dies, and never in the past."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from audit.queries import entries_of
from feedback.actions.edit_review import edit_review
from feedback.actions.post_review import post_review
from feedback.actions.restore_review import restore_review
from feedback.actions.strike_review import strike_review
from feedback.actions.withdraw_review import withdraw_review
from feedback.jobs import derive_sentiments as job
from feedback.jobs.derive_sentiments import derive_latecomers, derive_sentiments
from feedback.jobs.reconcile_rates import reconcile_rates
from feedback.jobs.slide_windows import slide_windows
from feedback.jobs.sweep_stale_rates import sweep_stale_rates
from feedback.models import Derivation, Review, SellerRate
from feedback.queries import rate_at, rating_of
from feedback.queries.under_policy import sentiment_under
from policy.document import parse_policy, preset
from policy.sentiment import overall_stars, sentiment
from policy.terms import Criterion
from tenants.models import PolicyVersion
from tenants.queries import policy_in_force
from tests.cast import NOW, finished_order, make_cast, make_seller

HOUR = timedelta(hours=1)
LOW = (5, 5, 1)
HIGH = (5, 5, 5)


@pytest.fixture
def cast(db):
    made = make_cast()
    with made.inside():
        yield made


def posted(cast, stars=LOW, at=NOW, **order) -> Review:
    return post_review(
        tenant=cast.tenant,
        by=cast.alice,
        order=finished_order(cast, **order),
        stars=dict(zip(Criterion, stars, strict=True)),
        comment="",
        now=at,
    )


def policy(cast, number: int, at=NOW + HOUR, **feedback) -> PolicyVersion:
    document = preset("game_goods")
    document["feedback"] |= feedback
    return PolicyVersion.objects.create(
        tenant=cast.tenant, number=number, document=document, effective_from=at, published_at=NOW
    )


def derive(cast, at=NOW + 2 * HOUR):
    return derive_sentiments(tenant=cast.tenant, clock=lambda: at)


def count(cast, at=NOW + 2 * HOUR) -> None:
    sweep_stale_rates(tenant=cast.tenant, now=at)
    slide_windows(tenant=cast.tenant, now=at)


class TestWhatChanges:
    def test_reviews_get_the_sentiment_of_the_policy_in_force(self, cast):
        low, high = posted(cast), posted(cast, HIGH)
        version = policy(cast, 2, one_star_caps="neutral")
        done = derive(cast)
        low.refresh_from_db()
        high.refresh_from_db()
        assert (low.sentiment, low.policy_version_id, low.version) == ("neutral", version.pk, 2)
        assert (high.sentiment, high.policy_version.number, high.version) == ("positive", 1, 1)
        assert (done.total, done.looked_at, done.changed, done.finished_at) == (2, 2, 1, NOW + 2 * HOUR)
        assert [entry.action for entry in entries_of(done)] == ["reviews.derived", "sentiments.derived"]

    def test_each_change_is_a_revision_and_past_rates_stay(self, cast):
        low = posted(cast)
        count(cast, NOW)
        assert rating_of(cast.seller, NOW)["rate"] == "1.0000"
        policy(cast, 2, one_star_caps="neutral")
        derive(cast)
        count(cast)
        last = low.revisions.order_by("number").last()
        assert (last.kind, last.number, last.sentiment, last.by, last.at) == (
            "derived",
            2,
            "neutral",
            None,
            NOW + 2 * HOUR,
        )
        assert rating_of(cast.seller, NOW + 2 * HOUR)["rate"] is None
        assert rate_at(cast.seller, NOW + HOUR / 2)["rate"] == "1.0000"
        assert rate_at(cast.seller, NOW + 3 * HOUR)["windows"]["lifetime"]["neutral"] == 1

    def test_and_back_again(self, cast):
        low = posted(cast)
        policy(cast, 2, one_star_caps="neutral")
        derive(cast)
        policy(cast, 3, at=NOW + 3 * HOUR, one_star_caps="none")
        derive(cast, NOW + 4 * HOUR)
        low.refresh_from_db()
        assert (low.sentiment, low.version) == ("positive", 3)

    def test_reviews_that_do_not_count_come_back_with_the_right_one(self, cast):
        struck, gone = posted(cast), posted(cast)
        strike_review(tenant=cast.tenant, by=cast.carol, review=struck, ground="unrelated", now=NOW)
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=gone, now=NOW)
        policy(cast, 2, one_star_caps="neutral")
        assert derive(cast).changed == 2
        restore_review(tenant=cast.tenant, by=cast.carol, review=struck, now=NOW + 3 * HOUR)
        count(cast, NOW + 3 * HOUR)
        assert rating_of(cast.seller, NOW + 3 * HOUR)["windows"]["lifetime"]["neutral"] == 1
        assert reconcile_rates(tenant=cast.tenant, now=NOW + 3 * HOUR, repair=False) == []

    @pytest.mark.parametrize("caps", ["none", "neutral"])
    def test_the_column_says_what_the_policy_says(self, cast, caps):
        document = preset("game_goods")
        document["feedback"]["one_star_caps"] = caps
        rule = parse_policy(document)
        review = posted(cast)
        for stars in product((None, 1, 2, 3, 4, 5), repeat=3):
            if stars == (None, None, None):
                continue
            given = dict(zip(Criterion, stars, strict=True))
            columns = {criterion.value: number for criterion, number in given.items()}
            Review.objects.filter(pk=review.pk).update(stars=overall_stars(given), **columns)
            felt = Review.objects.annotate(felt=sentiment_under(rule)).get(pk=review.pk).felt
            assert felt == sentiment(given, one_star_caps=rule.feedback.one_star_caps), stars


class TestWhenItRuns:
    def test_not_before_the_policy_is_in_force(self, cast):
        posted(cast)
        policy(cast, 2, at=NOW + 5 * HOUR, one_star_caps="neutral")
        assert derive(cast) is None
        assert derive(cast, NOW + 5 * HOUR).changed == 1

    def test_the_first_policy_derives_nothing(self, cast):
        posted(cast)
        assert derive(cast) is None
        assert not Derivation.objects.exists()

    def test_the_same_rule_looks_at_nothing(self, cast):
        posted(cast)
        policy(cast, 2, target_rate="0.9")
        done = derive(cast)
        assert (done.total, done.looked_at, done.changed) == (0, 0, 0)
        assert done.finished_at is not None

    def test_twice_is_once(self, cast):
        low = posted(cast)
        policy(cast, 2, one_star_caps="neutral")
        derive(cast)
        assert derive(cast) is None
        assert low.revisions.count() == 2

    def test_a_policy_overtaken_before_it_was_derived_is_made_good(self, cast):
        low = posted(cast)
        policy(cast, 2, one_star_caps="neutral")
        policy(cast, 3, at=NOW + 3 * HOUR, one_star_caps="neutral")
        # Nobody came by while version 2 was in force.
        assert derive(cast, NOW + 4 * HOUR).changed == 1
        low.refresh_from_db()
        assert low.sentiment == "neutral"

    def test_an_unfinished_one_of_an_earlier_version_is_ended(self, cast):
        reviews = [posted(cast) for _ in range(3)]
        second = policy(cast, 2, one_star_caps="neutral")
        begun = Derivation.objects.create(
            tenant=cast.tenant, policy_version=second, started_at=NOW, total=3, looked_at=1, cursor=reviews[0].pk
        )
        policy(cast, 3, at=NOW + 3 * HOUR, one_star_caps="neutral")
        assert derive(cast, NOW + 4 * HOUR).changed == 3
        begun.refresh_from_db()
        assert begun.finished_at is not None

    def test_what_was_written_meanwhile_is_found_at_night(self, cast):
        policy(cast, 2, one_star_caps="neutral")
        derive(cast)
        # Begun before the policy came into force, committed after it was derived.
        late = posted(cast, at=NOW + HOUR / 2)
        assert late.sentiment == "positive"
        assert derive(cast) is None
        assert derive_latecomers(tenant=cast.tenant, now=NOW + 3 * HOUR) == 1
        late.refresh_from_db()
        assert late.sentiment == "neutral"
        assert derive_latecomers(tenant=cast.tenant, now=NOW + 3 * HOUR) == 0


class TestAWorkerThatDies:
    def test_leaves_whole_batches_and_another_goes_on(self, cast, monkeypatch):
        monkeypatch.setattr(job, "BATCH", 2)
        reviews = [posted(cast) for _ in range(5)]
        policy(cast, 2, one_star_caps="neutral")
        real, calls = job._next_batch, []

        def dies_at_the_second(*args):
            real(*args)
            calls.append(1)
            if len(calls) == 2:
                raise SystemExit

        monkeypatch.setattr(job, "_next_batch", dies_at_the_second)
        with pytest.raises(SystemExit):
            derive(cast)
        left = Derivation.objects.get()
        assert (left.looked_at, left.changed, left.finished_at) == (2, 2, None)
        monkeypatch.setattr(job, "_next_batch", real)
        done = derive(cast)
        assert (done.pk, done.looked_at, done.changed) == (left.pk, 5, 5)
        assert [review.revisions.count() for review in reviews] == [2] * 5
        count(cast)
        assert rating_of(cast.seller, NOW + 2 * HOUR)["windows"]["lifetime"]["neutral"] == 5
        assert reconcile_rates(tenant=cast.tenant, now=NOW + 2 * HOUR, repair=False) == []

    def test_an_edit_in_between_is_not_lost(self, cast):
        low = posted(cast)
        policy(cast, 2, one_star_caps="neutral")
        edit_review(
            tenant=cast.tenant,
            by=cast.alice,
            review=low,
            version=1,
            stars={"communication": 5},
            comment=None,
            now=NOW + HOUR,
        )
        assert derive(cast).changed == 0
        low.refresh_from_db()
        assert (low.sentiment, low.communication) == ("positive", 5)


class TestRatesReachEverySeller:
    @pytest.mark.parametrize(
        "feedback",
        [
            {"rate_formula": "positive_of_all"},
            {"minimum_ratings": 1},
            {"target_rate": "0.5"},
            {"same_buyer_collapse_days": 30},
            {"one_star_caps": "neutral"},
        ],
        ids=lambda values: next(iter(values)),
    )
    def test_by_the_sweeps_alone(self, cast, feedback):
        other = make_seller(cast.tenant, "second")
        for stars in (HIGH, LOW, (3, 3, 3), (1, 1, 1)):
            posted(cast, stars)
            posted(cast, stars, seller=other)
        count(cast, NOW)
        before = {rate.seller_id: (rate.version, rate.lower_bound) for rate in SellerRate.objects.all()}
        version = policy(cast, 2, **feedback)
        derive(cast)
        count(cast)
        for rate in SellerRate.objects.all():
            assert rate.policy_version_id == version.pk
            assert rate.version > before[rate.seller_id][0], "who kept a copy must see that it changed"
            stored = rating_of(rate.seller, NOW + 2 * HOUR)
            exact = rate_at(rate.seller, NOW + 2 * HOUR)
            assert {**stored, "version": None, "computed_at": None} == {**exact, "computed_at": None}
        assert policy_in_force(at=NOW + 2 * HOUR) == version
        assert reconcile_rates(tenant=cast.tenant, now=NOW + 2 * HOUR, repair=False) == []
