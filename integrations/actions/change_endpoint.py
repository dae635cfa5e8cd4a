"""Changes where an endpoint is, what it hears of, or what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from integrations.models import WebhookEndpoint
from integrations.permissions import check_integrates
from integrations.webhooks.listening import endpoint_problems, held_endpoint, tidy_events
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToChangeEndpoint(Refused):
    """`stale_version`, or `validation_failed` at /version, /url, /events or /description."""


@transaction.atomic
def change_endpoint(
    *,
    tenant: Tenant,
    by: Member | None,
    endpoint_id: UUID,
    version: int | None,
    url: str | None = None,
    events: Sequence[str] | None = None,
    description: str | None = None,
    now: datetime,
) -> WebhookEndpoint:
    """The endpoint with what was given; None leaves it. What waits goes to the new address.

    Raises NotPermitted, NotThere and UnableToChangeEndpoint.
    """
    check_integrates(by)
    held = held_endpoint(endpoint_id)
    if problems := _version_problems(version, held.version):
        raise UnableToChangeEndpoint(*problems)
    url, description = (None if each is None else each.strip() for each in (url, description))
    if problems := endpoint_problems(url, None if events is None else list(events), description):
        raise UnableToChangeEndpoint(*problems)
    wanted = {"url": url, "description": description, "events": None if events is None else tidy_events(list(events))}
    changes = {name: value for name, value in wanted.items() if value is not None and value != getattr(held, name)}
    if not changes:
        return held
    for name, value in changes.items():
        setattr(held, name, value)
    held.version += 1
    if "url" in changes:
        # Another address owes nothing for what the former one failed to take.
        held.failing_since, held.failures, held.resting_until = None, 0, None
    held.save()
    data = {"changed": sorted(changes), "events": held.events}
    record_entry(tenant=tenant, by=by, action="webhooks.endpoint_changed", subject=held, now=now, data=data)
    return held


def _version_problems(given: int | None, current: int) -> list[Problem]:
    if given is None:
        sentence = say("Say which version of the endpoint you changed, so that nothing is overwritten unseen.")
        return [Problem(ProblemCode.VALIDATION_FAILED, "/version", sentence)]
    if given != current:
        sentence = say("The endpoint has changed since you opened it. Please look at it again.")
        # A code of the HTTP contract that the pure policy never gives itself.
        return [Problem("stale_version", "/version", sentence)]  # type: ignore[arg-type]
    return []
