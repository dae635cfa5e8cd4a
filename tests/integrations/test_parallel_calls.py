"""Many calls at the same moment, on connections of their own: one does it, the others hear why they did not."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from feedback.models import Review
from tests.cast import finished_order, make_cast, make_mallory, make_member
from tests.integrations.calls import caller

pytestmark = pytest.mark.django_db(transaction=True)

STARS = {"fulfilment": 5, "start_time": 4, "communication": 3}


def at_once(calls: list[Any]) -> list[Any]:
    start = threading.Barrier(len(calls))

    def one(call: Any) -> Any:
        start.wait(timeout=120)
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


@pytest.fixture
def order():
    from django.utils import timezone

    cast = make_cast()
    with cast.inside():
        return cast, finished_order(cast, closed_at=timezone.now(), external_id="one")


def test_fifty_reviews_of_one_order_make_one(order):
    cast, _ = order
    key = caller(cast.alice)
    answers = at_once([lambda: key.post("orders/one/review", STARS) for _ in range(50)])
    assert [answer.status_code for answer in answers].count(201) == 1
    refused = [answer.json()["code"] for answer in answers if answer.status_code != 201]
    assert set(refused) <= {"already_reviewed", "rate_limited"}
    assert "already_reviewed" in refused
    with cast.inside():
        assert Review.objects.count() == 1


def test_fifty_reviews_with_one_idempotency_key_make_one_and_say_so(order):
    cast, _ = order
    key = caller(cast.alice)
    answers = at_once([lambda: key.post("orders/one/review", STARS, Idempotency_Key="k") for _ in range(50)])
    made = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.json()["id"] for answer in made}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in made) == 1
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"conflict"}
    assert {answer.status_code for answer in answers} <= {201, 409, 429}
    with cast.inside():
        assert Review.objects.count() == 1


def test_the_same_key_in_two_marketplaces_is_two_keys(order):
    here, elsewhere = order[0], make_mallory()
    for cast in (here, elsewhere):
        make_member(cast.tenant, "Ida", "integrator")
    keys = [caller(here.bob), caller(elsewhere.bob)]
    body = {"title": "A blade", "description": "", "currency": "EUR", "price": "5.00"}
    calls = [lambda key=key: key("PUT", "offers/fresh", body, Idempotency_Key="k") for key in keys for _ in range(10)]
    answers = at_once(calls)
    for part in (answers[:10], answers[10:]):
        made = [answer.json()["id"] for answer in part if answer.status_code == 201]
        assert len(set(made)) == 1
        assert {answer.status_code for answer in part} <= {201, 409}
    assert answers[0].status_code in (201, 409)


def test_exactly_as_many_calls_pass_as_a_key_has(order):
    cast, _ = order
    key = caller(cast.alice, requests_a_minute=20)
    answers = at_once([lambda: key.get("policy") for _ in range(40)])
    assert sorted(answer.status_code for answer in answers) == [200] * 20 + [429] * 20
