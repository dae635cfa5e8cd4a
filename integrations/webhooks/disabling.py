"""Disables an endpoint that answers no more, and tells those who can mend it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.urls import reverse

from audit.actions.record_entry import record_entry
from integrations.models import WebhookEndpoint
from integrations.webhooks.listening import give_up_waiting
from notifications.actions.notify import Told, notify_all
from policy.saying import say
from tenants.models import Role, Tenant
from tenants.queries import members_who_are

KIND = "webhook_disabled"


def disable(endpoint: WebhookEndpoint, because: WebhookEndpoint.Stopped, *, tenant: Tenant, now: datetime) -> None:
    """Nothing is sent to it until somebody turns it on; the caller holds its lock. Each time tells once."""
    endpoint.disabled_at, endpoint.disabled_because = now, because
    endpoint.resting_until = None
    endpoint.version += 1
    endpoint.save()
    give_up_waiting(endpoint)
    data = {"because": str(because)}
    record_entry(tenant=tenant, by=None, action="webhooks.endpoint_disabled", subject=endpoint, now=now, data=data)
    _tell(endpoint, because, tenant=tenant, now=now)


def _tell(endpoint: WebhookEndpoint, because: WebhookEndpoint.Stopped, *, tenant: Tenant, now: datetime) -> None:
    host = urlsplit(endpoint.url).hostname or ""
    body = {
        WebhookEndpoint.Stopped.GONE: say("It answered that it is gone for good (410)."),
        WebhookEndpoint.Stopped.FAILURES: say(
            "Nothing has arrived there for three days. Once it answers again, turn it on and send what it missed."
        ),
    }[because]
    whom = {each.pk: each for each in [*members_who_are(Role.LEAD, Role.INTEGRATOR), endpoint.created_by]}
    told = [
        Told(
            member=member,
            kind=KIND,
            key=f"webhook:{endpoint.pk}:{now:%Y%m%d%H%M%S%f}",
            title=say("Webhooks to {host} are disabled", host=host),
            body=body,
            path=reverse("webhook_endpoint", args=[endpoint.pk]),
        )
        for member in whom.values()
    ]
    notify_all(tenant=tenant, told=told, now=now)
