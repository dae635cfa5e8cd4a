"""How often callers may call."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import uuid6
from django.db import connection

from integrations.api import throttles
from integrations.api.throttles import seconds_to_wait
from tests.integrations.calls import Caller, assert_problem, caller

pytestmark = pytest.mark.usefixtures("test_views", "awake")


@pytest.fixture
def awake(monkeypatch):
    monkeypatch.setattr(throttles, "_asleep_until", 0.0)


def subject() -> str:
    return str(uuid6.uuid7())


class TestSecondsToWait:
    def test_lets_the_first_calls_pass_and_then_says_when_to_come_back(self):
        one = subject()
        waits = [seconds_to_wait(one, calls=3, seconds=60) for _ in range(5)]
        assert waits[:3] == [0, 0, 0]
        assert all(50 <= wait <= 60 for wait in waits[3:])

    def test_counts_each_subject_alone(self):
        assert seconds_to_wait(subject(), calls=1, seconds=60) == 0
        assert seconds_to_wait(subject(), calls=1, seconds=60) == 0

    def test_a_span_ends(self):
        one = subject()
        assert [bool(seconds_to_wait(one, calls=1, seconds=1)) for _ in range(2)] == [False, True]
        time.sleep(1.05)
        assert seconds_to_wait(one, calls=1, seconds=1) == 0

    def test_holds_under_parallel_calls(self):
        one = subject()
        with ThreadPoolExecutor(16) as pool:
            waits = list(pool.map(lambda _: seconds_to_wait(one, calls=40, seconds=60), range(200)))
        assert waits.count(0) == 40


class TestWithoutValkey:
    @pytest.fixture
    def silent_port(self):
        """Somebody who takes connections and never answers."""
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            yield listening.getsockname()[1]

    def test_calls_pass_at_once_where_nobody_listens(self, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        self.assert_open()

    def test_calls_pass_within_half_a_second_where_nobody_answers(self, settings, silent_port):
        settings.REDIS_URL = f"redis://127.0.0.1:{silent_port}/0"
        self.assert_open()

    def assert_open(self):
        began = time.monotonic()
        assert seconds_to_wait(subject(), calls=0, seconds=60) == 0
        assert time.monotonic() - began < 0.5
        began = time.monotonic()
        assert all(seconds_to_wait(subject(), calls=0, seconds=60) == 0 for _ in range(100))
        assert time.monotonic() - began < 0.5  # it is not asked again at once

    def test_it_is_asked_again_soon(self, settings, monkeypatch):
        real, settings.REDIS_URL = settings.REDIS_URL, "redis://127.0.0.1:1/0"
        seconds_to_wait(subject(), calls=1, seconds=60)
        settings.REDIS_URL = real
        now = time.monotonic()
        monkeypatch.setattr(throttles.time, "monotonic", lambda: now + throttles._REST + 1)
        one = subject()
        assert [bool(seconds_to_wait(one, calls=1, seconds=60)) for _ in range(2)] == [False, True]


class TestLimitsOfViews:
    def test_a_named_limit_holds_for_an_address_and_not_for_another(self, cast):
        nobody = Caller(cast.tenant)

        def send(address: str) -> int:
            return nobody.client.post(
                "/api/v1/t/notices-of-tests",
                {"name": "x"},
                content_type="application/json",
                REMOTE_ADDR=address,
            ).status_code

        assert [send("192.0.2.1") for _ in range(5)] == [201, 201, 201, 429, 429]
        assert send("192.0.2.2") == 201

    def test_a_forged_header_changes_nothing(self, cast):
        nobody = Caller(cast.tenant)
        statuses = [
            nobody.post("t/notices-of-tests", {"name": "x"}, X_Forwarded_For=f"192.0.2.{n}").status_code
            for n in range(5)
        ]
        assert statuses == [201, 201, 201, 429, 429]

    def test_says_when_to_come_back(self, cast):
        nobody = Caller(cast.tenant)
        for _ in range(3):
            nobody.post("t/notices-of-tests", {"name": "x"})
        refused = nobody.post("t/notices-of-tests", {"name": "x"})
        assert_problem(refused, 429, "rate_limited")
        assert 3500 < int(refused.headers["Retry-After"]) <= 3600

    def test_a_key_has_1200_calls_a_minute(self, cast):
        alice = caller(cast.alice)
        from accounts.models import ApiKey

        with cast.inside():
            key = ApiKey.objects.get()
        for _ in range(1199):
            seconds_to_wait(f"key:{key.pk}", calls=1200, seconds=60)
        assert [alice.get("t/who").status_code for _ in range(2)] == [200, 429]


def test_the_database_is_not_asked_for_counting(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        seconds_to_wait(subject(), calls=1, seconds=1)
    assert connection.vendor == "postgresql"
