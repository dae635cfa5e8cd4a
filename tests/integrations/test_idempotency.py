"""A write sent again is answered again and done once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from integrations.jobs.purge_answers import purge_answers
from integrations.models import StoredAnswer
from orders.models import Seller
from tests.cast import make_cast, make_member
from tests.integrations.calls import assert_problem, caller

pytestmark = pytest.mark.usefixtures("test_views")


def made(cast) -> int:
    with cast.inside():
        return Seller.objects.filter(name="Once").count()


class TestIdempotencyKey:
    def test_the_same_key_and_body_replays_the_answer(self, cast):
        bob = caller(cast.bob)
        first = bob.post("t/sellers", {"name": "Once"}, Idempotency_Key="k")
        again = bob.post("t/sellers", b' {"name":\n"Once"} ', Idempotency_Key="k")
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.content == again.content
        assert "Idempotent-Replayed" not in first.headers
        assert again.headers["Idempotent-Replayed"] == "true"
        assert made(cast) == 1

    def test_without_a_key_each_call_counts(self, cast):
        bob = caller(cast.bob)
        assert [bob.post("t/sellers", {"name": "Once"}).status_code for _ in range(2)] == [201, 201]
        assert made(cast) == 2

    def test_the_same_key_with_another_body_is_a_mismatch(self, cast):
        bob = caller(cast.bob)
        bob.post("t/sellers", {"name": "Once"}, Idempotency_Key="k")
        refused = bob.post("t/sellers", {"name": "Twice"}, Idempotency_Key="k")
        assert_problem(refused, 422, "idempotency_mismatch")

    def test_acting_for_somebody_else_is_another_body(self, cast, ida):
        make_member(cast.tenant, "Anna", "buyer", external_id="anna")
        key = caller(ida)
        assert key.post("t/who", {"acting_for": {"buyer": "alice"}}, Idempotency_Key="k").status_code == 200
        refused = key.post("t/who", {"acting_for": {"buyer": "anna"}}, Idempotency_Key="k")
        assert_problem(refused, 422, "idempotency_mismatch")

    def test_a_file_is_part_of_the_body(self, cast):
        client = caller(cast.bob).client

        def send(content: bytes):
            sent = {"file": SimpleUploadedFile("proof.png", content)}
            return client.post("/api/v1/t/files-of-tests", sent, headers={"Idempotency-Key": "k"})

        assert [send(b"same").status_code, send(b"same").status_code] == [201, 201]
        assert_problem(send(b"else"), 422, "idempotency_mismatch")

    def test_a_refusal_is_not_kept_so_the_corrected_call_may_use_its_key(self, cast):
        bob = caller(cast.bob)
        for fails in ("conflict", "not_there", "bug"):
            assert bob.post("t/sellers", {"name": "Once", "fails": fails}, Idempotency_Key="k").status_code >= 400
        assert_problem(bob.post("t/sellers", {"nome": "x"}, Idempotency_Key="k"), 422, "validation_failed")
        assert made(cast) == 0
        assert bob.post("t/sellers", {"name": "Once"}, Idempotency_Key="k").status_code == 201
        assert made(cast) == 1

    def test_a_key_belongs_to_its_owner_its_route_and_its_marketplace(self, cast, ida, elsewhere):
        bob, store = caller(cast.bob), {"name": "Once"}
        assert bob.post("t/sellers", store, Idempotency_Key="k").status_code == 201
        assert caller(ida).post("t/sellers", store, Idempotency_Key="k").status_code == 201
        assert caller(elsewhere.bob).post("t/sellers", store, Idempotency_Key="k").status_code == 201
        assert bob("DELETE", "t/nothing", Idempotency_Key="k").status_code == 204
        assert made(cast) == 2

    def test_two_keys_of_one_owner_share_their_idempotency_keys(self, cast):
        first = caller(cast.bob).post("t/sellers", {"name": "Once"}, Idempotency_Key="k")
        again = caller(cast.bob).post("t/sellers", {"name": "Once"}, Idempotency_Key="k")
        assert first.json() == again.json()

    def test_an_answer_without_a_body_is_replayed_without_one(self, cast):
        bob = caller(cast.bob)
        answers = [bob("DELETE", "t/nothing", Idempotency_Key="k") for _ in range(2)]
        assert [(answer.status_code, answer.content) for answer in answers] == [(204, b""), (204, b"")]

    @pytest.mark.parametrize("key", ["", "x" * 256, "tab\t", "schön"])
    def test_a_key_that_is_none_is_refused(self, cast, key):
        refused = caller(cast.bob).post("t/sellers", {"name": "Once"}, Idempotency_Key=key)
        assert_problem(refused, 422, "validation_failed")
        assert made(cast) == 0

    def test_after_a_day_the_key_is_free_again(self, cast):
        bob = caller(cast.bob)
        bob.post("t/sellers", {"name": "Once"}, Idempotency_Key="k")
        with cast.inside():
            StoredAnswer.objects.update(created_at=timezone.now() - timedelta(hours=24))
        assert bob.post("t/sellers", {"name": "Once"}, Idempotency_Key="k").status_code == 201
        assert made(cast) == 2

    def test_a_stranger_without_a_key_is_not_remembered(self, cast):
        from tests.integrations.calls import Caller

        nobody = Caller(cast.tenant)
        for _ in range(2):
            answer = nobody.post("t/notices-of-tests", {"name": "x"}, Idempotency_Key="k")
            assert (answer.status_code, "Idempotent-Replayed" in answer.headers) == (201, False)


class TestPurgeAnswers:
    def test_forgets_what_is_older_than_a_day_and_nothing_else(self, cast, elsewhere):
        now = timezone.now()
        for age in (23, 25, 48):
            caller(cast.bob).post("t/sellers", {"name": "Once"}, Idempotency_Key=f"{age}")
            with cast.inside():
                StoredAnswer.objects.filter(key=f"{age}").update(created_at=now - timedelta(hours=age))
        assert purge_answers(tenant=cast.tenant, now=now) == 2
        assert purge_answers(tenant=cast.tenant, now=now) == 0
        with cast.inside():
            assert list(StoredAnswer.objects.values_list("key", flat=True)) == ["23"]


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_fifty_posts_with_one_key_make_one_thing(self):
        cast = make_cast()
        callers = [caller(cast.bob) for _ in range(5)]
        start = threading.Barrier(50)

        def post(number: int):
            start.wait(timeout=60)
            try:
                answer = callers[number % 5].post("t/sellers", {"name": "Once"}, Idempotency_Key="k")
                return answer.status_code, answer.headers.get("Idempotent-Replayed"), answer.json()
            finally:
                connection.close()

        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(post, range(50)))

        assert made(cast) == 1
        first = [body for status, replayed, body in answers if status == 201 and not replayed]
        replayed = [body for status, replayed, body in answers if status == 201 and replayed]
        waiting = [body["code"] for status, _, body in answers if status == 409]
        assert len(first) == 1
        assert len(first) + len(replayed) + len(waiting) == 50
        assert all(body == first[0] for body in replayed)
        assert set(waiting) <= {"conflict"}
        again = callers[0].post("t/sellers", {"name": "Once"}, Idempotency_Key="k")
        assert again.json() == first[0]
