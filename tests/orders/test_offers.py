"""Offers: what a seller says of them, who may, their pause, and stock that buyers take while the seller types."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from audit.queries import entries_of
from orders.actions.go_on_with_offer import UnableToGoOnWithOffer, go_on_with_offer
from orders.actions.pause_offer import UnableToPauseOffer, pause_offer
from orders.actions.put_offer import UnableToPutOffer, put_offer
from orders.models import Offer
from orders.offering.offers import Sale, offer_run_by, offers_run_by, offers_visible_to, public_offer, sale_of
from tests.cast import NOW, make_cast, make_mallory, make_seller
from tests.disputes.acts import codes, pointers
from tests.orders.bought import offer_on_sale, placed
from wire.refusals import NotThere

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db):
    made = make_cast()
    with made.inside():
        yield made


def put(cast, *, by=None, external_id="blade", version=None, stock_seen=None, **facts):
    who = {"tenant": cast.tenant, "by": by or cast.bob, "seller": cast.seller, "now": NOW + HOUR}
    return put_offer(**who, external_id=external_id, facts=facts, version=version, stock_seen=stock_seen)


class TestPutOffer:
    def test_makes_an_offer_and_changes_it(self, cast):
        offer, new, _ = put(cast, title="Blade", price=Decimal("3.00"), currency="eur", listed=True)
        assert (new, offer.currency, offer.version) == (True, "EUR", 1)
        again, new, changed = put(cast, price=Decimal("4.00"))
        assert (new, changed, again.pk, again.title, again.version) == (False, True, offer.pk, "Blade", 2)
        assert [entry.action for entry in entries_of(offer)] == ["offer.created", "offer.changed"]

    def test_the_same_again_changes_nothing(self, cast):
        put(cast, title="Blade", description="Sharp.")
        offer, new, changed = put(cast, title="Blade", description="Sharp.")
        assert (new, changed, offer.version) == (False, False, 1)

    @pytest.mark.parametrize(
        ("facts", "pointer"),
        [
            ({"title": " "}, "/title"),
            ({"title": "two\nlines"}, "/title"),
            ({"title": "x" * 301}, "/title"),
            ({"description": "x" * 10_001}, "/description"),
            ({"price": Decimal("0")}, "/price"),
            ({"price": Decimal("1.001")}, "/price"),
            ({"currency": "EURO"}, "/currency"),
            ({"stock": -1}, "/stock"),
            ({"stock": 1_000_001}, "/stock"),
            ({"start_within_hours": 0}, "/start_within_hours"),
            ({"complete_within_hours": 8761}, "/complete_within_hours"),
            ({"start_within_hours": 5, "complete_within_hours": 4}, "/complete_within_hours"),
            ({"listed": True, "currency": "EUR"}, "/price"),
            ({"listed": True, "price": Decimal("1.00")}, "/currency"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, cast, facts, pointer):
        with pytest.raises(UnableToPutOffer) as refusal:
            put(cast, **facts)
        assert pointers(refusal) == [pointer]
        assert not Offer.objects.filter(external_id="blade").exists()

    def test_a_price_on_sale_cannot_be_taken_away(self, cast):
        offer_on_sale(cast)
        with pytest.raises(UnableToPutOffer) as refusal:
            put(cast, price=None)
        assert pointers(refusal) == ["/price"]

    def test_what_somebody_else_changed_is_looked_at_again(self, cast):
        offer = offer_on_sale(cast)
        put(cast, title="A finer blade")
        with pytest.raises(UnableToPutOffer) as refusal:
            put(cast, title="The finest blade", version=offer.version)
        assert codes(refusal) == ["stale_version"]

    def test_is_for_those_who_run_the_seller(self, cast):
        for who in (cast.alice, cast.carol):
            with pytest.raises(NotThere):
                put(cast, by=who, title="Mine")


class TestStockWhileTyping:
    def test_that_was_not_touched_stays_what_it_is_by_now(self, cast):
        offer = offer_on_sale(cast, stock=3)
        placed(cast, offer)
        changed, _, _ = put(cast, stock=3, stock_seen=3, title="Renamed")
        assert (changed.title, Offer.objects.get(pk=offer.pk).stock) == ("Renamed", 2)

    def test_that_was_touched_is_asked_again(self, cast):
        offer = offer_on_sale(cast, stock=3)
        placed(cast, offer)
        with pytest.raises(UnableToPutOffer, match="it is 2 now") as refusal:
            put(cast, stock=10, stock_seen=3)
        assert pointers(refusal) == ["/stock"]
        put(cast, stock=10, stock_seen=2)
        assert Offer.objects.get(pk=offer.pk).stock == 10


class TestPause:
    def pause(self, cast, offer, by=None, **words):
        return pause_offer(tenant=cast.tenant, by=by or cast.bob, offer=offer, now=NOW, **words)

    def test_begins_now_and_lasts_until_the_seller_goes_on(self, cast):
        offer = self.pause(cast, offer_on_sale(cast))
        assert sale_of(offer, NOW + 900 * HOUR) is Sale.PAUSED
        offer = go_on_with_offer(tenant=cast.tenant, by=cast.bob, offer=offer, now=NOW)
        assert sale_of(offer, NOW) is Sale.ON_SALE

    def test_from_one_moment_until_another(self, cast):
        offer = self.pause(cast, offer_on_sale(cast), from_=NOW + HOUR, until=NOW + 2 * HOUR)
        found = [sale_of(offer, NOW + n * HOUR) for n in (0, 1, 2)]
        assert found == [Sale.ON_SALE, Sale.PAUSED, Sale.ON_SALE]

    @pytest.mark.parametrize(
        ("from_", "until", "pointer"),
        [
            (2, 1, "/until"),
            (None, -1, "/until"),
            (1, 1, "/until"),
            (24 * 800, None, "/from_"),
            (None, 24 * 800, "/until"),
        ],
    )
    def test_ends_after_it_begins(self, cast, from_, until, pointer):
        times = {"from_": from_ and NOW + from_ * HOUR, "until": until and NOW + until * HOUR}
        with pytest.raises(UnableToPauseOffer) as refusal:
            self.pause(cast, offer_on_sale(cast), **times)
        assert pointers(refusal) == [pointer]

    def test_a_stale_page_pauses_nothing(self, cast):
        offer = offer_on_sale(cast)
        put(cast, title="Renamed")
        with pytest.raises(UnableToPauseOffer):
            self.pause(cast, offer, version=1)

    def test_is_for_those_who_run_the_seller(self, cast):
        with pytest.raises(NotThere):
            self.pause(cast, offer_on_sale(cast), by=cast.alice)

    def test_what_is_not_paused_does_not_go_on(self, cast):
        with pytest.raises(UnableToGoOnWithOffer, match="not paused"):
            go_on_with_offer(tenant=cast.tenant, by=cast.bob, offer=offer_on_sale(cast), now=NOW)


class TestWhoSees:
    def test_buyers_see_what_is_on_sale(self, cast):
        assert public_offer(offer_on_sale(cast).pk)
        with pytest.raises(NotThere):
            public_offer(offer_on_sale(cast, "hidden", listed=False).pk)

    def test_sellers_see_their_own(self, cast):
        offer = offer_on_sale(cast, listed=False)
        make_seller(cast.tenant, "another")
        assert offer in offers_run_by(cast.bob)
        assert offer_run_by(cast.bob, offer.pk) == offer
        with pytest.raises(NotThere):
            offer_run_by(cast.alice, offer.pk)
        assert not offers_visible_to(cast.alice, "blade").exists()
        assert offers_visible_to(cast.bob, "blade").exists()

    def test_nobody_sees_another_marketplaces(self, cast):
        offer = offer_on_sale(cast)
        with make_mallory().inside(), pytest.raises(NotThere):
            public_offer(offer.pk)
