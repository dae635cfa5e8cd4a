"""A key as its pages lay it out, and the choices of the form that makes one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from integrations.keys import ROLES_OF, SCOPE_WORDS
from policy.saying import Said, say

if TYPE_CHECKING:
    from accounts.models import ApiKey
    from tenants.models import Member


@dataclass(frozen=True, slots=True)
class Lifetime:
    days: int | None
    label: Said
    help: Said | str = ""


LIFETIMES = {
    "30": Lifetime(30, say("30 days"), say("For trying things out.")),
    "90": Lifetime(90, say("90 days")),
    "365": Lifetime(365, say("A year")),
    "none": Lifetime(None, say("No end"), say("Good until somebody revokes it. Look after it well.")),
}

# A first call that each scope allows, the simplest first; any key may read an order that its owner may see.
_FIRST_CALLS = {
    "policy:read": "policy",
    "reviews:read": "reviews",
    "requests:read": "removal-requests",
    "transparency:read": "transparency",
    "webhooks:write": "webhook-endpoints",
    "ratings:read": "sellers/SELLER/rating",
}


def first_call(scopes: Collection[str]) -> str:
    """The path, below /api/v1/, of a call that a key with these scopes may make."""
    return next((path for scope, path in _FIRST_CALLS.items() if scope in scopes), "orders/ORDER")


def scope_choices(usable: Collection[str], *, chosen: Collection[str]) -> list[dict[str, Any]]:
    return [
        {"value": scope, "label": scope, "help": SCOPE_WORDS[scope], "checked": scope in chosen} for scope in usable
    ]


def row_of(key: ApiKey, owner: Member | None, now: datetime) -> dict[str, Any]:
    """`owner` is the member that the key acts as; None where that account is no member here any more."""
    if key.revoked_at is not None:
        state = ("revoked", say("Revoked"), "neutral")
    elif key.expires_at is not None and key.expires_at <= now:
        state = ("expired", say("Expired"), "neutral")
    elif owner is None or not owner.roles or not key.user.is_active:
        state = ("powerless", say("Powerless"), "warning")
    else:
        state = ("in_force", say("In force"), "success")
    return {
        "name": key.name or say("A key without a name"),
        "prefix": f"{key.prefix}…",
        "scopes": [
            {
                "name": scope,
                "words": SCOPE_WORDS.get(scope, ""),
                "powerless": owner is None or ROLES_OF.get(scope, frozenset()).isdisjoint(owner.roles),
            }
            for scope in key.scopes
        ],
        "requests_a_minute": key.requests_a_minute,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "last_used_at": key.last_used_at,
        "state": state[0],
        "state_label": state[1],
        "state_tone": state[2],
        "alive": state[0] in ("in_force", "powerless"),
        "owner": str(owner) if owner is not None else "",
        "href": reverse("key_page", args=[key.pk]),
        "revoke_href": reverse("key_revoke", args=[key.pk]),
    }
