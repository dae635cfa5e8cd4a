"""Tries are counted exactly, also when forty come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from accounts.actions.count_attempt import count_attempt
from accounts.models import Attempt

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
FIVE_MINUTES = timedelta(minutes=5)


def attempt(subject="alice", now=NOON, limit=3):
    return count_attempt(subject=subject, limit=limit, span=FIVE_MINUTES, now=now)


@pytest.mark.django_db(transaction=True)
class TestCountAttempt:
    def test_allows_as_many_as_the_limit_and_no_more(self):
        assert [bool(attempt()) for _ in range(5)] == [True, True, True, False, False]

    def test_counts_each_subject_by_itself(self):
        for _ in range(3):
            attempt("alice")
        assert attempt("bob")

    def test_says_when_to_come_back_and_keeps_its_word(self):
        for _ in range(3):
            attempt()
        wait = attempt().retry_after
        assert 300 <= wait <= 310
        assert not attempt(now=NOON + timedelta(seconds=wait - 11))
        assert attempt(now=NOON + timedelta(seconds=wait))

    def test_has_no_seam_at_which_a_double_burst_passes(self):
        late = NOON + timedelta(seconds=299)
        for _ in range(3):
            assert attempt(now=late)
        assert not attempt(now=late + timedelta(seconds=2))
        assert not attempt(now=late + timedelta(seconds=298))

    def test_survives_the_rollback_of_the_request(self):
        with transaction.atomic():
            for _ in range(3):
                attempt()
            transaction.set_rollback(True)
        assert not attempt()

    def test_does_not_count_refused_tries(self):
        for _ in range(10):
            attempt()
        assert sum(Attempt.objects.values_list("count", flat=True)) == 3

    def test_keeps_no_subject_in_clear(self):
        attempt("alice@example.com")
        assert "alice" not in Attempt.objects.get().subject

    def test_forgets_after_a_day(self):
        attempt("alice")
        attempt("bob", now=NOON + timedelta(days=2))
        assert Attempt.objects.count() == 1

    def test_lets_exactly_the_limit_pass_of_forty_at_once(self):
        def one(_):
            try:
                with transaction.atomic():
                    return bool(attempt(limit=10))
            finally:
                connection.close()

        with ThreadPoolExecutor(40) as pool:
            assert sum(pool.map(one, range(40))) == 10
