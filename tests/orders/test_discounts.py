"""Discounts and refunds that sellers give: a code for one next order, and money that really goes back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from orders.actions.give_compensation import UnableToGiveCompensation, give_compensation
from orders.actions.pay_back import UnableToPayBack
from orders.actions.place_order import place_order
from orders.actions.take_discount import UnableToTakeDiscount, take_discount
from orders.jobs.end_unpaid import end_unpaid
from orders.models import Compensation, Discount, Offer, Order, Payment, Refund
from orders.offering.discounts import ALPHABET, LENGTH, code_in_groups, plain_code
from tests.cast import NOW, finished_order, make_cast, make_member, make_seller
from tests.orders.dealing import at_once, discounted, unpaid


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def order(cast):
    with cast.inside():
        return finished_order(cast)


def take(cast, order, code, now=NOW):
    return take_discount(tenant=cast.tenant, order=order, code=code, now=now)


def give(cast, order, **said):
    given = {"kind": "discount", "description": "For the scratch.", "amount": "5.00", **said}
    return give_compensation(tenant=cast.tenant, by=cast.bob, order=order, now=NOW, **given)


class TestTheCode:
    def test_is_readable_and_not_guessable(self, cast, order):
        with cast.inside():
            code = discounted(cast, order).code
        assert len(code) == LENGTH == 12
        assert set(code) <= set(ALPHABET)
        assert not set("0O1IL") & set(ALPHABET)
        # More than a guess a nanosecond for ten years.
        assert len(ALPHABET) ** LENGTH > 10**17

    def test_may_be_typed_as_people_type(self):
        assert code_in_groups("ABCDEFGH2345") == "ABCD-EFGH-2345"
        assert plain_code(" abcd-EFGH 2345\n") == "ABCDEFGH2345"
        assert plain_code("\x00") == ""

    def test_comes_with_an_amount_only(self, cast, order):
        with cast.inside():
            give(cast, order, amount=None)
            assert not Discount.objects.exists()
            order.currency = ""
            with pytest.raises(UnableToGiveCompensation, match="names no currency"):
                give(cast, order)

    def test_is_made_once_for_a_form_sent_twice(self, cast, order):
        with cast.inside():
            first, second = (give(cast, order, key="form-1") for _ in range(2))
            assert first == second
            assert Compensation.objects.count() == Discount.objects.count() == 1
            give(cast, order, key="form-1", amount="6.00")
            assert Discount.objects.count() == 2


class TestTaking:
    def test_takes_it_off_the_price_of_one_order(self, cast, order):
        with cast.inside():
            discount = discounted(cast, order)
            bought = unpaid(cast, "25.00")
            take(cast, bought, code_in_groups(discount.code).lower())
            bought.refresh_from_db()
            discount.refresh_from_db()
            assert bought.amount == Decimal("20.00")
            assert (discount.used_by, discount.used_at) == (bought, NOW)
            with pytest.raises(UnableToTakeDiscount, match="used this code already"):
                take(cast, unpaid(cast), discount.code)

    def test_is_for_who_was_given_it(self, cast, order):
        with cast.inside():
            nora = make_member(cast.tenant, "Nora", "buyer")
            code = discounted(cast, order).code
            for theirs in (unpaid(cast, buyer=nora), unpaid(cast)):
                typed = code if theirs.buyer == nora else "NOSUCHCODE22"
                with pytest.raises(UnableToTakeDiscount, match="not one of your codes"):
                    take(cast, theirs, typed)

    def test_is_for_orders_with_the_same_seller(self, cast, order):
        with cast.inside():
            other = make_seller(cast.tenant, "other-store")
            with pytest.raises(UnableToTakeDiscount, match="another seller"):
                take(cast, unpaid(cast, seller=other, offer=None), discounted(cast, order).code)

    def test_ends_at_its_instant(self, cast, order):
        with cast.inside():
            discount = discounted(cast, order)
            Discount.objects.update(expires_at=NOW)
            with pytest.raises(UnableToTakeDiscount, match="time for this code is over"):
                take(cast, unpaid(cast), discount.code)
            take(cast, unpaid(cast), discount.code, now=NOW - timedelta(microseconds=1))

    def test_is_money_of_one_currency(self, cast, order):
        with cast.inside(), pytest.raises(UnableToTakeDiscount, match="EUR, and this order is paid in USD"):
            take(cast, unpaid(cast, currency="USD"), discounted(cast, order).code)

    @pytest.mark.parametrize("amount", ["5.00", "4.99"])
    def test_leaves_something_to_pay(self, cast, order, amount):
        with cast.inside():
            discount = discounted(cast, order)
            with pytest.raises(UnableToTakeDiscount, match="Keep it for a larger one"):
                take(cast, unpaid(cast, amount), discount.code)
            assert take(cast, unpaid(cast, "5.01"), discount.code).used_by.amount == Decimal("0.01")

    def test_is_free_again_when_nobody_paid(self, cast, order):
        with cast.inside():
            discount = discounted(cast, order)
            first = unpaid(cast)
            take(cast, first, discount.code)
            end_unpaid(tenant=cast.tenant, now=first.pay_by)
            take(cast, unpaid(cast, at=first.pay_by), discount.code)

    def test_a_refused_code_places_no_order(self, cast, order):
        with cast.inside():
            Offer.objects.filter(pk=cast.offer.pk).update(listed=True, price="25.00", currency="EUR", stock=3)
            with pytest.raises(UnableToTakeDiscount):
                place_order(tenant=cast.tenant, by=cast.alice, offer=cast.offer, discount_code="NOSUCHCODE22", now=NOW)
            assert not Order.objects.filter(status="awaiting_payment").exists()
            code = discounted(cast, order).code
            bought = place_order(tenant=cast.tenant, by=cast.alice, offer=cast.offer, discount_code=code, now=NOW)
            assert bought.amount == Decimal("20.00")
            assert Offer.objects.get().stock == 2


class TestPartialRefunds:
    def paid(self, cast, order):
        return Payment.objects.create(
            tenant=cast.tenant,
            order=order,
            variant="default",
            status="confirmed",
            total=order.amount,
            captured_amount=order.amount,
            currency=order.currency,
            booked_at=NOW,
        )

    def test_pay_back_what_was_paid_here(self, cast, order):
        with cast.inside():
            self.paid(cast, order)
            given = give(cast, order, kind="partial_refund", amount="4.50")
            refund = Refund.objects.get()
            assert (refund.amount, refund.compensation, refund.by) == (Decimal("4.50"), given, cast.bob)

    def test_stay_words_where_nothing_was_paid_here(self, cast, order):
        with cast.inside():
            give(cast, order, kind="partial_refund", amount="4.50")
            assert not Refund.objects.exists()

    def test_are_refused_when_less_is_left(self, cast, order):
        with cast.inside():
            self.paid(cast, order)
            give(cast, order, kind="partial_refund", amount="20.00")
            with pytest.raises(UnableToPayBack):
                give(cast, order, kind="partial_refund", amount="10.00")
            assert Compensation.objects.count() == Refund.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_one_code_takes_something_off_one_order(self):
        cast = make_cast()
        with cast.inside():
            code = discounted(cast, finished_order(cast)).code
            orders = [unpaid(cast) for _ in range(4)]
        results = at_once(cast, [lambda each=order: take(cast, each, code) for order in orders])
        assert sum(isinstance(each, UnableToTakeDiscount) for each in results) == 3, results
        with cast.inside():
            assert Order.objects.filter(amount="20.00").count() == 1

    def test_one_form_gives_one_compensation(self):
        cast = make_cast()
        with cast.inside():
            order = finished_order(cast)
        results = at_once(cast, [lambda: give(cast, order, key="form-1") for _ in range(3)])
        assert len({each.pk for each in results}) == 1, results
        with cast.inside():
            assert Discount.objects.count() == 1
