"""The client against a live marketplace: what goes well, what is refused, and what breaks on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import touchstone_client as client
from django.utils import timezone
from standardwebhooks import Webhook
from touchstone_client.calling import Caller
from touchstone_client.sending import Sender

from feedback.models import Review
from orders.models import Message
from tests.cast import finished_order
from tests.client.conftest import key_of
from tests.client.faulty import DROP, faulty
from tests.matrix.world import picture

A_PICTURE = picture().getvalue()
FIVES = {"fulfilment": 5, "start_time": 5, "communication": 5}


@pytest.fixture
def order(cast):
    with cast.inside():
        return finished_order(cast, closed_at=timezone.now() - timedelta(days=2)).external_id


def test_reviews_are_left_read_edited_and_answered(cast, client_of, order):
    alice, bob = client_of(cast.alice), client_of(cast.bob)
    review = alice.orders.review(order, **FIVES, comment="Quick and kind.")
    edited = alice.reviews.edit(review["id"], version=review["version"], comment="Quick.")
    assert bob.reviews.get(review["id"])["comment"] == edited["comment"] == "Quick."
    bob.reviews.respond(review["id"], body="Thank you!")
    assert [each["response"]["body"] for each in bob.reviews.list(seller="bobs-store")] == ["Thank you!"]
    bob.reviews.withdraw_response(review["id"])
    alice.reviews.withdraw(review["id"])
    assert [each["kind"] for each in alice.reviews.history(review["id"])] == ["posted", "edited", "withdrawn"]


def test_refusals_are_exceptions_with_code_and_places(cast, client_of, order):
    alice = client_of(cast.alice)
    with pytest.raises(client.Invalid) as refused:
        alice.orders.review(order, **{**FIVES, "start_time": 6})
    assert refused.value.code == "validation_failed"
    assert [each.pointer for each in refused.value.errors] == ["/start_time"]
    with pytest.raises(client.NotFound):
        alice.reviews.get("made-up")
    review = alice.orders.review(order, **FIVES)
    with pytest.raises(client.Conflict) as refused:
        alice.orders.review(order, **FIVES)
    assert refused.value.code == "already_reviewed"
    with pytest.raises(client.StaleVersion):
        alice.reviews.edit(review["id"], version=7, comment="Other.")
    with pytest.raises(client.PermissionDenied):
        alice.suspensions.list().__next__()


def test_a_key_that_is_none_is_refused(address):
    with pytest.raises(client.NotAuthenticated):
        client.Client(address, "tsk_none").policy.get()


def test_integrators_act_for_others(cast, ida, order):
    review = ida.acting_for(buyer="alice").orders.review(order, **FIVES)
    assert ida.acting_for(seller="bobs-store").reviews.respond(review["id"], body="Thanks.")["review"] == review["id"]
    with pytest.raises(ValueError, match="Name a buyer or a seller"):
        ida.acting_for()


def test_lists_go_on_over_all_pages(cast, ida, order):
    for number in range(5):
        ida.orders.send_message(order, sender="buyer", body=f"Hello {number}", external_id=f"m-{number}")
    listed = Caller(ida.caller.sender).listed("orders/{external_id}/messages", at={"external_id": order})
    two_a_page = ida.caller.listed("orders/{external_id}/messages", at={"external_id": order}, query={"page_size": 2})
    bodies = [each["body"] for each in listed]
    assert len(bodies) == 5 and [each["body"] for each in two_a_page] == bodies


def test_files_go_up_and_come_down(cast, client_of, ida):
    bob = client_of(cast.bob)
    kept = bob.files.upload('a "small" picture.png', A_PICTURE, "image/png")
    assert (kept["content_type"], kept["size"] > 0) == ("image/png", True)
    down = bob.files.get(kept["id"])
    assert down.content_type == "image/png" and down.content[:4] == A_PICTURE[:4]
    assert ida.acting_for(seller="bobs-store").files.upload("b.png", A_PICTURE, "image/png")["id"] != kept["id"]


class TestOnABadLine:
    def test_a_write_whose_answer_got_lost_is_done_once(self, cast, address, order):
        with faulty(address, DROP, DROP) as proxy:
            review = client.Client(proxy.url, key_of(cast.alice)).orders.review(order, **FIVES)
        assert len(proxy.seen) == 3 and len(set(proxy.seen)) == 1
        with cast.inside():
            assert str(Review.objects.get().pk) == review["id"]

    def test_what_has_no_id_of_its_own_is_done_once_too(self, cast, address, order):
        with faulty(address, DROP) as proxy:
            client.Client(proxy.url, key_of(cast.alice)).orders.send_message(order, sender="buyer", body="Hello?")
        with cast.inside():
            assert Message.objects.count() == 1

    def test_two_calls_have_two_keys(self, cast, address, order):
        with faulty(address) as proxy:
            alice = client.Client(proxy.url, key_of(cast.alice))
            alice.orders.send_message(order, sender="buyer", body="Hello?")
            alice.orders.send_message(order, sender="buyer", body="Hello?")
            alice.orders.get(order)
        keys = [key for _, key in proxy.seen]
        assert len(set(keys)) == 3 and keys[2] is None

    def test_a_key_of_the_callers_own_outlives_the_program(self, cast, address, order):
        alice = client.Client(address, key_of(cast.alice))
        first = alice.once("hello-17").orders.send_message(order, sender="buyer", body="Hello?")
        assert alice.once("hello-17").orders.send_message(order, sender="buyer", body="Hello?") == first
        with pytest.raises(client.Invalid) as refused:
            alice.once("hello-17").orders.send_message(order, sender="buyer", body="Other.")
        assert refused.value.code == "idempotency_mismatch"

    def test_it_waits_as_long_as_it_is_told(self, cast, address):
        waited: list[float] = []
        with faulty(address, (429, {"Retry-After": "7"}), (503, {}), (429, {"Retry-After": "7200"})) as proxy:
            sender = Sender(proxy.url, key_of(cast.bob), sleep=waited.append)
            with pytest.raises(client.RateLimited) as refused:
                client.Resources(Caller(sender)).policy.get()
        assert waited[0] == 7 and 0 < waited[1] < 1 and len(waited) == 2
        assert refused.value.retry_after == 7200

    def test_what_is_refused_is_not_sent_again(self, cast, address):
        with faulty(address) as proxy, pytest.raises(client.NotFound):
            client.Client(proxy.url, key_of(cast.bob)).orders.get("none")
        assert len(proxy.seen) == 1

    def test_nobody_there_is_said_so(self):
        waited: list[float] = []
        sender = Sender("http://127.0.0.1:9", "", retries=2, sleep=waited.append)
        with pytest.raises(client.Unreachable):
            client.Resources(Caller(sender)).policy.get()
        assert len(waited) == 2 and waited[1] > waited[0]


class TestVerifyWebhook:
    SECRET, OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
    BODY = '{"type": "review.published", "data": {"id": "1"}}'

    def headers(self, secret: str, at: datetime) -> dict[str, str]:
        signature = Webhook(secret).sign("msg_1", at, self.BODY)
        stamp = str(int(at.timestamp()))
        return {"Webhook-Id": "msg_1", "Webhook-Timestamp": stamp, "Webhook-Signature": signature}

    def test_reads_what_is_genuine(self):
        headers = self.headers(self.SECRET, datetime.now(UTC))
        assert client.verify_webhook(headers, self.BODY.encode(), self.SECRET)["type"] == "review.published"
        assert client.verify_webhook(headers, self.BODY, [self.OLD, self.SECRET])["data"] == {"id": "1"}

    def test_refuses_what_is_not(self):
        now = datetime.now(UTC)
        good = self.headers(self.SECRET, now)
        for headers, body in (
            (self.headers(self.OLD, now), self.BODY),
            (self.headers(self.SECRET, now - timedelta(minutes=6)), self.BODY),
            (good, self.BODY.replace("1", "2")),
            (good, self.BODY[:-1]),
            ({}, self.BODY),
            ({**good, "Webhook-Signature": "v1"}, self.BODY),
            (good, b"\xff\xfe"),
        ):
            with pytest.raises(client.NotGenuine):
                client.verify_webhook(headers, body, self.SECRET)
