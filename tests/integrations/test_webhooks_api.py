"""Webhooks over the API: who may, what is refused and why, and what is never shown again."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network

import pytest
from standardwebhooks import Webhook

from integrations.models import StoredAnswer, WebhookEndpoint
from notifications.events import EVENTS
from tests.integrations.calls import assert_problem, caller
from tests.integrations.receiver import receiving
from tests.integrations.webhooks import deliveries, listening, reviewed, sent

pytestmark = pytest.mark.django_db
URL = "https://hooks.example/touchstone"


@pytest.fixture
def calls(ida):
    return caller(ida)


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    with receiving() as receiver:
        yield receiver


class TestEndpoints:
    def test_are_added_listed_changed_and_removed(self, calls):
        made = calls.post("webhook-endpoints", {"url": URL, "events": ["rating.changed"], "description": "Our shop"})
        assert made.status_code == 201
        added = made.json()
        secret = added.pop("secret")
        assert Webhook(secret)
        assert (added["url"], added["events"], added["status"]) == (URL, ["rating.changed"], "on")
        path = f"webhook-endpoints/{added['id']}"
        assert calls.get("webhook-endpoints").json()["results"] == [added]
        assert calls.get(path).json() == added

        changed = calls("PATCH", path, {"version": 1, "events": []})
        assert (changed.json()["events"], changed.json()["version"]) == ([], 2)
        assert_problem(calls("PATCH", path, {"version": 1, "url": URL + "/2"}), 409, "stale_version")
        assert_problem(calls("PATCH", path, {"url": URL}), 422, "validation_failed", "/version")
        assert calls("PATCH", path, {"url": URL + "/3"}, If_Match='"2"').json()["url"] == URL + "/3"

        assert calls("DELETE", path).status_code == 204
        assert_problem(calls.get(path), 404, "not_found")
        assert calls.get("webhook-endpoints").json()["results"] == []

    def test_show_their_secret_once(self, calls):
        added = calls.post("webhook-endpoints", {"url": URL}).json()
        path = f"webhook-endpoints/{added['id']}"
        rotated = calls.post(f"{path}/rotate-secret").json()
        assert rotated["secret"].startswith("whsec_")
        assert rotated["secret"] != added["secret"]
        assert rotated["former_secret_until"]
        for answer in (calls.get(path), calls.get("webhook-endpoints"), calls.post(f"{path}/turn-on")):
            assert b"whsec_" not in answer.content

    def test_are_added_once_for_an_idempotency_key_and_the_secret_is_kept_sealed(self, cast, calls):
        first, second = (calls.post("webhook-endpoints", {"url": URL}, Idempotency_Key="once") for _ in range(2))
        assert first.json() == second.json()
        with cast.inside():
            assert WebhookEndpoint.objects.count() == 1
            assert "whsec_" not in str(StoredAnswer.objects.get().body)

    def test_refuse_unknown_events_with_the_list(self, calls):
        body = assert_problem(
            calls.post("webhook-endpoints", {"url": URL, "events": ["review.invented"]}),
            422,
            "validation_failed",
            "/events",
        )
        assert "review.invented" in body["errors"][0]["detail"]
        assert all(kind in body["errors"][0]["detail"] for kind in EVENTS)

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({}, "/url"),
            ({"url": "http://hooks.example"}, "/url"),
            ({"url": "https://10.0.0.1/"}, "/url"),
            ({"url": "https://a:b@hooks.example"}, "/url"),
            ({"url": URL, "events": "all"}, "/events"),
            ({"url": URL, "description": "a" * 201}, "/description"),
            ({"url": URL, "secret": "whsec_mine"}, "/secret"),
        ],
    )
    def test_refuse_what_cannot_be_right(self, settings, calls, body, pointer):
        settings.WEBHOOK_NETWORKS = []
        assert_problem(calls.post("webhook-endpoints", body), 422, "validation_failed", pointer)

    def test_are_for_leads_and_integrators(self, cast, ida):
        for member in (cast.alice, cast.bob, cast.carol):
            assert_problem(caller(member).get("webhook-endpoints"), 403, "permission_denied")
        assert caller(cast.laura).get("webhook-endpoints").status_code == 200
        assert_problem(caller(ida, "reviews:read").get("webhook-endpoints"), 403, "permission_denied")

    def test_are_not_for_those_the_key_acts_for(self, calls):
        body = {"url": URL, "acting_for": {"seller": "bobs-store"}}
        assert_problem(calls.post("webhook-endpoints", body), 403, "permission_denied")

    def test_of_another_marketplace_are_not_there(self, cast, elsewhere, calls):
        theirs = listening(elsewhere, URL).endpoint.pk
        for method, path in [
            ("GET", ""),
            ("PATCH", ""),
            ("DELETE", ""),
            ("GET", "/deliveries"),
            ("POST", "/rotate-secret"),
            ("POST", "/test"),
            ("POST", "/turn-on"),
        ]:
            body = None if method == "GET" or path else {"version": 1} if method == "PATCH" else None
            assert_problem(calls(method, f"webhook-endpoints/{theirs}{path}", body), 404, "not_found")


class TestDeliveries:
    def test_are_logged_filtered_and_replayed(self, cast, calls, receiver):
        added = calls.post("webhook-endpoints", {"url": receiver.url}).json()
        path = f"webhook-endpoints/{added['id']}"
        receiver.answers_with(500, 200)
        cast.tenant.refresh_from_db()
        reviewed(cast)
        sent(cast)

        (told,) = calls.get(f"{path}/deliveries").json()["results"]
        assert (told["event"], told["status"], told["message"]) == ("review.published", "waiting", receiver.ids[0])
        assert [(each["status"], each["answer"]) for each in told["attempts"]] == [(500, "so it is")]
        assert calls.get(f"{path}/deliveries?status=delivered").json()["results"] == []
        assert len(calls.get(f"{path}/deliveries?event=review.published").json()["results"]) == 1
        assert_problem(calls.get(f"{path}/deliveries?event=x"), 422, "validation_failed", "/event")

        assert calls.post(f"webhook-deliveries/{told['id']}/replay").status_code == 200
        sent(cast, deliveries(cast)[0].next_at)
        (told,) = calls.get(f"{path}/deliveries").json()["results"]
        assert told["status"] == "delivered"
        assert len(set(receiver.ids)) == 1

        since = (deliveries(cast)[0].message.at - timedelta(seconds=1)).isoformat()
        assert calls.post(f"{path}/replay", {"since": since}).json() == {"deliveries": 1}

    def test_a_test_is_a_delivery_like_any_other(self, calls, receiver):
        added = calls.post("webhook-endpoints", {"url": receiver.url, "events": ["rating.changed"]}).json()
        made = calls.post(f"webhook-endpoints/{added['id']}/test")
        assert (made.status_code, made.json()["event"], made.json()["attempts"]) == (201, "webhook.test", [])
