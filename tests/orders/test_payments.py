"""Paying and paying back: each thing once, however often a provider says it, and nothing when a worker dies."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from payments import PaymentError, PaymentStatus

from audit.queries import entries_of
from notifications.models import Notification
from orders import tasks
from orders.actions.answer_refund import UnableToAnswerRefund, answer_refund
from orders.actions.book_payment import book_payment
from orders.actions.pay_back import UnableToPayBack, pay_back
from orders.actions.start_payment import UnableToStartPayment
from orders.jobs.book_payments import book_payments
from orders.jobs.carry_out_refunds import carry_out, carry_out_refunds, claim_refund
from orders.jobs.end_unpaid import end_unpaid
from orders.models import Order, Payment, Refund
from orders.paying.pretend import PretendProvider
from orders.paying.refunding import ASKED
from tests.cast import NOW, make_cast
from tests.disputes.acts import codes, pointers
from tests.orders.bought import PRICE, begun, confirm, moved, paid, pay, placed
from wire.refusals import NotPermitted, NotThere

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
LATE = NOW + HOUR


@pytest.fixture
def cast(db):
    made = make_cast()
    with made.inside():
        yield made


@pytest.fixture
def asked(monkeypatch):
    """What the provider was asked to pay back."""
    amounts = []
    monkeypatch.setattr(
        PretendProvider, "refund", lambda self, payment, amount=None: amounts.append(amount) or amount, raising=False
    )
    return amounts


def back(cast, order, amount, **words):
    given = {"by": cast.bob, "reason": "", "now": NOW, **words}
    return pay_back(tenant=cast.tenant, order=order, amount=amount and Decimal(amount), **given)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


class TestStartPayment:
    def test_goes_on_with_what_was_begun(self, cast):
        order = placed(cast)
        assert begun(cast, order).pk == begun(cast, order, at=NOW + MINUTE).pk
        assert Payment.objects.get().total == PRICE

    def test_begins_again_after_a_failure(self, cast):
        order = placed(cast)
        first = begun(cast, order)
        first.change_status(PaymentStatus.REJECTED)
        assert begun(cast, order).pk != first.pk

    def test_is_over_with_the_time_to_pay(self, cast):
        with pytest.raises(UnableToStartPayment, match="time to pay for this order is over"):
            begun(cast, placed(cast), at=NOW + 30 * MINUTE)

    def test_is_refused_where_all_is_paid(self, cast):
        with pytest.raises(UnableToStartPayment, match="nothing to pay"):
            begun(cast, paid(cast))

    def test_knows_only_the_providers_that_are_set(self, cast):
        from orders.actions.start_payment import start_payment

        order = placed(cast)
        with pytest.raises(UnableToStartPayment) as refusal:
            start_payment(tenant=cast.tenant, by=cast.alice, order=order, variant="bank", now=NOW)
        assert pointers(refusal) == ["/variant"]
        with pytest.raises(NotPermitted):
            start_payment(tenant=cast.tenant, by=cast.bob, order=order, variant="pretend", now=NOW)


class TestBookPayment:
    def test_lets_the_order_go_on_and_the_promises_run_from_then(self, cast):
        order = placed(cast)
        payment = pay(cast, order, at=NOW + 10 * MINUTE)
        order = fresh(order)
        assert order.status == "in_progress"
        assert order.promised_start_at == NOW + 2 * HOUR + 10 * MINUTE
        assert order.promised_completion_at == NOW + 24 * HOUR + 10 * MINUTE
        assert payment.booked_at == NOW + 10 * MINUTE
        assert [entry.action for entry in entries_of(payment)] == ["payment.started", "payment.confirmed"]

    def test_tells_both_sides_once(self, cast):
        paid(cast)
        told = Notification.objects.filter(kind="payment")
        assert {each.member_id for each in told} == {cast.alice.pk, cast.bob.pk}
        assert told.count() == 2

    def test_a_second_time_nothing_comes_of_it(self, cast):
        payment = pay(cast, placed(cast))
        assert book_payment(tenant=cast.tenant, payment_id=payment.pk, now=LATE) is False
        assert fresh(payment).booked_at == NOW

    def test_before_the_providers_word_nothing_comes_of_it(self, cast):
        payment = begun(cast, placed(cast))
        assert book_payment(tenant=cast.tenant, payment_id=payment.pk, now=NOW) is False

    def test_what_arrives_after_the_order_was_canceled_goes_back(self, cast, asked):
        order = placed(cast)
        payment = begun(cast, order)
        end_unpaid(tenant=cast.tenant, now=LATE)
        confirm(payment)
        assert book_payment(tenant=cast.tenant, payment_id=payment.pk, now=LATE) is True
        assert book_payment(tenant=cast.tenant, payment_id=payment.pk, now=LATE) is False
        assert fresh(order).status == "canceled"
        assert carry_out_refunds(tenant=cast.tenant, now=LATE) == 1
        assert asked == [PRICE]
        assert fresh(payment).status == PaymentStatus.REFUNDED

    def test_a_second_payment_for_one_order_goes_back(self, cast, asked):
        order = placed(cast)
        first = begun(cast, order)
        second = Payment.objects.create(tenant=cast.tenant, order=order, variant="pretend", total=PRICE, currency="EUR")
        for payment in (first, second):
            confirm(payment)
            book_payment(tenant=cast.tenant, payment_id=payment.pk, now=NOW)
        assert fresh(first).booked_at == NOW
        assert fresh(second).booked_at is None
        assert Refund.objects.get().payment_id == second.pk

    def test_the_sweep_finds_what_nobody_booked_before_it_ends_the_order(self, cast):
        order = placed(cast)
        confirm(begun(cast, order))
        assert end_unpaid(tenant=cast.tenant, now=LATE) == 0
        assert book_payments(tenant=cast.tenant, now=LATE) == 1
        assert book_payments(tenant=cast.tenant, now=LATE) == 0
        assert fresh(order).status == "in_progress"


class TestPayBack:
    def test_a_part_leaves_the_order_as_it_is(self, cast, asked):
        order = paid(cast)
        refund = back(cast, order, "2.50", reason="A scratch.")
        carry_out_refunds(tenant=cast.tenant, now=NOW)
        assert asked == [Decimal("2.50")]
        assert fresh(refund).done_at == NOW
        assert fresh(order).status == "in_progress"
        assert Payment.objects.get().captured_amount == PRICE - Decimal("2.50")

    def test_all_of_it_makes_the_order_refunded(self, cast, asked):
        order = paid(cast)
        back(cast, order, "2.50")
        back(cast, order, "10.00")
        assert (fresh(order).status, fresh(order).closed_at) == ("refund", NOW)
        carry_out_refunds(tenant=cast.tenant, now=NOW)
        assert sum(asked) == PRICE
        assert Payment.objects.get().status == PaymentStatus.REFUNDED

    def test_never_more_than_was_paid(self, cast):
        order = paid(cast)
        back(cast, order, "10.00")
        with pytest.raises(UnableToPayBack, match="At most 2.50 EUR"):
            back(cast, order, "2.51")
        back(cast, order, "2.50")
        with pytest.raises(UnableToPayBack, match="has gone back already"):
            back(cast, order, "0.01")

    @pytest.mark.parametrize("amount", ["0.00", "-1.00", "1.001", None])
    def test_wants_a_sensible_amount(self, cast, amount):
        with pytest.raises(UnableToPayBack) as refusal:
            back(cast, paid(cast), amount)
        assert pointers(refusal) == ["/amount"]

    def test_a_form_sent_twice_pays_once(self, cast):
        order = paid(cast)
        back(cast, order, "5.00", left=PRICE)
        with pytest.raises(UnableToPayBack, match="7.50 EUR are left"):
            back(cast, order, "5.00", left=PRICE)
        assert Refund.objects.count() == 1

    def test_is_for_the_seller_alone(self, cast):
        order = paid(cast)
        with pytest.raises(NotPermitted):
            back(cast, order, "1.00", by=cast.alice)
        with pytest.raises(NotPermitted):
            back(cast, order, "1.00", by=cast.carol)

    def test_knows_nothing_of_what_was_paid_elsewhere(self, cast):
        from tests.cast import finished_order

        with pytest.raises(UnableToPayBack) as refusal:
            back(cast, finished_order(cast), "1.00")
        assert codes(refusal) == ["conflict"]


class TestCarryOutRefunds:
    def test_a_worker_that_dies_after_asking_does_not_ask_again(self, cast, asked):
        refund = back(cast, paid(cast), "5.00")
        assert claim_refund() == refund.pk  # and then the lights go out
        assert carry_out_refunds(tenant=cast.tenant, now=LATE) == 0
        assert asked == []
        assert fresh(refund).failed_because == ASKED

    def test_what_broke_on_the_way_is_not_asked_again_by_itself(self, cast, monkeypatch):
        def broken(self, payment, amount=None):
            raise OSError("the line is dead")

        monkeypatch.setattr(PretendProvider, "refund", broken)
        refund = back(cast, paid(cast), "5.00")
        carry_out_refunds(tenant=cast.tenant, now=NOW)
        assert carry_out_refunds(tenant=cast.tenant, now=LATE) == 0
        assert (fresh(refund).done_at, fresh(refund).failed_because) == (None, ASKED)
        assert Payment.objects.get().captured_amount == PRICE

    def test_a_refusal_is_kept_and_the_seller_told(self, cast, monkeypatch):
        def refuses(self, payment, amount=None):
            raise PaymentError("card expired")

        monkeypatch.setattr(PretendProvider, "refund", refuses)
        refund = back(cast, paid(cast), "5.00")
        carry_out_refunds(tenant=cast.tenant, now=NOW)
        assert fresh(refund).failed_because == "The payment provider refused: card expired"
        assert Notification.objects.filter(member=cast.bob, title__contains="could not be paid back").exists()

    def test_carrying_out_twice_pays_once(self, cast, asked):
        refund = back(cast, paid(cast), "5.00")
        claim_refund()
        assert carry_out(tenant=cast.tenant, refund_id=refund.pk, now=NOW) is True
        assert carry_out(tenant=cast.tenant, refund_id=refund.pk, now=NOW) is False
        assert asked == [Decimal("5.00")]


class TestAnswerRefund:
    @pytest.fixture
    def stuck(self, cast):
        refund = back(cast, paid(cast), "5.00")
        claim_refund()
        return refund

    def answer(self, cast, refund, arrived, *, by=None, at=LATE):
        return answer_refund(tenant=cast.tenant, by=by or cast.bob, refund=refund, arrived=arrived, now=at)

    def test_it_arrived(self, cast, stuck, asked):
        assert self.answer(cast, stuck, True).done_at == LATE
        assert Payment.objects.get().captured_amount == Decimal("7.50")
        assert carry_out_refunds(tenant=cast.tenant, now=LATE) == 0

    def test_it_did_not_and_is_asked_for_again(self, cast, stuck, asked):
        self.answer(cast, stuck, False)
        assert carry_out_refunds(tenant=cast.tenant, now=LATE) == 1
        assert asked == [Decimal("5.00")]

    def test_not_while_the_provider_may_still_answer(self, cast, stuck):
        with pytest.raises(UnableToAnswerRefund, match="ten minutes"):
            self.answer(cast, stuck, False, at=NOW + MINUTE)

    def test_not_once_it_is_done(self, cast, asked):
        refund = back(cast, paid(cast), "5.00")
        carry_out_refunds(tenant=cast.tenant, now=NOW)
        with pytest.raises(UnableToAnswerRefund, match="has gone back"):
            self.answer(cast, refund, True)

    def test_by_the_seller_alone(self, cast, stuck):
        with pytest.raises((NotPermitted, NotThere)):
            self.answer(cast, stuck, True, by=cast.alice)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_message_of_the_provider_that_comes_four_times_is_booked_once(self):
        cast = make_cast()
        with cast.inside():
            payment = begun(cast, placed(cast))
            confirm(payment)
        results = at_once(4, lambda _: in_scope(cast, lambda: book_payment(**booking(cast, payment))))
        assert sorted(results) == [False, False, False, True]

    def test_a_refund_pressed_twice_at_once_is_paid_once(self):
        cast = make_cast()
        with cast.inside():
            order = paid(cast)

        def press(_):
            try:
                return in_scope(cast, lambda: back(cast, order, "12.50", left=PRICE)) and "paid"
            except UnableToPayBack:
                return "refused"

        assert sorted(at_once(2, press)) == ["paid", "refused"]

    def test_two_workers_carry_out_each_refund_once(self, asked):
        cast = make_cast()
        with cast.inside():
            order = paid(cast)
            for amount in ("1.00", "2.00", "3.00"):
                back(cast, order, amount)
        done = at_once(2, lambda _: carry_out_refunds(tenant=cast.tenant, now=NOW))
        assert sum(done) == 3
        assert sorted(asked) == [1, 2, 3]

    def test_paying_and_canceling_at_once_never_loses_the_money(self, asked):
        cast = make_cast()
        with cast.inside():
            order = placed(cast)
            payment = begun(cast, order)
            confirm(payment)
        acts = [
            lambda: in_scope(cast, lambda: book_payment(**booking(cast, payment))),
            lambda: in_scope(cast, lambda: moved(cast, order, "cancel", reason="I am away.")),
        ]
        at_once(2, lambda n: acts[n]())
        tasks.sweep_refunds()
        with cast.inside():
            assert Order.objects.get().status == "canceled"
            assert asked == [PRICE]


def booking(cast, payment):
    return {"tenant": cast.tenant, "payment_id": payment.pk, "now": NOW}


def in_scope(cast, act):
    with cast.inside():
        return act()


def at_once(count, act):
    gate = threading.Barrier(count)

    def one(number):
        try:
            gate.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
