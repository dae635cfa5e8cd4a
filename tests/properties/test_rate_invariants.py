"""Whatever happens to reviews, the figures say what the reviews say (rating.md, invariants 1 to 5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.actions.remove_review import remove_review
from feedback.actions.restore_review import restore_review
from feedback.actions.strike_review import strike_review
from feedback.jobs.recompute_rate import recompute_rate
from feedback.jobs.reconcile_rates import reconcile_rates
from feedback.jobs.slide_windows import slide_windows
from feedback.jobs.sweep_stale_rates import sweep_stale_rates
from feedback.models import Review, SellerRate, StaleDay
from feedback.queries import rate_at, rating_of, what_if
from feedback.queries.past_figures import figures_at
from policy.terms import ReviewStatus
from tests.properties.histories import (
    BEGIN,
    Place,
    World,
    counted_slowly,
    histories,
    make_world,
    play,
    states_at,
    states_now,
    steps,
)

pytestmark = pytest.mark.django_db

quickly = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
lags = st.timedeltas(timedelta(0), timedelta(days=400))


@pytest.fixture
def world(db):
    return make_world()


class Undone(Exception):
    pass


def each_anew(test):
    """Run an example in a transaction of its own that is given back."""

    def run(world, **drawn):
        world.now, world.published_on, world.moments = BEGIN, {}, []
        try:
            with transaction.atomic():
                test(world, **drawn)
                raise Undone
        except Undone:
            pass

    return run


def settle(world: World) -> None:
    for place in world.places:
        sweep_stale_rates(tenant=place.cast.tenant, now=world.now)
        slide_windows(tenant=place.cast.tenant, now=world.now)


def span_of(place: Place) -> int:
    return 20 if place.cast.tenant.slug == "west" else 0


def check_all(world: World) -> None:
    for place in world.places:
        today = world.now.astimezone(place.zone).date()
        with place.cast.inside():
            assert not StaleDay.objects.exists()
            for seller in place.sellers:
                expected = counted_slowly(states_now(seller), today, span_of(place))
                rate = SellerRate.objects.filter(seller=seller).first()
                assert (rate.windows if rate else counted_slowly([], today, 0)) == expected
                for figures in expected.values():
                    ratings = figures["positive"] + figures["neutral"] + figures["negative"]
                    assert sum(figures["stars"]) == ratings
        assert reconcile_rates(tenant=place.cast.tenant, now=world.now, repair=False) == []


class TestRates:
    def test_stored_figures_equal_a_recount(self, world):
        @quickly
        @given(history=histories, lag=lags)
        def holds(history, lag):
            each_anew(body)(world, history=history, lag=lag)

        def body(world, *, history, lag):
            for step in history:
                play(world, step)
            settle(world)
            check_all(world)
            world.now += lag
            settle(world)
            check_all(world)
            for place in world.places:
                with place.cast.inside():
                    for review in Review.objects.all():
                        assert review.published_on == world.published_on[review.pk]

        holds()

    def test_any_past_moment_can_be_told(self, world):
        @quickly
        @given(history=histories, ages=st.lists(st.floats(0, 1), min_size=2, max_size=3), settled=st.booleans())
        def holds(history, ages, settled):
            each_anew(body)(world, history=history, ages=ages, settled=settled)

        def body(world, *, history, ages, settled):
            for step in history:
                play(world, step)
            if settled:
                settle(world)
            moments = [world.moments[int(age * (len(world.moments) - 1))] for age in ages]
            moments += [BEGIN - timedelta(days=30), world.now]
            for place in world.places:
                with place.cast.inside():
                    for seller in place.sellers:
                        for moment in moments:
                            today = moment.astimezone(place.zone).date()
                            # Before the history began the marketplace had another policy, which counted every review.
                            span = span_of(place) if moment >= BEGIN else 0
                            expected = counted_slowly(states_at(seller, moment), today, span)
                            windows, _ = figures_at(seller, moment)
                            assert windows == expected

        holds()

    def test_what_if_is_what_happens_and_restoring_takes_it_back(self, world):
        @quickly
        @given(history=histories, which=st.integers(0, 9), act=st.sampled_from(("remove", "strike", "strike some")))
        def holds(history, which, act):
            each_anew(body)(world, history=history, which=which, act=act)

        def body(world, *, history, which, act):
            for step in history:
                play(world, step)
            for place in world.places:
                tenant = place.cast.tenant
                with place.cast.inside():
                    standing = Review.objects.filter(status=ReviewStatus.PUBLISHED).order_by("published_at", "id")
                    if found := list(standing.select_related("seller", "tenant")):
                        review = found[-1 - which % len(found)]
                        # Never all that counts: then nothing would be left of the rating.
                        part = review.counted_criteria[:-1] if act == "strike some" else []
                        outcome = "remove" if act == "remove" else "strike"
                        answer = what_if(review, outcome, world.now, criteria=part)
                        settle(world)
                        before = rating_of(review.seller, world.now)
                        assert answer["now"] == {name: before[name] for name in answer["now"]}
                        given_to = {"tenant": tenant, "by": place.cast.carol, "review": review, "now": world.now}
                        if act == "remove":
                            remove_review(**given_to, ground="unrelated")
                        else:
                            strike_review(**given_to, ground="unrelated", criteria=part)
                        recompute_rate(tenant=tenant, seller_id=review.seller_id, now=world.now)
                        after = rating_of(review.seller, world.now)
                        assert answer["then"] == {name: after[name] for name in answer["then"]}
                        restore_review(tenant=tenant, by=place.cast.carol, review=review, now=world.now)
                        recompute_rate(tenant=tenant, seller_id=review.seller_id, now=world.now)
                        again = rating_of(review.seller, world.now)
                        no_figures = {"version": None, "computed_at": None}
                        assert again | no_figures == before | no_figures
                        assert rate_at(review.seller, world.now) | no_figures == again | no_figures

        holds()

    def test_one_sellers_change_is_no_others(self, world):
        @quickly
        @given(history=histories, step=steps)
        def holds(history, step):
            each_anew(body)(world, history=history, step=step)

        def body(world, *, history, step):
            for earlier in history:
                play(world, earlier)
            settle(world)
            before = stored(world)
            play(world, step)
            for place in world.places:
                sweep_stale_rates(tenant=place.cast.tenant, now=world.now)
            touched = world.places[step.place].sellers[step.seller].pk
            for seller_id, row in stored(world).items():
                assert seller_id == touched or row == before[seller_id]

        holds()


def stored(world: World) -> dict:
    rows = {}
    for place in world.places:
        with place.cast.inside():
            for rate in SellerRate.objects.all():
                rows[rate.seller_id] = (rate.windows, rate.version, rate.lower_bound, rate.counted_on)
    return rows
