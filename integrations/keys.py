"""What keys for the API may be made for, in words, and which of them a member may look at."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from accounts.queries import SCOPES, in_force, keys_here
from policy.saying import Said, say
from tenants.models import Member, Role
from wire.refusals import NotThere

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import ApiKey

EVERYONE = frozenset(Role)
PARTIES = frozenset({Role.BUYER, Role.SELLER, Role.INTEGRATOR})

# A key without its user's role is powerless; a session has every scope that its member's roles take.
ROLES_OF: dict[str, frozenset[Role]] = {
    "orders:write": PARTIES,
    "messages:write": PARTIES,
    "reviews:read": EVERYONE,
    "reviews:write": PARTIES,
    "ratings:read": EVERYONE,
    "requests:read": EVERYONE,
    "requests:write": PARTIES | {Role.PARTNER},
    "decisions:write": frozenset({Role.AGENT, Role.LEAD}),
    "policy:read": EVERYONE,
    "policy:write": frozenset({Role.LEAD}),
    "webhooks:write": frozenset({Role.LEAD, Role.INTEGRATOR}),
    "transparency:read": EVERYONE,
}

SCOPE_WORDS: dict[str, Said] = {
    "orders:write": say("Send and change orders, offers, settlements and compensations."),
    "messages:write": say("Write messages in the chats of orders."),
    "reviews:read": say("Read reviews."),
    "reviews:write": say("Publish, edit and withdraw reviews, and answer them in public."),
    "ratings:read": say("Read rates and histograms of sellers and partners."),
    "requests:read": say("Read removal requests, appeals and decisions that you may see."),
    "requests:write": say("File removal requests, reply to them, send files and appeal."),
    "decisions:write": say("Claim and decide cases, appeals and suspensions."),
    "policy:read": say("Read the rules of this marketplace."),
    "policy:write": say("Draft, replay and publish rules."),
    "webhooks:write": say("Manage webhooks."),
    "transparency:read": say("Read the counts of the transparency page."),
}


def usable_scopes(member: Member) -> list[str]:
    """The scopes that one of the member's roles takes, in the order of api.md."""
    return [scope for scope in SCOPES if not ROLES_OF[scope].isdisjoint(member.roles)]


def looks_after_keys(member: Member) -> bool:
    """Whether the member sees and revokes everybody's keys."""
    return member.has_role(Role.LEAD) and member.acting_for_seller_id is None


def keys_seen_by(member: Member, *, everybodys: bool = False, ended: bool, now: datetime) -> QuerySet[ApiKey]:
    """The member's own keys, or a lead's view of all; those in force, or those that ended."""
    alone = None if everybodys and looks_after_keys(member) else member.user
    found = keys_here(member.tenant_id, user=alone)
    return found.exclude(in_force(now)) if ended else found.filter(in_force(now))


def key_seen_by(member: Member, key_id: UUID) -> ApiKey:
    """The key, if it is the member's own or the member looks after all. Raises NotThere."""
    key = keys_here(member.tenant_id).filter(pk=key_id).first()
    if key is None or (key.user_id != member.user_id and not looks_after_keys(member)):
        raise NotThere
    return key


def owners_of(keys: list[ApiKey]) -> dict[UUID, Member]:
    """Who of their users are members of the marketplace of the active scope, by the account's id."""
    return {member.user_id: member for member in Member.objects.filter(user__in={key.user_id for key in keys})}
