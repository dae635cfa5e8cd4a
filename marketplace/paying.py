"""Payment providers of this installation: which there are, and where they send people back to."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import Any

from django.core.exceptions import ImproperlyConfigured

PRETEND = "orders.paying.pretend.PretendProvider"
_NAME = re.compile(r"[a-z]+(-[a-z]+)*", re.ASCII)
_KNOWN = frozenset({"provider", "label", "options"})
_FOR_SHOW = (PRETEND, "payments.dummy.DummyProvider")


def payment_host() -> str:
    """Host and port. Outside of any marketplace there is nothing to pay: LookupError."""
    from django.conf import settings
    from django_scopes import get_scope

    tenant = get_scope()["tenant"]
    return f"{tenant.host}:{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else tenant.host


def payment_variants(text: str, *, for_show: bool) -> tuple[dict[str, tuple[str, dict[str, Any]]], dict[str, str]]:
    """The variants as django-payments takes them, and what buyers read for each, from PAYMENT_PROVIDERS.

    `for_show` allows providers that take no money, and gives one where none is set.
    Raises ImproperlyConfigured with one sentence.
    """
    if not text:
        return ({"pretend": (PRETEND, {})}, {"pretend": "A pretended payment"}) if for_show else ({}, {})
    try:
        given = json.loads(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"PAYMENT_PROVIDERS is not JSON: {error}.") from None
    if not isinstance(given, dict):
        raise ImproperlyConfigured('PAYMENT_PROVIDERS is a JSON object such as {"card": {"provider": "…"}}.')
    variants, labels = {}, {}
    for name, entry in given.items():
        provider, label, options = _read(name, entry)
        if provider in _FOR_SHOW and not for_show:
            raise ImproperlyConfigured(f"PAYMENT_PROVIDERS: {name} takes no money; it is for DEMO or DEBUG alone.")
        variants[name], labels[name] = (provider, options), label
    return variants, labels


def _read(name: str, entry: Any) -> tuple[str, str, dict[str, Any]]:
    def wrong(what: str) -> ImproperlyConfigured:
        return ImproperlyConfigured(f"PAYMENT_PROVIDERS: {name!r} {what}.")

    if not _NAME.fullmatch(name):
        raise wrong("is no name; use lower-case letters and hyphens")
    if not isinstance(entry, dict) or not isinstance(entry.get("provider"), str):
        raise wrong('is an object with a "provider" such as "payments.stripe.StripeProviderV3"')
    if unknown := sorted(entry.keys() - _KNOWN):
        raise wrong(f"has an unknown entry {unknown[0]!r}; use provider, label and options")
    options = entry.get("options", {})
    if not isinstance(options, dict):
        raise wrong('has "options" that are no object')
    if options.get("capture") is False:
        raise wrong('would only reserve money; leave "capture" out, so that it is taken at once')
    label = entry.get("label") or name.replace("-", " ").capitalize()
    if not isinstance(label, str):
        raise wrong('has a "label" that is no text')
    return entry["provider"], label, options


def check_providers(variants: dict[str, tuple[str, dict[str, Any]]]) -> None:
    """Look once, at the start, whether each provider is there and takes its options. Raises ImproperlyConfigured."""
    for name, (path, options) in variants.items():
        module, _, provider = path.rpartition(".")
        try:
            getattr(import_module(module), provider)(**options)
        except (ImportError, AttributeError, ValueError) as error:
            raise ImproperlyConfigured(f"PAYMENT_PROVIDERS: {name!r} cannot use {path}: {error}.") from None
        except TypeError as error:
            raise ImproperlyConfigured(f"PAYMENT_PROVIDERS: {name!r} has options that do not fit: {error}.") from None
