"""The payment providers that the operator has set, as buyers choose among them."""

from __future__ import annotations

from django.conf import settings


def ways_to_pay() -> dict[str, str]:
    """What buyers read for each provider, by its name; empty where nothing can be paid here."""
    labels = getattr(settings, "PAYMENT_LABELS", {})
    return {name: labels.get(name, name.replace("-", " ").capitalize()) for name in settings.PAYMENT_VARIANTS}
