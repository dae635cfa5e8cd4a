"""What a seller added to an order shows to both sides, and is handed over once."""

from __future__ import annotations

import html
import re

import pytest
from django.db import DatabaseError, transaction

from notifications.models import Notification
from orders.actions.give_compensation import UnableToGiveCompensation, give_compensation
from orders.actions.hand_over_compensation import UnableToHandOver, hand_over_compensation
from orders.models import Compensation, Handover
from tests.cast import NOW, browser, finished_order, make_cast, make_mallory
from tests.orders.dealing import DAY, at_once
from wire.refusals import NotPermitted, NotThere


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


def given(cast, kind="item", **more) -> Compensation:
    values = {"kind": kind, "description": "A spare bow.", "order": finished_order(cast), "now": NOW, **more}
    return give_compensation(tenant=cast.tenant, by=cast.bob, **values)


def hand_over(cast, compensation, *, by=None, at=NOW) -> Handover:
    return hand_over_compensation(tenant=cast.tenant, by=by or cast.bob, compensation=compensation, now=at)


def seen(cast, member, order) -> str:
    page = browser(cast.tenant, member).get(f"/orders/{order.external_id}").content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :])).split())


class TestHandOver:
    @pytest.mark.parametrize("kind", ["item", "service", "replacement"])
    def test_is_said_once_and_told_to_the_buyer(self, cast, kind):
        with cast.inside():
            compensation = given(cast, kind)
            first = hand_over(cast, compensation)
            assert hand_over(cast, compensation, at=NOW + DAY) == first
            assert (first.by, first.at) == (cast.bob, NOW)
            told = Notification.objects.filter(member=cast.alice, title__startswith="Bob's Store handed over")
            assert told.count() == 1

    def test_is_not_said_of_money_and_codes(self, cast):
        with cast.inside():
            for kind in ("discount", "partial_refund"):
                compensation = given(cast, kind, amount="2.00")
                with pytest.raises(UnableToHandOver), transaction.atomic():
                    hand_over(cast, compensation)

    def test_is_the_sellers_to_say(self, cast):
        with cast.inside():
            compensation = given(cast)
            with pytest.raises(NotPermitted), transaction.atomic():
                hand_over(cast, compensation, by=cast.alice)
        mallory = make_mallory()
        with cast.inside(), pytest.raises(NotThere), transaction.atomic():
            hand_over(cast, compensation, by=mallory.bob)

    def test_stays_for_good(self, cast):
        with cast.inside():
            hand_over(cast, given(cast))
            with pytest.raises(DatabaseError), transaction.atomic():
                Handover.objects.all().delete()

    @pytest.mark.parametrize("words", ["A spare bow for a good review.", "A bow, if you change your rating."])
    def test_is_never_tied_to_feedback(self, cast, words):
        with cast.inside(), pytest.raises(UnableToGiveCompensation, match="never be tied to feedback"):
            given(cast, description=words)


class TestOnTheOrdersPage:
    def test_both_sides_see_what_was_added_and_that_it_was_handed_over(self, cast):
        with cast.inside():
            compensation = given(cast)
            order = compensation.order
        for member in (cast.alice, cast.bob):
            assert "A spare bow. Added to this order, not handed over yet" in seen(cast, member, order)
        assert "I have handed it over" not in seen(cast, cast.alice, order)
        path = f"/orders/{order.external_id}/compensations/{compensation.pk}/handed-over"
        assert browser(cast.tenant, cast.alice).post(path).status_code == 404
        answer = browser(cast.tenant, cast.bob).post(path)
        assert answer.status_code == 302
        for member in (cast.alice, cast.bob):
            assert "Added to this order and handed over, 15 Jun 2026" in seen(cast, member, order)
        assert "I have handed it over" not in seen(cast, cast.bob, order)

    def test_is_found_on_its_own_order_alone(self, cast):
        with cast.inside():
            compensation, other = given(cast), finished_order(cast)
        path = f"/orders/{other.external_id}/compensations/{compensation.pk}/handed-over"
        assert browser(cast.tenant, cast.bob).post(path).status_code == 404


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_is_kept_once(self):
        cast = make_cast()
        with cast.inside():
            compensation = given(cast)
        found = at_once(cast, [lambda: hand_over(cast, compensation)] * 2)
        assert not any(isinstance(each, Exception) for each in found), found
        with cast.inside():
            assert Handover.objects.count() == 1
