"""Pages on which leads and integrators set up webhooks and read what was sent."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from integrations.actions.send_test import send_test
from integrations.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from integrations.webhooks.disabling import disable
from tests.cast import browser
from tests.feedback.test_pages_reviews import text

HOOKS, NEW = "/developers/webhooks", "/developers/webhooks/new"
FORM = {"url": "https://shop.example/hook", "description": "The shop", "events": ["review.published"], "form": "f1"}


@pytest.fixture
def laura(cast):
    return browser(cast.tenant, cast.laura)


@pytest.fixture
def endpoint(cast, laura):
    assert laura.post(NEW, FORM).status_code == 200
    with cast.inside():
        return WebhookEndpoint.objects.get()


@pytest.fixture
def delivery(cast, endpoint):
    """A test that was tried once, without success."""
    with cast.inside():
        made = send_test(tenant=cast.tenant, by=cast.laura, endpoint_id=endpoint.pk, now=timezone.now())
        WebhookAttempt.objects.create(
            tenant=cast.tenant,
            delivery=made,
            at=timezone.now(),
            status=500,
            milliseconds=1234,
            answer="<b>Broken</b>",
        )
        return made


def again(cast, row):
    with cast.inside():
        return type(row).objects.get(pk=row.pk)


def secret_of(page) -> str:
    return re.search(r'value="(whsec_[^"]+)"', page.content.decode()).group(1)


class TestAdding:
    def test_shows_the_secret_once(self, cast, laura):
        page = laura.post(NEW, FORM)
        secret = secret_of(page)
        assert "no-store" in page["Cache-Control"]
        with cast.inside():
            endpoint = WebhookEndpoint.objects.get()
        assert (endpoint.url, endpoint.events, endpoint.description) == (FORM["url"], FORM["events"], "The shop")
        for path in (HOOKS, f"{HOOKS}/{endpoint.pk}", f"{HOOKS}/{endpoint.pk}/edit", f"{HOOKS}/{endpoint.pk}/rotate"):
            assert secret not in laura.get(path).content.decode()

    def test_a_form_sent_twice_adds_one(self, cast, laura, endpoint):
        answer = laura.post(NEW, FORM)
        assert answer.status_code == 302
        assert "This form was sent before." in text(laura.get(HOOKS))
        with cast.inside():
            assert WebhookEndpoint.objects.count() == 1

    @pytest.mark.parametrize("wrong", [{"url": "http://"}, {"url": ""}, {"description": "x" * 201}, {"events": ["no"]}])
    def test_what_is_wrong_is_said_beside_it_and_kept(self, cast, laura, wrong):
        page = laura.post(NEW, {**FORM, **wrong})
        assert page.status_code == 422
        assert "Please correct" in text(page)
        for kept in ("url", "description"):
            assert f'value="{ {**FORM, **wrong}[kept] }"' in page.content.decode()
        with cast.inside():
            assert not WebhookEndpoint.objects.exists()

    def test_is_for_leads_and_integrators(self, cast, ida, endpoint):
        paths = [HOOKS, NEW, f"{HOOKS}/{endpoint.pk}"]
        for who, status in ((cast.alice, 404), (cast.bob, 404), (cast.carol, 404), (ida, 200)):
            assert {browser(cast.tenant, who).get(path).status_code for path in paths} == {status}


class TestChanging:
    def test_keeps_what_was_changed(self, cast, laura, endpoint):
        path = f"{HOOKS}/{endpoint.pk}/edit"
        page = laura.get(path).content.decode()
        assert 'value="https://shop.example/hook"' in page
        assert re.search(r'value="review.published" checked', page)
        form = {"url": "https://shop.example/new", "description": "", "version": str(endpoint.version)}
        assert laura.post(path, form).status_code == 302
        endpoint = again(cast, endpoint)
        assert (endpoint.url, endpoint.events, endpoint.description) == ("https://shop.example/new", [], "")

    def test_an_old_form_overwrites_nothing_unseen(self, cast, laura, endpoint):
        path = f"{HOOKS}/{endpoint.pk}/edit"
        mine = {"url": "https://shop.example/mine", "description": "", "version": str(endpoint.version)}
        assert laura.post(path, {**mine, "url": "https://shop.example/theirs"}).status_code == 302
        page = laura.post(path, mine)
        assert page.status_code == 422
        assert "has changed since" in text(page)
        assert 'value="https://shop.example/mine"' in page.content.decode()
        assert again(cast, endpoint).url == "https://shop.example/theirs"

    def test_a_new_secret_is_shown_once_and_the_form_sent_twice_makes_one(self, cast, laura, endpoint):
        path, form = f"{HOOKS}/{endpoint.pk}/rotate", {"version": str(endpoint.version)}
        page = laura.post(path, form)
        assert secret_of(page)
        assert "Until " in text(page)
        kept = again(cast, endpoint)
        assert laura.post(path, form).status_code == 302
        assert again(cast, endpoint).secret == kept.secret

    def test_what_is_removed_is_gone(self, cast, laura, endpoint):
        path = f"{HOOKS}/{endpoint.pk}/remove"
        assert "Remove this address?" in text(laura.get(path))
        assert laura.post(path).status_code == 302
        assert laura.post(path).status_code == 404
        assert "Nothing is sent yet" in text(laura.get(HOOKS))

    def test_a_stopped_one_is_turned_on_again(self, cast, laura, endpoint):
        with cast.inside():
            disable(endpoint, "failures", tenant=cast.tenant, now=timezone.now())
        path = f"{HOOKS}/{endpoint.pk}"
        page = text(laura.get(path))
        assert "Nothing arrived for three days, so we stopped sending." in page
        assert "Send a test" not in page
        assert laura.post(f"{path}/test").status_code == 302
        assert "Turn it on first." in text(laura.get(path))
        for _ in range(2):
            assert laura.post(f"{path}/on").status_code == 302
        assert again(cast, endpoint).is_on


class TestTheLog:
    def test_lists_what_was_sent_and_narrows_it_by_state(self, laura, endpoint, delivery):
        path = f"{HOOKS}/{endpoint.pk}"
        assert "webhook.test" in text(laura.get(path))
        assert "webhook.test" in text(laura.get(f"{path}?state=waiting"))
        assert "None in this state" in text(laura.get(f"{path}?state=given_up"))
        assert "webhook.test" in text(laura.get(f"{path}?state=made-up"))

    def test_goes_on_over_pages(self, cast, laura, endpoint):
        with cast.inside():
            for number in range(25):
                now = timezone.now() - timedelta(minutes=number)
                send_test(tenant=cast.tenant, by=cast.laura, endpoint_id=endpoint.pk, now=now)
        first = laura.get(f"{HOOKS}/{endpoint.pk}?state=waiting").content.decode()
        older = re.search(r'href="([^"]+cursor=[^"]+)"', first).group(1).replace("&amp;", "&")
        assert "state=waiting" in older
        assert first.count("/developers/deliveries/") == 20
        assert laura.get(older).content.decode().count("/developers/deliveries/") == 5
        assert laura.get(f"{HOOKS}/{endpoint.pk}?cursor=nonsense").status_code == 302

    def test_a_delivery_has_its_payload_and_every_try(self, laura, delivery):
        page = laura.get(f"/developers/deliveries/{delivery.pk}")
        words = text(page)
        assert delivery.message.shown_id in words
        assert "Answered 500" in words
        assert "1,234 ms" in words
        assert "&lt;b&gt;Broken&lt;/b&gt;" in page.content.decode()
        assert "&quot;type&quot;: &quot;webhook.test&quot;" in page.content.decode()

    def test_sends_one_again(self, cast, laura, delivery):
        with cast.inside():
            WebhookDelivery.objects.filter(pk=delivery.pk).update(state="given_up")
        assert laura.post(f"/developers/deliveries/{delivery.pk}/replay").status_code == 302
        assert again(cast, delivery).state == "waiting"

    def test_sends_everything_again_since_a_moment(self, laura, endpoint, delivery):
        path = f"{HOOKS}/{endpoint.pk}/replay"
        assert laura.post(path, {"since": "2026-01-01T00:00"}).status_code == 302
        assert "will be sent again." in text(laura.get(f"{HOOKS}/{endpoint.pk}"))

    @pytest.mark.parametrize("since", ["", "yesterday", "2026-02-31T00:00"])
    def test_asks_for_a_moment_that_there_is(self, laura, endpoint, since):
        page = laura.post(f"{HOOKS}/{endpoint.pk}/replay", {"since": since})
        assert page.status_code == 422
        assert "Please give a date and a time" in text(page)
        assert f'value="{since}"' in page.content.decode()

    def test_sends_a_test(self, cast, laura, endpoint):
        answer = laura.post(f"{HOOKS}/{endpoint.pk}/test")
        assert answer.status_code == 302
        assert "webhook.test" in text(laura.get(answer["Location"]))

    def test_nothing_of_it_is_there_for_others(self, cast, endpoint, delivery, elsewhere):
        stranger = browser(elsewhere.tenant, elsewhere.laura)
        for path in (f"{HOOKS}/{endpoint.pk}", f"/developers/deliveries/{delivery.pk}", f"{HOOKS}/{uuid4()}"):
            assert stranger.get(path).status_code == 404
        for who in (cast.alice, cast.carol):
            client = browser(cast.tenant, who)
            for path in (f"{HOOKS}/{endpoint.pk}/test", f"/developers/deliveries/{delivery.pk}/replay"):
                assert client.post(path).status_code == 404
