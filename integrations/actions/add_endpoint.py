"""Lets an address outside hear of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from integrations.models import WebhookEndpoint
from integrations.permissions import check_integrates
from integrations.queries import MOST_ENDPOINTS
from integrations.webhooks.listening import endpoint_problems, hold, is_full, keep_listens, tidy_events
from integrations.webhooks.signing import sealed_secret
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToAddEndpoint(Refused):
    """`validation_failed` at /url, /events or /description; `conflict` where there are as many as there may be."""


@dataclass(frozen=True, slots=True)
class AddedEndpoint:
    """`secret` is shown now and never again."""

    endpoint: WebhookEndpoint
    secret: str


@transaction.atomic
def add_endpoint(
    *, tenant: Tenant, by: Member | None, url: str, events: Sequence[str] = (), description: str = "", now: datetime
) -> AddedEndpoint:
    """The endpoint, which hears of `events` (none: of all) from now on, and the secret that signs what it gets.

    Raises NotPermitted and UnableToAddEndpoint.
    """
    check_integrates(by)
    url, description = url.strip(), description.strip()
    if problems := endpoint_problems(url, list(events), description):
        raise UnableToAddEndpoint(*problems)
    hold(tenant)
    if is_full():
        detail = say("There are {most} endpoints already. Remove one first.", most=str(MOST_ENDPOINTS))
        raise UnableToAddEndpoint(Problem(ProblemCode.CONFLICT, "", detail))
    secret, kept = sealed_secret()
    endpoint = WebhookEndpoint.objects.create(
        tenant=tenant,
        url=url,
        description=description,
        events=tidy_events(list(events)),
        secret=kept,
        created_by=by,
        created_at=now,
    )
    keep_listens(tenant)
    data = {"events": endpoint.events}
    record_entry(tenant=tenant, by=by, action="webhooks.endpoint_added", subject=endpoint, now=now, data=data)
    return AddedEndpoint(endpoint, secret)
