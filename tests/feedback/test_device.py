"""A posted review leaves two fingerprints of its author: of the browser and of the network."""

from __future__ import annotations

import pytest

from feedback.actions.post_review import post_review
from feedback.pages.device import COOKIE
from tenants.models import Fingerprint
from tests.cast import NOW, browser, finished_order, make_cast, make_member
from tests.feedback.standing import FIVES


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


def post(cast, client, order, member=None, **headers):
    with cast.inside():
        finished_order(cast, external_id=order, **({"buyer": member} if member else {}))
    answer = client.post(f"/orders/{order}/review", {**FIVES, "comment": ""}, **headers)
    assert answer.status_code == 302
    return answer


def kept(cast, member):
    with cast.inside():
        return {(each.kind, each.digest) for each in Fingerprint.objects.filter(member=member)}


class TestDevice:
    def test_gets_a_cookie_with_the_first_review_and_keeps_it(self, cast):
        alice = browser(cast.tenant, cast.alice)
        assert COOKIE not in alice.get("/orders").cookies
        cookie = post(cast, alice, "A", REMOTE_ADDR="203.0.113.7").cookies[COOKIE]
        assert len(cookie.value) == 32
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["secure"]) == (True, "Lax", "", "")
        post(cast, alice, "B", REMOTE_ADDR="203.0.113.7")
        assert {kind for kind, _ in kept(cast, cast.alice)} == {"device", "address"}
        assert len(kept(cast, cast.alice)) == 2

    def test_is_seen_again_under_another_account(self, cast):
        alice = browser(cast.tenant, cast.alice)
        given = post(cast, alice, "A").cookies[COOKIE].value
        sam = make_member(cast.tenant, "Sam", "buyer")
        second = browser(cast.tenant, sam)
        second.cookies[COOKIE] = given
        post(cast, second, "B", member=sam)
        assert kept(cast, cast.alice) == kept(cast, sam)

    def test_is_replaced_where_somebody_made_one_up(self, cast):
        alice = browser(cast.tenant, cast.alice)
        alice.cookies[COOKIE] = "mine; or not"
        assert len(post(cast, alice, "A").cookies[COOKIE].value) == 32

    def test_travels_only_over_https_where_there_is_https(self, cast, settings):
        settings.SESSION_COOKIE_SECURE = True
        assert post(cast, browser(cast.tenant, cast.alice), "A").cookies[COOKIE]["secure"] is True

    def test_believes_the_proxy_that_the_operator_trusts(self, cast, settings):
        settings.TRUSTED_PROXIES = 1
        alice = browser(cast.tenant, cast.alice)
        post(cast, alice, "A", HTTP_X_FORWARDED_FOR="203.0.113.7")
        post(cast, alice, "B", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
        assert len([kind for kind, _ in kept(cast, cast.alice) if kind == "address"]) == 1

    def test_is_no_matter_of_reviews_that_come_without_a_browser(self, cast):
        with cast.inside():
            order = finished_order(cast)
            post_review(tenant=cast.tenant, by=cast.alice, order=order, stars=FIVES, comment="", now=NOW)
        assert kept(cast, cast.alice) == set()
