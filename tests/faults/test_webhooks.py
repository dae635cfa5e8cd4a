"""Webhooks reach receivers whatever dies on the way: one message an event, sent at least once, with the same id."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import connection

from integrations import tasks
from integrations.actions.add_endpoint import UnableToAddEndpoint, add_endpoint
from integrations.jobs import deliver as delivering
from integrations.jobs.deliver import deliver
from integrations.jobs.pass_on import pass_on
from integrations.models import WebhookDelivery, WebhookEndpoint, WebhookMessage
from integrations.queries import MOST_ENDPOINTS
from integrations.webhooks.sending import AT_ONCE, LEASE, claim
from notifications.models import Announcement
from tenants.models import Tenant
from tests.cast import NOW, make_cast
from tests.integrations.receiver import receiving
from tests.integrations.webhooks import deliveries, listening, reviewed, sent, the_delivery

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


class KilledHere(BaseException):
    """Stands for kill -9: nothing after it runs."""


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    with receiving() as receiver:
        yield receiver


def at_once(work, times: int = 4) -> list:
    """What each of several threads made of `work`, begun at the same moment."""
    start = threading.Barrier(times)

    def one(_):
        try:
            start.wait(timeout=20)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as workers:
        return list(workers.map(one, range(times)))


class TestEveryEventOnce:
    def test_with_workers_at_once(self, cast, receiver):
        listening(cast, receiver.url)
        for _ in range(12):
            reviewed(cast)

        at_once(lambda: sent(cast))
        sent(cast)

        with cast.inside():
            assert WebhookMessage.objects.count() == WebhookDelivery.objects.count() == 12
            assert not Announcement.objects.exists()
        assert Counter(receiver.ids).most_common(1)[0][1] == 1
        assert len(receiver.ids) == 12

    def test_with_every_task_delivered_three_times(self, cast, receiver):
        listening(cast, receiver.url)
        reviewed(cast)
        tenant_id = str(cast.tenant.pk)

        for _ in range(3):
            tasks.deliver(tenant_id=tenant_id)
            tasks.pass_on(tenant_id=tenant_id)
            tasks.sweep_webhooks()
        for _ in range(3):
            tasks.deliver(tenant_id=tenant_id)
            tasks.forget_webhooks()

        assert len(receiver.ids) == 1

    def test_with_a_worker_killed_while_passing_on(self, cast, receiver, monkeypatch):
        listening(cast, receiver.url)
        reviewed(cast)
        with monkeypatch.context() as patch:
            patch.setattr("integrations.jobs.pass_on.nudge_sender", lambda _: (_ for _ in ()).throw(KilledHere()))
            with pytest.raises(KilledHere):
                pass_on(tenant=cast.tenant, now=NOW)
        with cast.inside():
            assert not WebhookMessage.objects.exists()

        sent(cast)

        with cast.inside():
            assert WebhookMessage.objects.count() == 1
        assert len(receiver.ids) == 1

    def test_of_an_act_that_was_rolled_back_nothing_is_told(self, cast, receiver, monkeypatch):
        listening(cast, receiver.url)
        with monkeypatch.context() as patch:
            patch.setattr(
                "feedback.actions.post_review.tell_review", lambda *_, **__: (_ for _ in ()).throw(KilledHere())
            )
            with pytest.raises(KilledHere):
                reviewed(cast)
        assert sent(cast) == 0


class TestAWorkerThatDies:
    def test_after_claiming_leaves_the_message_to_the_next(self, cast, receiver):
        listening(cast, receiver.url)
        reviewed(cast)
        pass_on(tenant=cast.tenant, now=NOW)
        assert len(claim(tenant=cast.tenant, now=NOW)) == 1

        assert sent(cast, NOW + LEASE / 2) == 0
        assert sent(cast, NOW + LEASE) == 1
        assert the_delivery(cast).state == "delivered"

    def test_between_sending_and_writing_down_repeats_the_same_message(self, cast, receiver, monkeypatch):
        listening(cast, receiver.url)
        reviewed(cast)
        with monkeypatch.context() as patch:
            patch.setattr(delivering, "write_down", lambda *_, **__: (_ for _ in ()).throw(KilledHere()))
            with pytest.raises(KilledHere):
                sent(cast)
        assert the_delivery(cast).state == "waiting"

        sent(cast, NOW + LEASE)

        first, second = receiver.got
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert first.body == second.body
        assert the_delivery(cast).state == "delivered"

    def test_and_comes_back_late_writes_nothing_over_the_next_ones_answer(self, cast, receiver):
        listening(cast, receiver.url)
        reviewed(cast)
        pass_on(tenant=cast.tenant, now=NOW)
        (late,) = claim(tenant=cast.tenant, now=NOW)
        sent(cast, NOW + LEASE)

        failed = delivering.Outcome(500, "", 1)
        with_the_late = {"tenant": cast.tenant, "began": NOW, "now": NOW + LEASE + timedelta(seconds=1)}
        delivering.write_down(late, failed, **with_the_late)

        assert the_delivery(cast).state == "delivered"
        with cast.inside():
            assert the_delivery(cast).tries.count() == 2
            assert WebhookEndpoint.objects.get().failures == 0


class TestOneEndpoint:
    def test_has_no_more_under_way_than_its_share(self, cast, receiver):
        listening(cast, receiver.url)
        for _ in range(AT_ONCE * 2):
            reviewed(cast)
        pass_on(tenant=cast.tenant, now=NOW)

        claimed = at_once(lambda: claim(tenant=cast.tenant, now=NOW))

        assert sum(map(len, claimed)) == AT_ONCE
        assert len({each.delivery_id for some in claimed for each in some}) == AT_ONCE
        assert len(deliveries(cast)) == AT_ONCE * 2

    def test_is_sent_to_by_one_worker_at_a_time(self, cast, receiver):
        receiver.waits = 1.0
        listening(cast, receiver.url)
        reviewed(cast)
        pass_on(tenant=cast.tenant, now=NOW)

        assert sorted(at_once(lambda: deliver(tenant=cast.tenant, clock=lambda: NOW), 3)) == [0, 0, 1]

    def test_beyond_the_most_is_refused_also_when_all_come_at_once(self, cast, receiver):
        for _ in range(MOST_ENDPOINTS - 2):
            listening(cast, receiver.url)

        def add():
            with cast.inside():
                try:
                    return add_endpoint(tenant=cast.tenant, by=cast.laura, url=receiver.url, now=NOW)
                except UnableToAddEndpoint:
                    return None

        added = at_once(add)

        assert sum(each is not None for each in added) == 2
        with cast.inside():
            assert WebhookEndpoint.objects.count() == MOST_ENDPOINTS
            assert Tenant.objects.get(pk=cast.tenant.pk).listens
