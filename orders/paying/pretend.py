"""A payment provider for demonstrations: it asks how the payment should end, and takes no money."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseRedirect
from payments import PaymentStatus, RedirectNeeded
from payments.dummy import DummyProvider
from payments.forms import PaymentForm

from orders.models import Payment
from policy.saying import say


class PretendForm(PaymentForm):
    outcome = forms.ChoiceField(
        label=say("How should it end?"),
        choices=[("paid", say("The payment goes through")), ("refused", say("The payment is refused"))],
        initial="paid",
        widget=forms.RadioSelect,
    )


class PretendProvider(DummyProvider):
    def get_form(self, payment: Payment, data: Any = None) -> PaymentForm:
        """The form; RedirectNeeded once it is answered."""
        if payment.status == PaymentStatus.WAITING:
            payment.change_status(PaymentStatus.INPUT)
        form = PretendForm(data=data, provider=self, payment=payment, hidden_inputs=False)
        if not form.is_valid():
            return form
        if form.cleaned_data["outcome"] == "paid":
            payment.captured_amount = payment.total
            payment.change_status(PaymentStatus.CONFIRMED)
            raise RedirectNeeded(payment.get_success_url())
        payment.change_status(PaymentStatus.REJECTED)
        raise RedirectNeeded(payment.get_failure_url())

    def process_data(self, payment: Payment, request: HttpRequest) -> HttpResponseRedirect:
        """It has nothing to say beyond what was answered in its form."""
        paid = payment.status == PaymentStatus.CONFIRMED
        return HttpResponseRedirect(payment.get_success_url() if paid else payment.get_failure_url())
