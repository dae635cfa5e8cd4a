"""Going offline: everything on sale is paused at once, and no pause that stands gets shorter."""

from __future__ import annotations

import pytest
from django.db import transaction

from orders.actions.pause_all_offers import UnableToPauseAllOffers, pause_all_offers
from orders.models import Offer
from tests.cast import NOW, make_cast, make_seller
from tests.orders.bought import offer_on_sale
from tests.orders.dealing import DAY, HOUR, at_once
from wire.refusals import NotThere

AWAY = {"from_": NOW + DAY, "until": NOW + 5 * DAY}


@pytest.fixture
def cast(db):
    return make_cast()


def pause(cast, *, by=None, **span):
    who = {"tenant": cast.tenant, "by": by or cast.bob, "seller": cast.seller, "now": NOW}
    return pause_all_offers(**who, **span)


def span_of(offer: Offer) -> tuple:
    offer.refresh_from_db()
    return offer.paused_from, offer.paused_until


class TestPauseAllOffers:
    def test_pauses_what_is_on_sale_from_a_time_to_another(self, cast):
        with cast.inside():
            one, other = offer_on_sale(cast, "one"), offer_on_sale(cast, "other")
            found = pause(cast, **AWAY)
            assert {each.pk for each in found.paused} == {one.pk, other.pk}
            assert span_of(one) == span_of(other) == (NOW + DAY, NOW + 5 * DAY)
            assert span_of(cast.offer) == (None, None)

    def test_begins_now_and_lasts_until_the_seller_goes_on(self, cast):
        with cast.inside():
            offer = offer_on_sale(cast)
            pause(cast)
            assert span_of(offer) == (NOW, None)

    @pytest.mark.parametrize(
        ("stands", "then"),
        [
            ((NOW - DAY, NOW + 2 * DAY), (NOW - DAY, NOW + 5 * DAY)),
            ((NOW + 2 * DAY, None), (NOW + DAY, None)),
            ((NOW - DAY, NOW + 9 * DAY), (NOW - DAY, NOW + 9 * DAY)),
            ((NOW - 9 * DAY, NOW - DAY), (NOW + DAY, NOW + 5 * DAY)),
        ],
    )
    def test_joins_a_pause_that_stands(self, cast, stands, then):
        with cast.inside():
            offer = offer_on_sale(cast)
            Offer.objects.filter(pk=offer.pk).update(paused_from=stands[0], paused_until=stands[1])
            pause(cast, **AWAY)
            assert span_of(offer) == then

    def test_leaves_a_pause_at_another_time_and_says_so(self, cast):
        with cast.inside():
            offer = offer_on_sale(cast)
            Offer.objects.filter(pk=offer.pk).update(paused_from=NOW - DAY, paused_until=NOW + HOUR)
            found = pause(cast, **AWAY)
            assert (found.paused, found.kept) == ([], [offer])
            assert span_of(offer) == (NOW - DAY, NOW + HOUR)

    def test_changes_nothing_the_second_time(self, cast):
        with cast.inside():
            offer = offer_on_sale(cast)
            pause(cast, **AWAY)
            offer.refresh_from_db()
            version = offer.version
            pause(cast, **AWAY)
            offer.refresh_from_db()
            assert offer.version == version

    def test_refuses_where_nothing_is_on_sale_or_the_times_are_wrong(self, cast):
        with cast.inside():
            with pytest.raises(UnableToPauseAllOffers, match="nothing on sale"), transaction.atomic():
                pause(cast)
            offer_on_sale(cast)
            for span in ({"until": NOW}, {"from_": NOW + 2 * DAY, "until": NOW + DAY}):
                with pytest.raises(UnableToPauseAllOffers), transaction.atomic():
                    pause(cast, **span)

    def test_is_not_there_for_who_does_not_run_the_seller(self, cast):
        with cast.inside():
            theirs = offer_on_sale(cast)
            make_seller(cast.tenant, "other", runs=cast.dave)
            for member in (cast.alice, cast.dave):
                with pytest.raises(NotThere), transaction.atomic():
                    pause(cast, by=member)
            assert span_of(theirs) == (None, None)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_pauses_become_one_that_holds_both(self):
        cast = make_cast()
        with cast.inside():
            offers = [offer_on_sale(cast, f"lamp-{number}") for number in range(4)]
        spans = ({"until": NOW + 2 * DAY}, {"from_": NOW + DAY, "until": NOW + 3 * DAY})
        found = at_once(cast, [lambda span=span: pause(cast, **span) for span in spans])
        assert not any(isinstance(each, Exception) for each in found), found
        with cast.inside():
            assert {span_of(offer) for offer in offers} == {(NOW, NOW + 3 * DAY)}
