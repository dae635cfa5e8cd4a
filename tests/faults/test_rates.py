"""Lost nudges, workers that die and workers that meet: rates become right all the same."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from feedback import tasks
from feedback.actions.post_review import post_review
from feedback.actions.remove_review import remove_review
from feedback.jobs import recompute_rate as recomputing
from feedback.jobs.recompute_rate import recompute_rate
from feedback.jobs.reconcile_rates import reconcile_rates
from feedback.models import DayTally, SellerRate, StaleDay
from feedback.queries import rating_of
from tests.cast import NOW, finished_order, make_cast

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

STARS = {"fulfilment": 5, "start_time": 5, "communication": 5}


@pytest.fixture
def cast():
    return make_cast()


def post(cast, number=0):
    with cast.inside():
        order = finished_order(cast)
        return post_review(
            tenant=cast.tenant,
            by=cast.alice,
            order=order,
            stars=STARS,
            comment="",
            now=NOW + timedelta(minutes=number),
        )


class TestLostNudge:
    def test_costs_no_write_and_the_sweep_makes_up_for_it(self, cast, monkeypatch):
        def away(*args, **kwargs):
            raise ConnectionError("The broker is away.")

        monkeypatch.setattr(tasks.recompute_rate, "apply_async", away)
        post(cast)
        with cast.inside():
            assert rating_of(cast.seller, NOW)["rate"] is None
        tasks.sweep_stale_rates()
        with cast.inside():
            assert rating_of(cast.seller, NOW)["rate"] == "1.0000"
            assert not StaleDay.objects.exists()


class TestDyingWorker:
    def test_leaves_everything_as_it_was(self, cast, monkeypatch):
        post(cast)
        with monkeypatch.context() as patch:

            def die(*args, **kwargs):
                raise KeyboardInterrupt

            patch.setattr(recomputing, "write_windows", die)
            with pytest.raises(KeyboardInterrupt):
                recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
        with cast.inside():
            assert StaleDay.objects.exists()
            assert not DayTally.objects.exists() and not SellerRate.objects.exists()
        tasks.recompute_rate(tenant_id=str(cast.tenant.pk), seller_id=str(cast.seller.pk))
        with cast.inside():
            assert rating_of(cast.seller, timezone.now())["rate"] == "1.0000"


class TestWorkersThatMeet:
    def test_lose_no_review_and_count_none_twice(self, cast):
        failures = []

        def posting(start):
            for number in range(start, start + 6):
                review = post(cast, number)
                if number % 3 == 0:
                    with cast.inside():
                        remove_review(tenant=cast.tenant, by=None, review=review, ground="unrelated", now=NOW)

        def counting(start):
            for _ in range(8):
                recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW, wait=bool(start))

        def run(work, start):
            try:
                work(start)
            except Exception as error:  # noqa: BLE001  whatever it is, the test names it
                failures.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(work, start)) for work in (posting, counting) for start in (0, 6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
        with cast.inside():
            assert rating_of(cast.seller, NOW)["windows"]["30"]["positive"] == 8
        assert reconcile_rates(tenant=cast.tenant, now=NOW, repair=False) == []
