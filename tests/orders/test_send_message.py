"""The chat: who writes as whom, once for each external id, and never again otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from orders.actions.send_message import UnableToSendMessage, send_message
from orders.actions.store_upload import store_upload
from orders.models import Attachment, Message
from tenants.scope import tenant_scope
from tests.cast import NOW, finished_order, make_cast, make_mallory, make_member
from tests.orders.files import PDF, sent
from tests.orders.test_put_order import at_once
from wire.refusals import NotPermitted, NotThere


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(cast, order, by=None, sender="buyer", body="Hello", now=NOW, **more):
    with tenant_scope(cast.tenant):
        return send_message(tenant=cast.tenant, by=by, order=order, sender=sender, body=body, now=now, **more)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def order(cast):
    with cast.inside():
        return finished_order(cast)


def refused(*args, **kwargs):
    with pytest.raises(UnableToSendMessage) as caught:
        send(*args, **kwargs)
    return [(str(problem.code), problem.pointer) for problem in caught.value.problems]


class TestSendMessage:
    def test_each_side_writes_for_itself(self, cast, order):
        assert send(cast, order, by=cast.alice)[0].author == cast.alice
        assert send(cast, order, by=cast.bob, sender="seller")[0].author == cast.bob

    def test_the_marketplace_passes_on_both_sides_and_says_when(self, cast, order):
        integrator = make_member(cast.tenant, "Iris", "integrator")
        earlier = NOW - timedelta(days=3)
        message, created = send(cast, order, by=integrator, sender="seller", sent_at=earlier)
        assert (message.sent_at, message.author, created) == (earlier, None, True)

    def test_nobody_writes_as_the_other_side(self, cast, order):
        with pytest.raises(NotPermitted):
            send(cast, order, by=cast.alice, sender="seller")
        with pytest.raises(NotPermitted):
            send(cast, order, by=cast.carol, sender="buyer")

    def test_strangers_find_no_order(self, cast, order):
        stranger = make_member(cast.tenant, "Sam", "buyer", "seller")
        with pytest.raises(NotThere):
            send(cast, order, by=stranger)

    def test_only_the_marketplace_says_when(self, cast, order):
        assert refused(cast, order, by=cast.alice, sent_at=NOW - timedelta(days=9)) == [
            ("validation_failed", "/sent_at")
        ]
        assert refused(cast, order, sent_at=NOW + timedelta(days=1)) == [("validation_failed", "/sent_at")]

    @pytest.mark.parametrize("body", ["", "  \n ", "x" * 10_001, "a\x00b", "a\x07b"])
    def test_refuses_what_is_no_message(self, cast, order, body):
        assert ("validation_failed", "/body") in refused(cast, order, body=body)
        with cast.inside():
            assert not Message.objects.exists()

    def test_the_same_again_is_the_one_that_stands(self, cast, order):
        first, created = send(cast, order, external_id="m 1", sent_at=NOW)
        again, created_again = send(cast, order, external_id="m 1", sent_at=NOW, now=NOW + timedelta(hours=1))
        without_time, _ = send(cast, order, external_id="m 1", now=NOW + timedelta(hours=1))
        assert (created, created_again) == (True, False)
        assert first.pk == again.pk == without_time.pk

    def test_another_body_under_the_same_external_id_conflicts(self, cast, order):
        send(cast, order, external_id="m 1")
        assert refused(cast, order, external_id="m 1", body="Other") == [("conflict", "/external_id")]
        assert refused(cast, order, external_id="m 1", sender="seller") == [("conflict", "/external_id")]
        with cast.inside():
            other_order = finished_order(cast)
        assert refused(cast, other_order, external_id="m 1") == [("conflict", "/external_id")]

    def test_carries_files_of_the_sender_only(self, cast, order):
        with cast.inside():
            mine = store_upload(tenant=cast.tenant, by=cast.alice, name="a.pdf", content=sent(PDF), now=NOW)
        assert refused(cast, order, by=cast.bob, sender="seller", uploads=[mine]) == [("validation_failed", "/files")]
        send(cast, order, by=cast.alice, body="", uploads=[mine])
        with cast.inside():
            assert Attachment.objects.get().upload == mine

    def test_a_message_stays_for_good(self, cast, order):
        message, _ = send(cast, order)
        for change in (lambda rows: rows.update(body="Other"), lambda rows: rows.delete()):
            with pytest.raises(DatabaseError), cast.inside():
                change(Message.objects.filter(pk=message.pk))

    def test_another_marketplace_cannot_name_the_order(self, cast, order):
        mallory = make_mallory()
        with pytest.raises(DatabaseError), tenant_scope(mallory.tenant):
            send_message(tenant=mallory.tenant, by=None, order=order, sender="buyer", body="Hello", now=NOW)
            connection.check_constraints()


@pytest.mark.django_db(transaction=True)
class TestSendMessageAtOnce:
    def test_one_external_id_from_eight_connections_is_one_message(self):
        cast = make_cast()
        with cast.inside():
            order = finished_order(cast)
        results = at_once(8, lambda _: send(cast, order, external_id="m 1"))
        assert sum(created for _, created in results) == 1
        with cast.inside():
            assert Message.objects.count() == 1
