"""A remedy is done and kept, both or neither, once for each form; and by nobody but the seller's team."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from feedback.actions.take_remedy import UnableToTakeRemedy, Words, take_remedy
from feedback.models import Remedy
from orders.actions.extend_delivery import UnableToExtendDelivery
from orders.models import Compensation, Message, Offer, Order
from policy.prevention import RemedyKind, Risk
from tests.cast import NOW, browser, make_cast, make_mallory, make_seller
from tests.feedback.at_risk import DAY, HOUR, NOTICE, late_completion, late_start, on_sale, remedied, unanswered
from tests.orders.dealing import at_once
from wire.refusals import NotThere, Refused

LATER = NOW + 3 * DAY


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


def kept() -> list[tuple]:
    return list(Remedy.objects.order_by("pk").values_list("kind", "risk", "taken_at"))


class TestTakeRemedy:
    def test_tells_the_buyer_of_a_delay_and_keeps_it(self, cast):
        with cast.inside():
            order = late_start(cast)
            remedy = remedied(cast, order=order, risk=Risk.LATE_START)
            assert [each.body for each in Message.objects.all()] == [NOTICE]
            assert (remedy.order, remedy.taken_by, remedy.offer) == (order, cast.bob, None)
            assert kept() == [("delay_notice", "late_start", NOW)]

    def test_promises_a_later_time(self, cast):
        with cast.inside():
            order = late_completion(cast)
            remedied(cast, RemedyKind.EXTEND_DELIVERY, order=order, words=Words(text="It rained.", to=LATER))
            assert Order.objects.get(pk=order.pk).promised_completion_at == LATER

    def test_gives_a_compensation(self, cast):
        with cast.inside():
            words = Words(compensation="item", description="A spare bow.")
            remedied(cast, RemedyKind.COMPENSATION, order=late_start(cast), words=words)
            assert Compensation.objects.get().description == "A spare bow."

    def test_sets_the_stock(self, cast):
        with cast.inside():
            offer = on_sale(cast, "A lamp", stock=0)
            remedied(cast, RemedyKind.SET_STOCK, offer=offer, words=Words(stock=7, stock_seen=0, version=1))
            assert Offer.objects.get(pk=offer.pk).stock == 7

    def test_pauses_one_offer_or_all(self, cast):
        with cast.inside():
            one, other = on_sale(cast, "A lamp"), on_sale(cast, "A bow")
            span = {"from_": NOW + DAY, "until": LATER}
            remedied(cast, RemedyKind.PAUSE_OFFER, offer=one, words=Words(until=LATER))
            assert Offer.objects.get(pk=one.pk).is_paused(NOW)
            remedied(cast, RemedyKind.PAUSE_ALL, words=Words(**span))
            assert Offer.objects.get(pk=other.pk).paused_until == LATER

    def test_takes_a_message_off_the_desk_without_sending_anything(self, cast):
        with cast.inside():
            remedied(cast, RemedyKind.NO_ANSWER, order=unanswered(cast))
            assert Message.objects.filter(sender="seller").count() == 0
            assert [kind for kind, *_ in kept()] == ["no_answer"]

    @pytest.mark.parametrize("words", ["Sorry. Please leave a good review.", "Five stars would help me."])
    def test_refuses_words_that_speak_of_feedback(self, cast, words):
        with cast.inside():
            for kind in (RemedyKind.DELAY_NOTICE, RemedyKind.ANSWER, RemedyKind.EXTEND_DELIVERY):
                with pytest.raises(UnableToTakeRemedy, match="never speaks of feedback"), transaction.atomic():
                    remedied(cast, kind, order=late_completion(cast), words=Words(text=words, to=LATER))
            assert kept() == [] and Message.objects.count() == 0

    def test_keeps_nothing_where_the_act_is_refused(self, cast):
        with cast.inside():
            order = late_completion(cast)
            with pytest.raises(UnableToExtendDelivery), transaction.atomic():
                remedied(cast, RemedyKind.EXTEND_DELIVERY, order=order, words=Words(text="Sorry.", to=NOW - DAY))
            assert kept() == [] and Message.objects.count() == 0

    def test_is_taken_once_however_often_the_form_is_sent(self, cast):
        with cast.inside():
            order = late_start(cast)
            first = remedied(cast, order=order, key="one form")
            again = remedied(cast, order=order, key="one form", at=NOW + HOUR)
            assert first == again and Message.objects.count() == 1
            remedied(cast, order=order, key="one form", words=Words(text="Other words."))
            assert Message.objects.count() == 2

    def test_belongs_to_the_sellers_team_alone(self, cast):
        with cast.inside():
            order = late_start(cast)
            for member in (cast.alice, cast.carol, None):
                with pytest.raises(NotThere), transaction.atomic():
                    who = {"tenant": cast.tenant, "by": member, "seller": cast.seller, "now": NOW}
                    take_remedy(**who, kind=RemedyKind.DELAY_NOTICE, order=order, words=Words(text=NOTICE))
            assert kept() == []

    def test_is_about_what_the_seller_sells(self, cast):
        with cast.inside():
            other = make_seller(cast.tenant, "other", runs=cast.dave)
            theirs, offer = late_start(cast, seller=other), on_sale(cast, "Theirs", seller=other)
            mine = late_start(cast)
            for kind, about in (
                (RemedyKind.DELAY_NOTICE, {"order": theirs}),
                (RemedyKind.PAUSE_OFFER, {"offer": offer}),
                (RemedyKind.PAUSE_OFFER, {"order": mine}),
                (RemedyKind.DELAY_NOTICE, {}),
                (RemedyKind.PAUSE_ALL, {"order": mine}),
            ):
                with pytest.raises(NotThere), transaction.atomic():
                    remedied(cast, kind, **about)

    def test_stays_for_good(self, cast):
        with cast.inside():
            remedied(cast, order=late_start(cast))
            for change in (Remedy.objects.all().delete, lambda: Remedy.objects.update(kind="answer")):
                with pytest.raises(DatabaseError), transaction.atomic():
                    change()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_form_sent_twice_sends_one_message(self):
        cast = make_cast()
        with cast.inside():
            order = late_start(cast)
        found = at_once(cast, [lambda: remedied(cast, order=order, key="one form")] * 2)
        assert not any(isinstance(each, Exception) for each in found), found
        with cast.inside():
            assert found[0] == found[1] and Message.objects.count() == Remedy.objects.count() == 1


class TestPages:
    def where(self, about: object, kind: str, of: str = "orders") -> str:
        return f"/selling/prevention/{of}/{about.pk}/{kind}"

    def test_take_it_and_lead_back_to_the_desk(self, cast):
        with cast.inside():
            order = late_start(cast)
        bob = browser(cast.tenant, cast.bob)
        answer = bob.post(self.where(order, "delay_notice"), {"body": NOTICE, "key": "k"}, follow=True)
        assert answer.redirect_chain == [("/selling/prevention?seller=bobs-store", 302)]
        assert "The buyer has your message." in answer.content.decode()
        with cast.inside():
            assert kept() == [("delay_notice", "late_start", NOW)]

    def test_keep_what_was_typed_where_it_is_refused(self, cast):
        with cast.inside():
            order, offer = late_completion(cast), on_sale(cast, "A lamp", stock=0)
        bob = browser(cast.tenant, cast.bob)
        told = {"to": "2026-06-01T10:00", "reason": "It rained for days.", "key": "k"}
        answer = bob.post(self.where(order, "extend_delivery"), told)
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "This lies in the past." in shown and "It rained for days." in shown and "2026-06-01T10:00" in shown
        answer = bob.post(self.where(offer, "set_stock", "offers"), {"stock": "many", "key": "k"})
        assert answer.status_code == 422 and 'value="many"' in answer.content.decode()

    def test_refuse_a_stock_that_changed_meanwhile(self, cast):
        with cast.inside():
            offer = on_sale(cast, "A lamp", stock=0)
        stale = {"stock": "5", "stock_seen": "3", "version": "1", "key": "k"}
        answer = browser(cast.tenant, cast.bob).post(self.where(offer, "set_stock", "offers"), stale)
        assert answer.status_code == 422 and "The number left changed" in answer.content.decode()

    def test_pause_everything_from_a_time_to_another(self, cast):
        with cast.inside():
            on_sale(cast, "A lamp")
        span = {"from_": "2026-06-20T08:00", "until": "2026-06-25T08:00", "key": "k"}
        answer = browser(cast.tenant, cast.bob).post("/selling/prevention/pause?seller=bobs-store", span)
        assert answer.status_code == 302
        with cast.inside():
            paused = Offer.objects.get(title="A lamp")
            assert paused.paused_from == datetime.fromisoformat("2026-06-20T08:00+00:00")
            assert [kind for kind, *_ in kept()] == ["pause_all"]

    def test_are_not_there_for_anybody_else(self, cast):
        mallory = make_mallory()
        with cast.inside():
            order, offer = late_start(cast), on_sale(cast, "A lamp")
        with mallory.inside():
            foreign = late_start(mallory)
        for member in (cast.alice, cast.carol, mallory.bob):
            visitor = browser(cast.tenant, member)
            for path in (self.where(order, "delay_notice"), self.where(offer, "pause_offer", "offers")):
                assert visitor.get(path).status_code == 404
                assert visitor.post(path, {"body": NOTICE}).status_code == 404
        bob = browser(cast.tenant, cast.bob)
        for path in (
            self.where(foreign, "delay_notice"),
            self.where(order, "pause_offer"),
            self.where(order, "nothing"),
        ):
            assert bob.get(path).status_code == 404

    def test_open_with_their_form_for_every_kind(self, cast):
        with cast.inside():
            order, offer = late_start(cast), on_sale(cast, "A lamp")
        bob = browser(cast.tenant, cast.bob)
        for kind in ("delay_notice", "answer", "no_answer", "extend_delivery", "compensation"):
            assert bob.get(self.where(order, kind)).status_code == 200
        for kind in ("set_stock", "pause_offer"):
            assert bob.get(self.where(offer, kind, "offers")).status_code == 200
        assert bob.get("/selling/prevention/pause").status_code == 200


def test_refusals_are_what_forms_understand():
    assert issubclass(UnableToTakeRemedy, Refused)
