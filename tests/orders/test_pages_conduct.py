"""Muting, reporting and the look at words, as people get them in the browser and at the desk, without JavaScript."""

from __future__ import annotations

import pytest
from django.utils import timezone

from audit.queries import entries_of
from feedback.models import Response
from orders.models import ConductWarning, Message, SellerMute, SellerReport, SellerSeat, Settlement
from tests.cast import browser, finished_order, make_cast, make_mallory, make_member
from tests.disputes.acts import review_of
from tests.orders.dealing import DAY, HOUR, REVIEW_FOR_MONEY, reported
from tests.orders.test_conduct import PRESSING

SHOWN = "Nothing of value may depend on feedback"


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def review(cast):
    with cast.inside():
        now = timezone.now()
        return review_of(cast, at=now - HOUR, closed_at=now - 2 * DAY)


@pytest.fixture
def order(review):
    return review.order


@pytest.fixture
def bob(cast):
    return browser(cast.tenant, cast.bob)


@pytest.fixture
def alice(cast):
    return browser(cast.tenant, cast.alice)


@pytest.fixture
def carol(cast):
    return browser(cast.tenant, cast.carol)


def text(response):
    return response.content.decode()


class TestWriting:
    def test_shows_the_rule_and_the_words_before_it_sends(self, cast, order, bob):
        page = f"/orders/{order.external_id}"
        asked = bob.post(page, {"body": REVIEW_FOR_MONEY})
        assert asked.status_code == 422
        for words in (SHOWN, REVIEW_FOR_MONEY, "<mark>", "Send all the same"):
            assert words in text(asked)
        with cast.inside():
            assert not Message.objects.filter(body=REVIEW_FOR_MONEY).exists()
        sent = bob.post(page, {"body": REVIEW_FOR_MONEY, "all_the_same": "yes"})
        assert sent.status_code == 302
        with cast.inside():
            assert ConductWarning.objects.get().message.body == REVIEW_FOR_MONEY

    def test_lets_plain_words_and_the_buyers_through(self, cast, order, bob, alice):
        page = f"/orders/{order.external_id}"
        assert bob.post(page, {"body": "Sorry, I send a new one."}).status_code == 302
        assert alice.post(page, {"body": REVIEW_FOR_MONEY}).status_code == 302
        with cast.inside():
            assert not ConductWarning.objects.exists()

    def test_a_public_answer_is_thought_over_too(self, cast, review, bob):
        page = f"/reviews/{review.pk}/response"
        asked = bob.post(page, {"body": REVIEW_FOR_MONEY})
        assert asked.status_code == 422
        assert "Publish all the same" in text(asked)
        assert bob.post(page, {"body": REVIEW_FOR_MONEY, "all_the_same": "yes"}).status_code == 302
        with cast.inside():
            assert entries_of(Response.objects.get())[0].data["warned_of"] == "inducement"

    def test_a_settlement_may_give_something_but_not_press(self, cast, order, bob):
        page = f"/orders/{order.external_id}/settlement"
        times = {"perform_by": "2099-07-01T14:00", "withdraw_by": "2099-12-01T14:00"}
        asked = bob.post(page, {**times, "terms": PRESSING})
        assert asked.status_code == 422
        assert "Propose it all the same" in text(asked)
        terms = "I pay 20 euros back; you withdraw your review."
        assert bob.post(page, {**times, "terms": terms}).status_code == 302
        with cast.inside():
            assert Settlement.objects.get().terms == terms


class TestTheLookWhileTyping:
    def test_names_the_rule_and_the_words(self, cast, order, bob):
        found = bob.post(f"/orders/{order.external_id}/conduct-check", {"body": REVIEW_FOR_MONEY}).json()
        assert found["rule"] == "inducement"
        assert found["words"] == [REVIEW_FOR_MONEY[start:end] for start, end in found["passages"]]
        plain = bob.post(f"/orders/{order.external_id}/conduct-check", {"body": "Hello"})
        assert plain.json() == {"rule": ""}
        with cast.inside():
            assert not Message.objects.exists()

    def test_is_the_sellers_alone(self, cast, order, alice, carol):
        clients = (alice, carol, browser(cast.tenant, make_mallory("far-away").bob))
        for client in clients:
            assert client.post(f"/orders/{order.external_id}/conduct-check", {"body": "x"}).status_code == 404

    def test_is_answered_so_often_and_no_more(self, order, bob, monkeypatch):
        monkeypatch.setattr("orders.pages.conduct.CHECKS", 2)
        answers = [bob.post(f"/orders/{order.external_id}/conduct-check", {"body": "x"}) for _ in range(3)]
        assert [each.status_code for each in answers] == [200, 200, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0


class TestMuting:
    def test_is_a_switch_on_the_orders_page_and_a_list(self, cast, order, alice, bob):
        page = f"/orders/{order.external_id}"
        assert "Mute this seller" in text(alice.get(page))
        assert "Mute this seller" not in text(bob.get(page))
        assert alice.post(f"{page}/mute", {"muted": "yes"}).status_code == 302
        assert "Hear of them again" in text(alice.get(page))
        assert cast.seller.name.replace("'", "&#x27;") in text(alice.get("/muted-sellers"))
        assert alice.post(f"/muted-sellers/{cast.seller.pk}/end").status_code == 302
        with cast.inside():
            assert not SellerMute.objects.exists()
        assert alice.post(f"/muted-sellers/{cast.seller.pk}/end").status_code == 404

    def test_is_the_buyers_alone(self, cast, order, bob, carol):
        for client in (bob, carol):
            assert client.post(f"/orders/{order.external_id}/mute", {"muted": "yes"}).status_code == 404


class TestReporting:
    def test_goes_to_the_desk_and_comes_back_with_an_answer(self, cast, order, alice, carol):
        page = f"/orders/{order.external_id}/report"
        assert page in text(alice.get(f"/orders/{order.external_id}"))
        said = {"kind": "inducement", "words": "He offers money.", "message": ""}
        assert alice.post(page, said).status_code == 302
        assert "An agent has not answered yet" in text(alice.get(page))
        with cast.inside():
            report = SellerReport.objects.get()
        desk = f"/admin/orders/sellerreport/{report.pk}/"
        assert "He offers money." in text(carol.get(desk))
        answer = carol.post(f"{desk}confirm/", {"answer": "We have spoken to them.", "version": "1"})
        assert answer.status_code == 302
        assert "We have spoken to them." in text(alice.get(page))

    def test_keeps_what_was_typed(self, cast, order, alice):
        page = f"/orders/{order.external_id}/report"
        refused = alice.post(page, {"kind": "", "words": "He offers money.", "message": ""})
        assert refused.status_code == 422
        assert "He offers money." in text(refused)
        alice.post(page, {"kind": "other", "words": "First.", "message": ""})
        again = alice.post(page, {"kind": "other", "words": "Second.", "message": ""})
        assert again.status_code == 422
        assert "reported this already" in text(again)

    def test_is_the_buyers_alone(self, cast, order, bob, carol):
        for client in (bob, carol):
            assert client.get(f"/orders/{order.external_id}/report").status_code == 404


class TestTheDesk:
    @pytest.fixture
    def report(self, cast, order, bob):
        bob.post(f"/orders/{order.external_id}", {"body": REVIEW_FOR_MONEY, "all_the_same": "yes"})
        with cast.inside():
            return reported(cast, order, at=timezone.now(), message=Message.objects.get(sender="seller").pk)

    def desk(self, report, act=""):
        return f"/admin/orders/sellerreport/{report.pk}/{act}"

    def test_shows_the_message_the_warnings_and_other_reports(self, cast, order, report, carol):
        with cast.inside():
            other = reported(cast, order, at=timezone.now(), kind="other", words="And rude.")
        page = text(carol.get(self.desk(report)))
        for words in (REVIEW_FOR_MONEY, "Reported", "1 message", str(other.pk), "0 confirmed"):
            assert words in page
        assert "Something else" in text(carol.get("/admin/orders/sellerreport/"))

    def test_the_oldest_waits_at_the_head(self, cast, order, report, carol):
        with cast.inside():
            earlier = reported(cast, finished_order(cast), at=timezone.now() - DAY, words="Long ago.")
        page = text(carol.get("/admin/orders/sellerreport/"))
        assert page.index(str(earlier.pk)) < page.index(str(report.pk))
        carol.post(self.desk(earlier, "dismiss/"), {"answer": "No.", "version": "1"})
        page = text(carol.get("/admin/orders/sellerreport/"))
        assert page.index(str(report.pk)) < page.index(str(earlier.pk))

    def test_refuses_a_stale_page_and_keeps_the_answer(self, cast, report, carol):
        refused = carol.post(self.desk(report, "confirm/"), {"answer": "It is so.", "version": "7"})
        assert refused.status_code == 409
        assert "It is so." in text(refused)
        assert carol.post(self.desk(report, "dismiss/"), {"answer": "", "version": "1"}).status_code == 422

    def test_hides_it_from_who_runs_the_seller(self, cast, report):
        with cast.inside():
            sue = make_member(cast.tenant, "Sue", "agent")
            SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=sue)
        client = browser(cast.tenant, sue)
        assert client.get(self.desk(report)).status_code == 404
        assert client.post(self.desk(report, "confirm/"), {"answer": "x", "version": "1"}).status_code == 404
        assert str(report.pk) not in text(client.get("/admin/orders/sellerreport/"))

    def test_leads_look_and_agents_answer(self, cast, report):
        client = browser(cast.tenant, cast.laura)
        assert "Is it so?" not in text(client.get(self.desk(report)))
        assert client.post(self.desk(report, "confirm/"), {"answer": "x", "version": "1"}).status_code == 422
