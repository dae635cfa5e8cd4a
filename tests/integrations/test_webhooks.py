"""Events reach those who listen: signed, once each, again and again until they answer, and in the end no more."""

from __future__ import annotations

import json
from datetime import timedelta
from ipaddress import ip_network

import pytest
import standardwebhooks.webhooks as library
from standardwebhooks import Webhook, WebhookVerificationError

from feedback.actions.withdraw_review import withdraw_review
from integrations.actions.change_endpoint import change_endpoint
from integrations.actions.remove_endpoint import remove_endpoint
from integrations.actions.replay_delivery import replay_delivery
from integrations.actions.replay_since import replay_since
from integrations.actions.rotate_secret import rotate_secret
from integrations.actions.send_test import send_test
from integrations.actions.turn_on_endpoint import turn_on_endpoint
from integrations.jobs.forget_webhooks import forget_webhooks
from integrations.jobs.pass_on import pass_on
from integrations.jobs.sweep_webhooks import sweep_webhooks
from integrations.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookMessage
from integrations.queries import attempts_of
from integrations.webhooks.retrying import PAUSES, asked_pause, pause_after
from integrations.webhooks.sending import UnableToSend
from notifications.models import Announcement, Notification
from tenants.models import Tenant
from tests.cast import NOW
from tests.integrations.receiver import receiving
from tests.integrations.webhooks import deliveries, listening, reviewed, sent, the_delivery

pytestmark = pytest.mark.django_db
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    with receiving() as receiver:
        yield receiver


def verified(got, secret, monkeypatch):
    """What the public library makes of it, at the moment it was sent."""

    class ThatMoment(library.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(int(got.headers["webhook-timestamp"]), tz)

    with monkeypatch.context() as patch:
        patch.setattr(library, "datetime", ThatMoment)
        return Webhook(secret).verify(got.body, got.headers)


class TestAnEvent:
    def test_arrives_signed_with_what_the_api_shows(self, cast, receiver, monkeypatch):
        secret = listening(cast, receiver.url).secret
        review = reviewed(cast)

        assert sent(cast) == 1

        (got,) = receiver.got
        told = verified(got, secret, monkeypatch)
        assert secret.startswith("whsec_")
        assert (told["type"], told["timestamp"]) == ("review.published", "2026-06-15T12:00:00Z")
        assert told["data"]["id"] == str(review.pk)
        assert (told["data"]["comment"], told["data"]["seller"]) == ("A fine blade.", "bobs-store")
        assert got.headers["content-type"] == "application/json"
        assert got.headers["webhook-id"] == the_delivery(cast).message.shown_id
        assert the_delivery(cast).state == "delivered"

    def test_is_refused_by_the_library_when_replayed_later_or_changed(self, cast, receiver, monkeypatch):
        secret = listening(cast, receiver.url).secret
        reviewed(cast)
        sent(cast)
        (got,) = receiver.got

        with pytest.raises(WebhookVerificationError, match="too old|too new"):
            Webhook(secret).verify(got.body, got.headers)
        got.body = got.body.replace(b"fine", b"poor")
        with pytest.raises(WebhookVerificationError, match="No matching signature"):
            verified(got, secret, monkeypatch)

    def test_of_what_was_taken_down_tells_no_words(self, cast, receiver):
        listening(cast, receiver.url)
        review = reviewed(cast, "My telephone number is 0123.")
        with cast.inside():
            withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=NOW)

        sent(cast)

        assert len(receiver.got) == 2
        assert all(b"0123" not in got.body for got in receiver.got)
        assert {json.loads(got.body)["data"]["status"] for got in receiver.got} == {"withdrawn"}

    def test_goes_only_to_those_who_chose_it(self, cast, receiver):
        listening(cast, receiver.url, "rating.changed")
        reviewed(cast)

        assert sent(cast) == 0
        with cast.inside():
            assert not WebhookMessage.objects.exists()

    def test_is_not_even_noted_where_nobody_listens(self, cast):
        reviewed(cast)
        with cast.inside():
            assert not Announcement.objects.exists()

    def test_stays_in_its_own_marketplace(self, cast, elsewhere, receiver):
        listening(elsewhere, receiver.url)
        listening(cast, receiver.url)
        reviewed(elsewhere)

        assert sent(cast) == 0
        assert sent(elsewhere) == 1
        with cast.inside():
            assert not WebhookDelivery.objects.exists()

    def test_is_one_message_however_often_it_is_passed_on(self, cast, receiver):
        listening(cast, receiver.url)
        listening(cast, receiver.url + "/too")
        reviewed(cast)

        for _ in range(3):
            pass_on(tenant=cast.tenant, now=NOW)
            sent(cast)

        with cast.inside():
            assert WebhookMessage.objects.count() == 1
        assert sorted(got.path for got in receiver.got) == ["/hooks", "/hooks/too"]
        assert len(set(receiver.ids)) == 1

    def test_waits_in_the_outbox_until_the_sweep_finds_it(self, cast, receiver):
        listening(cast, receiver.url)
        reviewed(cast)

        assert sweep_webhooks(tenant=cast.tenant, now=NOW)
        assert sent(cast) == 1
        assert not sweep_webhooks(tenant=cast.tenant, now=NOW)

    def test_that_cannot_be_read_holds_up_no_other(self, cast, receiver, monkeypatch):
        listening(cast, receiver.url)
        reviewed(cast)
        monkeypatch.setattr("integrations.webhooks.telling.show_review", lambda *_: 1 / 0)

        assert sent(cast) == 1
        assert json.loads(receiver.got[0].body)["data"]["status"] == "published"


class TestAReceiverThatFails:
    def test_three_times_gets_the_same_message_with_a_new_signature_each_time(self, cast, receiver, monkeypatch):
        secret = listening(cast, receiver.url).secret
        receiver.answers_with(500, 502, 500, 200)
        reviewed(cast)

        moments = [NOW]
        for _ in range(3):
            sent(cast, moments[-1])
            assert the_delivery(cast).state == "waiting"
            assert sent(cast, the_delivery(cast).next_at - SECOND) == 0
            moments.append(the_delivery(cast).next_at)
        sent(cast, moments[-1])

        assert the_delivery(cast).state == "delivered"
        assert len(receiver.got) == 4
        assert len(set(receiver.ids)) == 1
        assert len({got.body for got in receiver.got}) == 1
        assert len({got.headers["webhook-timestamp"] for got in receiver.got}) == 4
        assert len({got.headers["webhook-signature"] for got in receiver.got}) == 4
        for got in receiver.got:
            assert verified(got, secret, monkeypatch)["type"] == "review.published"
        with cast.inside():
            tries = attempts_of(the_delivery(cast))
            assert [each.status for each in tries] == [500, 502, 500, 200]
            assert tries[0].answer == "so it is"
            assert WebhookEndpoint.objects.get().failing_since is None

    def test_is_asked_later_and_later(self):
        for attempts, pause in enumerate(PAUSES, 1):
            assert pause <= pause_after(attempts) <= pause * 1.1
        assert pause_after(len(PAUSES) + 1) is None
        assert sum(PAUSES, timedelta()) > 3 * DAY

    def test_is_not_led_elsewhere_by_a_redirect(self, cast, receiver):
        with receiving() as other:
            listening(cast, receiver.url)
            receiver.answers_with(302, Location=other.url)
            reviewed(cast)
            sent(cast)

            assert (len(receiver.got), len(other.got)) == (1, 0)
        assert the_delivery(cast).state == "waiting"

    def test_may_say_when_to_come_again(self, cast, receiver):
        listening(cast, receiver.url)
        receiver.answers_with(503, Retry_After="1200")
        reviewed(cast)
        sent(cast)

        assert the_delivery(cast).next_at == NOW + timedelta(seconds=1200)
        reviewed(cast)
        assert sent(cast, NOW + timedelta(seconds=1199)) == 0

    def test_may_not_put_it_off_for_ever(self):
        assert asked_pause("999999999", now=NOW) == DAY
        assert asked_pause("Mon, 15 Jun 2026 13:00:00 GMT", now=NOW) == HOUR
        assert asked_pause("Mon, 15 Jun 2020 13:00:00 GMT", now=NOW) == timedelta(0)
        for nonsense in ("", "soon", "-5", "1e9", "٣", "9" * 400):
            assert asked_pause(nonsense, now=NOW) == timedelta(0)

    def test_for_three_days_is_disabled_and_those_who_can_mend_it_are_told_once(self, cast, ida, receiver):
        endpoint = listening(cast, receiver.url, by=ida).endpoint
        receiver.answers_with(500)
        reviewed(cast)
        now = NOW
        for _ in range(len(PAUSES) + 1):
            sent(cast, now)
            now = max(each.next_at for each in deliveries(cast))

        with cast.inside():
            endpoint.refresh_from_db()
            assert (endpoint.is_on, endpoint.disabled_because) == (False, "failures")
            assert endpoint.disabled_at - endpoint.failing_since >= 3 * DAY
            told = Notification.objects.filter(kind="webhook_disabled")
            assert {each.member_id for each in told} == {cast.laura.pk, ida.pk}
            assert told.count() == 2
        assert {each.state for each in deliveries(cast)} == {"given_up"}
        before = len(receiver.got)
        reviewed(cast)
        assert sent(cast, now + DAY) == 0
        assert len(receiver.got) == before

    def test_that_is_gone_for_good_is_disabled_at_once(self, cast, receiver):
        endpoint = listening(cast, receiver.url).endpoint
        receiver.answers_with(410)
        reviewed(cast)
        sent(cast)

        with cast.inside():
            endpoint.refresh_from_db()
            assert endpoint.disabled_because == "gone"
            assert Notification.objects.filter(kind="webhook_disabled", member=cast.laura).count() == 1

    def test_gets_what_it_missed_once_it_is_turned_on(self, cast, receiver):
        endpoint = listening(cast, receiver.url).endpoint
        receiver.answers_with(410, 200)
        reviewed(cast)
        sent(cast)
        reviewed(cast)
        assert sent(cast) == 0
        with cast.inside():
            with pytest.raises(UnableToSend):
                replay_since(tenant=cast.tenant, by=cast.laura, endpoint_id=endpoint.pk, since=NOW, now=NOW)
            turn_on_endpoint(tenant=cast.tenant, by=cast.laura, endpoint_id=endpoint.pk, now=NOW)
            count = replay_since(tenant=cast.tenant, by=cast.laura, endpoint_id=endpoint.pk, since=NOW, now=NOW)
        sent(cast)

        assert count == 2
        assert {each.state for each in deliveries(cast)} == {"delivered"}
        assert len(set(receiver.ids)) == 2

    def test_holds_up_nobody_else(self, cast, receiver):
        with receiving() as slow:
            slow.waits = 2.0
            listening(cast, slow.url)
            listening(cast, receiver.url)
            for _ in range(6):
                reviewed(cast)
            sent(cast)

            assert len(receiver.got) == len(slow.got) == 6
        with cast.inside():
            quick = WebhookAttempt.objects.filter(delivery__endpoint__url=receiver.url)
            assert max(each.milliseconds for each in quick) < 2000


class TestSecrets:
    def test_both_sign_while_a_rotation_lasts(self, cast, receiver, monkeypatch):
        first = listening(cast, receiver.url)
        with cast.inside():
            second = rotate_secret(tenant=cast.tenant, by=cast.laura, endpoint_id=first.endpoint.pk, now=NOW)
        reviewed(cast)
        sent(cast, NOW + 23 * HOUR)
        reviewed(cast)
        sent(cast, NOW + 25 * HOUR)

        during, after = receiver.got
        assert verified(during, first.secret, monkeypatch) == verified(during, second.secret, monkeypatch)
        assert verified(after, second.secret, monkeypatch)
        with pytest.raises(WebhookVerificationError):
            verified(after, first.secret, monkeypatch)

    def test_cannot_be_read_from_the_database(self, cast, receiver):
        added = listening(cast, receiver.url)
        with cast.inside():
            kept = WebhookEndpoint.objects.get()
        assert added.secret not in kept.secret
        assert added.secret.removeprefix("whsec_") not in kept.secret


class TestReplay:
    def test_sends_the_same_message_again(self, cast, receiver):
        listening(cast, receiver.url)
        reviewed(cast)
        sent(cast)
        with cast.inside():
            replay_delivery(tenant=cast.tenant, by=cast.laura, delivery_id=the_delivery(cast).pk, now=NOW)
        sent(cast, NOW + HOUR)

        first, second = receiver.got
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert first.body == second.body
        assert first.headers["webhook-signature"] != second.headers["webhook-signature"]

    def test_a_test_goes_to_whoever_listens_to_whatever(self, cast, receiver, monkeypatch):
        added = listening(cast, receiver.url, "rating.changed")
        with cast.inside():
            send_test(tenant=cast.tenant, by=cast.laura, endpoint_id=added.endpoint.pk, now=NOW)
        sent(cast)
        assert verified(receiver.got[0], added.secret, monkeypatch)["type"] == "webhook.test"


class TestAnEndpoint:
    def test_that_is_removed_hears_of_nothing_more_and_nobody_listens(self, cast, receiver):
        added = listening(cast, receiver.url)
        reviewed(cast)
        pass_on(tenant=cast.tenant, now=NOW)
        with cast.inside():
            remove_endpoint(tenant=cast.tenant, by=cast.laura, endpoint_id=added.endpoint.pk, now=NOW)

        assert sent(cast) == 0
        with cast.inside():
            assert not Tenant.objects.get(pk=cast.tenant.pk).listens
            assert WebhookEndpoint.objects.get().secret == ""

    def test_that_moves_gets_what_waits_at_its_new_address(self, cast, receiver):
        added = listening(cast, receiver.url)
        reviewed(cast)
        pass_on(tenant=cast.tenant, now=NOW)
        with cast.inside():
            change_endpoint(
                tenant=cast.tenant,
                by=cast.laura,
                endpoint_id=added.endpoint.pk,
                version=1,
                url=receiver.url + "/moved",
                now=NOW,
            )
        sent(cast)
        assert [got.path for got in receiver.got] == ["/hooks/moved"]

    def test_and_its_log_are_forgotten_after_a_month(self, cast, receiver):
        added = listening(cast, receiver.url)
        reviewed(cast)
        sent(cast)
        with cast.inside():
            remove_endpoint(tenant=cast.tenant, by=cast.laura, endpoint_id=added.endpoint.pk, now=NOW)

        assert forget_webhooks(tenant=cast.tenant, now=NOW + 29 * DAY) == 0
        assert forget_webhooks(tenant=cast.tenant, now=NOW + 30 * DAY) == 1
        with cast.inside():
            for model in (WebhookMessage, WebhookDelivery, WebhookAttempt, WebhookEndpoint):
                assert not model.objects.exists(), model.__name__
