"""Payment providers as the operator names them: used as they stand, or refused with one clear sentence."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from marketplace.paying import PRETEND, check_providers, payment_variants

PAYPAL = "payments.paypal.PaypalProvider"


def read(given, *, for_show=False):
    return payment_variants(given if isinstance(given, str) else json.dumps(given), for_show=for_show)


class TestPaymentVariants:
    def test_are_a_pretended_one_for_show_alone(self):
        assert read("", for_show=True)[0] == {"pretend": (PRETEND, {})}
        assert read("") == ({}, {})

    def test_are_what_the_operator_names(self):
        given = {"card": {"provider": PAYPAL, "label": "By card", "options": {"client_id": "x"}}}
        variants, labels = read(given)
        assert variants == {"card": (PAYPAL, {"client_id": "x"})}
        assert labels == {"card": "By card"}
        assert read({"pay-later": {"provider": PAYPAL}})[1] == {"pay-later": "Pay later"}

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ("{", "is not JSON"),
            ("[]", "is a JSON object"),
            ({"My Card": {"provider": PAYPAL}}, "is no name"),
            ({"card": PAYPAL}, 'with a "provider"'),
            ({"card": {"label": "x"}}, 'with a "provider"'),
            ({"card": {"provider": PAYPAL, "secret": "x"}}, "unknown entry 'secret'"),
            ({"card": {"provider": PAYPAL, "options": []}}, "that are no object"),
            ({"card": {"provider": PAYPAL, "options": {"capture": False}}}, "only reserve money"),
            ({"card": {"provider": PAYPAL, "label": 3}}, "that is no text"),
            ({"card": {"provider": PRETEND}}, "takes no money"),
            ({"card": {"provider": "payments.dummy.DummyProvider"}}, "takes no money"),
        ],
    )
    def test_are_refused_with_one_sentence(self, given, sentence):
        with pytest.raises(ImproperlyConfigured, match="PAYMENT_PROVIDERS") as refusal:
            read(given)
        assert sentence in str(refusal.value)


class TestCheckProviders:
    def test_passes_over_what_works(self):
        check_providers({"pretend": (PRETEND, {})})

    @pytest.mark.parametrize(
        ("path", "options"),
        [("nowhere.Provider", {}), ("payments.dummy.Nobody", {}), (PRETEND, {"colour": "red"}), ("Provider", {})],
    )
    def test_names_what_does_not(self, path, options):
        with pytest.raises(ImproperlyConfigured, match="PAYMENT_PROVIDERS: 'card'"):
            check_providers({"card": (path, options)})
