"""Keeps the endpoints of a marketplace and the note that somebody listens in step."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from integrations.models import WebhookDelivery, WebhookEndpoint
from integrations.queries import MOST_ENDPOINTS
from integrations.webhooks.addresses import url_problem
from notifications.events import EVENTS, unknown_kinds
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.actions.set_listens import set_listens
from tenants.models import Tenant
from wire.refusals import NotThere
from wire.text import is_one_line

LONGEST_DESCRIPTION = 200
_MOST_NAMED = 3


def living() -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.filter(removed_at__isnull=True)


def hold(tenant: Tenant) -> None:
    """One change of the marketplace's endpoints at a time, until the transaction ends."""
    Tenant.objects.select_for_update(of=("self",), no_key=True).get(pk=tenant.pk)


def held_endpoint(endpoint_id: UUID) -> WebhookEndpoint:
    """The endpoint, locked. Raises NotThere."""
    held = living().select_for_update(of=("self",), no_key=True).filter(pk=endpoint_id).first()
    if held is None:
        raise NotThere
    return held


def keep_listens(tenant: Tenant) -> None:
    """Events are noted as long as there is an endpoint: also a disabled one can be sent later what it missed."""
    set_listens(tenant=tenant, listens=living().exists())


def is_full() -> bool:
    return living().count() >= MOST_ENDPOINTS


def endpoint_problems(url: str | None, events: list[str] | None, description: str | None) -> list[Problem]:
    """Everything that is wrong with what was given; None stays as it is."""
    found = []
    if url is not None and (said := url_problem(url)):
        found.append(("/url", said))
    if events and (unknown := unknown_kinds(events)):
        named = ", ".join(each[:60] for each in unknown[:_MOST_NAMED])
        said = say("There is no event {named}. There are: {kinds}.", named=named, kinds=", ".join(EVENTS))
        found.append(("/events", said))
    if description is not None and len(description) > LONGEST_DESCRIPTION:
        said = say("The description may have {most} characters.", most=str(LONGEST_DESCRIPTION))
        found.append(("/description", said))
    elif description is not None and not is_one_line(description):
        found.append(("/description", say("Write the description on one line.")))
    return [Problem(ProblemCode.VALIDATION_FAILED, pointer, said) for pointer, said in found]


def tidy_events(events: list[str]) -> list[str]:
    """Each once, in the order of the list of all; all of them is written as none, and so takes in later kinds."""
    chosen = [kind for kind in EVENTS if kind in events]
    return [] if len(chosen) == len(EVENTS) else chosen


def give_up_waiting(endpoint: WebhookEndpoint) -> None:
    """Nothing more is sent to it by itself; a replay takes up what it missed."""
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state=WebhookDelivery.State.WAITING)
    waiting.update(state=WebhookDelivery.State.GIVEN_UP, lease=None, leased_until=None)
