"""Visits to the pages for developers: keys, webhooks and what was sent to them."""

from __future__ import annotations

from tests.journeys.visit import Visit

START = "/developers"
KEYS = f"{START}/keys"
KEY = f"{KEYS}/<uuid:key_id>"
HOOKS = f"{START}/webhooks"
HOOK = f"{HOOKS}/<uuid:endpoint_id>"
DELIVERY = f"{START}/deliveries/<uuid:delivery_id>"

INTEGRATOR_VISITS = (
    Visit(START, "developers", "buyer"),
    Visit(START, "developers-lead", "lead"),
    Visit(KEYS, "api-keys-none", "buyer"),
    Visit(KEYS, "api-keys", "lead"),
    Visit(KEYS, "api-keys-everybodys", "lead", start=f"{KEYS}?show=all"),
    Visit(f"{KEYS}/new", "api-keys-new", "seller"),
    Visit(KEY, "api-key", "lead", start=KEYS, follow=(KEY,)),
    Visit(f"{KEY}/revoke", "api-key-revoke", "lead", start=KEYS, follow=(f"{KEY}/revoke",)),
    Visit(HOOKS, "webhooks", "lead"),
    Visit(HOOKS, "webhooks-none", "lead", "retail"),
    Visit(f"{HOOKS}/new", "webhook-new", "lead"),
    Visit(HOOK, "webhook", "lead", start=HOOKS, follow=(HOOK,)),
    Visit(f"{HOOK}/edit", "webhook-edit", "lead", start=HOOKS, follow=(HOOK, f"{HOOK}/edit")),
    Visit(f"{HOOK}/rotate", "webhook-rotate", "lead", start=HOOKS, follow=(HOOK, f"{HOOK}/rotate")),
    Visit(f"{HOOK}/remove", "webhook-remove", "lead", start=HOOKS, follow=(HOOK, f"{HOOK}/remove")),
    Visit("/account/data", "own-data", "buyer"),
    Visit("/account/data", "own-data-seller", "seller"),
    Visit("/account/data/erase", "own-erasure", "buyer", start="/account/data", follow=("/account/data/erase",)),
    Visit(DELIVERY, "webhook-delivery", "lead", start=HOOKS, follow=(HOOK, DELIVERY)),
)
