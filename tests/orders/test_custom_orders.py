"""A custom order: made for one buyer, taken once, paid or over, and nobody else's business."""

from __future__ import annotations

from datetime import timedelta

import pytest

from notifications.models import Notification
from orders.actions.make_custom_order import UnableToMakeCustomOrder, make_custom_order
from orders.actions.move_order import move_order
from orders.actions.revoke_custom_order import UnableToRevokeCustomOrder, revoke_custom_order
from orders.actions.take_custom_order import UnableToTakeCustomOrder, take_custom_order
from orders.custom.orders import MOST_OPEN, status_at
from orders.jobs.end_custom_orders import end_custom_orders
from orders.jobs.end_unpaid import end_unpaid
from orders.models import CustomOrder, Message, Order
from orders.moving import lock_order
from orders.paying.booking import begin
from tests.cast import NOW, finished_order, make_cast, make_mallory, make_member
from tests.feedback.standing import posted
from tests.orders.dealing import DAY, HOUR, OFFERED, at_once, made, taken
from wire.refusals import NotPermitted, NotThere

MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast(db):
    return make_cast(slug="game-services", preset="game_services")


@pytest.fixture
def order(cast):
    with cast.inside():
        return finished_order(cast)


def problems_of(caught):
    return {(str(each.code), each.pointer) for each in caught.value.problems}


class TestMaking:
    def test_lives_for_the_hours_of_the_policy_and_stands_in_the_chat(self, cast, order):
        with cast.inside():
            custom = made(cast, order, complete_within_hours=48)
            assert custom.expires_at == NOW + 24 * HOUR
            assert custom.buyer == cast.alice
            assert len(custom.token) == 43
            said = Message.objects.get(order=order)
        assert custom.token in said.body
        # Who may read the chat and is not its buyer learns nothing of what is offered.
        assert custom.title not in said.body
        assert "20" not in said.body.replace(custom.token, "").replace("2026", "")

    def test_its_buyer_is_told(self, cast, order):
        with cast.inside():
            custom = made(cast, order)
            told = Notification.objects.get(member=cast.alice, kind="custom_order_made")
        assert told.path == f"/o/{custom.token}"

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ({"title": " "}, ("validation_failed", "/title")),
            ({"title": "x" * 301}, ("validation_failed", "/title")),
            ({"title": "two\nlines"}, ("validation_failed", "/title")),
            ({"amount": "0"}, ("validation_failed", "/amount")),
            ({"amount": "-1"}, ("validation_failed", "/amount")),
            ({"amount": "1.234"}, ("validation_failed", "/amount")),
            ({"amount": "NaN"}, ("validation_failed", "/amount")),
            ({"amount": "much"}, ("validation_failed", "/amount")),
            ({"amount": "1e12"}, ("validation_failed", "/amount")),
            ({"currency": "eur"}, ("validation_failed", "/currency")),
            ({"complete_within_hours": 0}, ("validation_failed", "/complete_within_hours")),
            ({"complete_within_hours": 10_000}, ("validation_failed", "/complete_within_hours")),
            ({"description": "y" * 2001}, ("validation_failed", "/description")),
            ({"description": "Half price for a five star review"}, ("not_allowed_by_policy", "/description")),
            ({"title": "Cheaper if you leave feedback"}, ("not_allowed_by_policy", "/title")),
        ],
    )
    def test_says_what_is_wrong(self, cast, order, said, expected):
        with cast.inside():
            with pytest.raises(UnableToMakeCustomOrder) as caught:
                made(cast, order, **said)
            assert expected in problems_of(caught)
            assert not CustomOrder.objects.exists()
            assert not Message.objects.exists()

    def test_is_refused_where_the_policy_offers_none(self, db):
        retail = make_cast(slug="retail", preset="retail")
        with retail.inside(), pytest.raises(UnableToMakeCustomOrder) as caught:
            made(retail, finished_order(retail))
        assert problems_of(caught) == {("not_allowed_by_policy", "")}

    def test_is_the_sellers_alone(self, cast, order):
        with cast.inside():
            nora = make_member(cast.tenant, "Nora", "buyer")
            for by, error in ((cast.alice, NotPermitted), (cast.carol, NotPermitted), (nora, NotThere)):
                with pytest.raises(error):
                    made(cast, order, by=by)

    def test_a_seller_names_only_who_bought_from_them(self, cast, order):
        with cast.inside():
            nora = make_member(cast.tenant, "Nora", "buyer")
            given = {"tenant": cast.tenant, "by": cast.bob, "seller": cast.seller, "now": NOW, **OFFERED}
            assert make_custom_order(buyer=cast.alice, **given).made_in is None
            with pytest.raises(UnableToMakeCustomOrder) as caught:
                make_custom_order(buyer=nora, **given)
        assert problems_of(caught) == {("validation_failed", "/buyer")}

    def test_at_most_ten_are_open_for_a_buyer(self, cast, order):
        with cast.inside():
            first = [made(cast, order, title=f"Number {number}") for number in range(MOST_OPEN)][0]
            with pytest.raises(UnableToMakeCustomOrder) as caught:
                made(cast, order, title="One more")
            assert problems_of(caught) == {("conflict", "")}
            revoke_custom_order(tenant=cast.tenant, by=cast.bob, custom_order=first, now=NOW)
            made(cast, order, title="One more")
            # What has expired does not count, whether or not the sweep came by.
            made(cast, order, title="Tomorrow", at=NOW + 24 * HOUR)

    def test_the_same_form_sent_twice_makes_one(self, cast, order):
        with cast.inside():
            one, two = (made(cast, order, key="form-1") for _ in range(2))
            other = made(cast, order, key="form-1", amount="21.00")
        assert one.pk == two.pk != other.pk

    def test_counts_as_contact_after_a_negative_review(self, cast):
        with cast.inside():
            order = posted(cast).order
            for number in range(5):
                made(cast, order, title=f"Number {number}")
            with pytest.raises(Exception, match="5 messages in 7 days"):
                made(cast, order, title="Number 6")


class TestTaking:
    def test_becomes_an_order_that_waits_to_be_paid(self, cast, order):
        with cast.inside():
            custom = made(cast, order, complete_within_hours=48)
            bought = taken(cast, custom, at=NOW + HOUR)
            assert (bought.status, bought.amount, bought.currency) == ("awaiting_payment", custom.amount, "EUR")
            assert bought.promised_completion_at == NOW + 49 * HOUR
            assert (bought.offer.title, bought.offer.listed) == (custom.title, False)
            custom.refresh_from_db()
            assert (custom.status, custom.order) == ("open", bought)

    def test_twice_gives_the_same_order(self, cast, order):
        with cast.inside():
            custom = made(cast, order)
            assert taken(cast, custom) == taken(cast, custom, at=NOW + MINUTE)

    def test_is_for_its_buyer_alone(self, cast, order):
        with cast.inside():
            custom = made(cast, order)
            nora = make_member(cast.tenant, "Nora", "buyer")
            for by in (nora, cast.bob, cast.carol, None):
                with pytest.raises(NotThere):
                    take_custom_order(tenant=cast.tenant, by=by, custom_order=custom, now=NOW)

    def test_is_over_at_its_instant(self, cast, order):
        with cast.inside():
            custom = made(cast, order)
            with pytest.raises(UnableToTakeCustomOrder) as caught:
                taken(cast, custom, at=custom.expires_at)
            assert problems_of(caught) == {("conflict", "")}
            assert taken(cast, custom, at=custom.expires_at - timedelta(microseconds=1))

    def test_is_not_possible_once_it_was_taken_back(self, cast, order):
        with cast.inside():
            custom = made(cast, order)
            revoke_custom_order(tenant=cast.tenant, by=cast.bob, custom_order=custom, now=NOW)
            with pytest.raises(UnableToTakeCustomOrder, match="taken this custom order back"):
                taken(cast, custom)


class TestTheEnd:
    def test_the_sweep_ends_what_is_over_and_tells_the_seller_once(self, cast, order):
        with cast.inside():
            custom = made(cast, order)
            assert end_custom_orders(tenant=cast.tenant, now=custom.expires_at - MINUTE) == 0
            assert end_custom_orders(tenant=cast.tenant, now=custom.expires_at + DAY) == 1
            assert end_custom_orders(tenant=cast.tenant, now=custom.expires_at + DAY) == 0
            custom.refresh_from_db()
            assert (custom.status, custom.ended_at) == ("expired", custom.expires_at)
            assert Notification.objects.filter(member=cast.bob, kind="custom_order_ended").count() == 1

    def test_is_paid_with_its_order(self, cast, order):
        with cast.inside():
            custom = made(cast, order)
            bought = lock_order(taken(cast, custom).pk)
            begin(bought, tenant=cast.tenant, now=NOW + MINUTE)
            custom.refresh_from_db()
            assert (custom.status, custom.order) == ("paid", bought)
            with pytest.raises(UnableToRevokeCustomOrder):
                revoke_custom_order(tenant=cast.tenant, by=cast.bob, custom_order=custom, now=NOW + MINUTE)
            # A later cancellation does not open it again.
            move_order(tenant=cast.tenant, by=cast.bob, order=bought, to="cancel", reason="Sold out.", now=NOW + HOUR)
            custom.refresh_from_db()
            assert custom.status == "paid"

    def test_taken_in_time_it_does_not_end_while_its_order_waits_to_be_paid(self, cast, order):
        with cast.inside():
            custom = made(cast, order)
            bought = taken(cast, custom, at=custom.expires_at - MINUTE)
            assert end_custom_orders(tenant=cast.tenant, now=custom.expires_at + MINUTE) == 0
            assert end_unpaid(tenant=cast.tenant, now=bought.pay_by) == 1
            custom.refresh_from_db()
            assert (custom.status, custom.order, custom.ended_at) == ("expired", None, custom.expires_at)

    def test_is_free_again_when_nobody_paid_and_its_time_still_runs(self, cast, order):
        with cast.inside():
            custom = made(cast, order)
            first = taken(cast, custom)
            end_unpaid(tenant=cast.tenant, now=first.pay_by)
            custom.refresh_from_db()
            assert (custom.status, custom.order) == ("open", None)
            second = taken(cast, custom, at=first.pay_by)
            assert second != first

    def test_a_seller_cannot_take_back_what_the_buyer_is_about_to_pay(self, cast, order):
        with cast.inside():
            custom = made(cast, order)
            taken(cast, custom)
            with pytest.raises(UnableToRevokeCustomOrder, match="about to pay"):
                revoke_custom_order(tenant=cast.tenant, by=cast.bob, custom_order=custom, now=NOW)
            assert status_at(CustomOrder.objects.get(), NOW) == "open"

    def test_taking_back_is_the_sellers_alone(self, cast, order):
        mallory = make_mallory("far-away").bob
        with cast.inside():
            custom = made(cast, order)
            for by in (cast.alice, cast.carol, mallory, None):
                with pytest.raises(NotThere):
                    revoke_custom_order(tenant=cast.tenant, by=by, custom_order=custom, now=NOW)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def prepared(self):
        cast = make_cast(slug="game-services", preset="game_services")
        with cast.inside():
            return cast, made(cast, finished_order(cast))

    def test_taking_makes_one_order(self):
        cast, custom = self.prepared()
        orders = at_once(cast, [lambda: taken(cast, custom) for _ in range(4)])
        assert len({order.pk for order in orders}) == 1, orders
        with cast.inside():
            assert Order.objects.filter(status="awaiting_payment").count() == 1

    def test_taking_and_taking_back_leaves_one_of_them(self):
        cast, custom = self.prepared()

        def back():
            return revoke_custom_order(tenant=cast.tenant, by=cast.bob, custom_order=custom, now=NOW)

        results = at_once(cast, [lambda: taken(cast, custom), back])
        assert sum(isinstance(each, UnableToTakeCustomOrder | UnableToRevokeCustomOrder) for each in results) == 1

    def test_the_tenth_is_made_once(self):
        cast, custom = self.prepared()
        with cast.inside():
            for number in range(MOST_OPEN - 2):
                made(cast, custom.made_in, title=f"Number {number}")
        results = at_once(cast, [lambda t=title: made(cast, custom.made_in, title=t) for title in ("one", "two")])
        assert sum(isinstance(each, UnableToMakeCustomOrder) for each in results) == 1, results
