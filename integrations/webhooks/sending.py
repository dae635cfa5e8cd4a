"""Claims deliveries that are due, and writes down how each went; the sending itself is in no transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import uuid6
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from integrations.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from integrations.webhooks.connecting import Outcome, post
from integrations.webhooks.disabling import disable
from integrations.webhooks.listening import living
from integrations.webhooks.retrying import (
    ASKING,
    LONGEST_REST,
    PATIENCE,
    asked_pause,
    pause_after,
    rest_after,
)
from integrations.webhooks.signing import signed_headers
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Tenant
from tenants.nudge import nudge
from tenants.scope import tenant_scope
from wire.refusals import Refused
from wire.sealing import Unsealable

TASK = "integrations.deliver"
LEASE = timedelta(seconds=60)
"""Well beyond the deadline of one try; after it the delivery is anybody's again."""
AT_ONCE = 4
"""Under way to one endpoint at most; one, while it fails."""
GONE = 410
_LOCK_SPACE = 0x77_65_62_68  # "webh": the first half of the two-part name of an advisory lock


class UnableToSend(Refused):
    """`conflict`: the endpoint is disabled."""


def refuse_disabled(endpoint: WebhookEndpoint) -> None:
    if endpoint.disabled_at is not None:
        detail = say("This endpoint is disabled after failures. Turn it on first.")
        raise UnableToSend(Problem(ProblemCode.CONFLICT, "", detail))


def nudge_sender(tenant: Tenant) -> None:
    nudge(TASK, tenant_id=str(tenant.pk))


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours until its lease ends, with all it takes; without headers nothing can be signed."""

    delivery_id: UUID
    endpoint_id: UUID
    lease: UUID
    url: str
    headers: dict[str, str]
    body: bytes


def send(claimed: Claimed) -> Outcome:
    """One try, in no transaction."""
    if not claimed.headers:
        return Outcome(None, "The secret cannot be read with this SECRET_KEY. Rotate it.", 0)
    return post(claimed.url, claimed.body, claimed.headers)


@contextmanager
def sole_sender(tenant: Tenant) -> Iterator[bool]:
    """Whether this process is the marketplace's one sender now, so that slow receivers hold one worker, not all.

    The lock is of the database's session: a sender that dies leaves it. Leases alone keep deliveries apart.
    """
    name = [_LOCK_SPACE, int.from_bytes(tenant.pk.bytes[-4:], signed=True)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", name)
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", name)


def due(now: datetime) -> Q:
    """Deliveries to send now: their time has come, and nobody has a lease on them."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return free & Q(state=WebhookDelivery.State.WAITING, next_at__lte=now)


def claim(*, tenant: Tenant, now: datetime) -> list[Claimed]:
    """What is due and may be sent now, leased: for each endpoint as many as are not under way to it already."""
    with tenant_scope(tenant):
        waiting = WebhookDelivery.objects.filter(due(now), endpoint=OuterRef("pk"))
        rested = Q(resting_until__isnull=True) | Q(resting_until__lte=now)
        ready = living().filter(rested, Exists(waiting), disabled_at__isnull=True)
        # Whoever holds an endpoint is claiming for it or writing down; it is looked at again a moment later.
        held = ready.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("pk")
        return [claimed for endpoint in held for claimed in _claim_of(endpoint, now)]


def _claim_of(endpoint: WebhookEndpoint, now: datetime) -> list[Claimed]:
    theirs = WebhookDelivery.objects.filter(endpoint=endpoint)
    under_way = theirs.filter(state=WebhookDelivery.State.WAITING, leased_until__gt=now).count()
    free = (1 if endpoint.failures else AT_ONCE) - under_way
    if free <= 0:
        return []
    rows = theirs.filter(due(now)).select_for_update(of=("self",), skip_locked=True).select_related("message")
    claimed = []
    for delivery in rows.order_by("next_at", "id")[:free]:
        delivery.lease, delivery.leased_until = uuid6.uuid7(), now + LEASE
        delivery.save(update_fields=["lease", "leased_until"])
        claimed.append(
            Claimed(
                delivery_id=delivery.pk,
                endpoint_id=endpoint.pk,
                lease=delivery.lease,
                url=endpoint.url,
                headers=_headers(endpoint, delivery, now),
                body=delivery.message.payload.encode(),
            )
        )
    return claimed


def _headers(endpoint: WebhookEndpoint, delivery: WebhookDelivery, now: datetime) -> dict[str, str]:
    try:
        return signed_headers(endpoint, delivery.message, at=now)
    except Unsealable:
        return {}


def write_down(claimed: Claimed, outcome: Outcome, *, tenant: Tenant, began: datetime, now: datetime) -> None:
    """Keep the attempt, and what follows from it; of an answer that comes after the lease was lost nothing does."""
    with tenant_scope(tenant):
        endpoint = WebhookEndpoint.objects.select_for_update(of=("self",), no_key=True).get(pk=claimed.endpoint_id)
        rows = WebhookDelivery.objects.select_for_update(of=("self",), no_key=True)
        delivery = rows.filter(pk=claimed.delivery_id).first()
        if delivery is None:
            return
        WebhookAttempt.objects.create(
            tenant=tenant,
            delivery=delivery,
            at=began,
            status=outcome.status,
            error=outcome.error,
            milliseconds=outcome.milliseconds,
            answer=outcome.answer,
        )
        if delivery.lease != claimed.lease:
            return
        delivery.lease = delivery.leased_until = None
        delivery.attempts += 1
        if outcome.arrived:
            _arrived(delivery, endpoint, now)
        else:
            _failed(delivery, endpoint, outcome, tenant=tenant, now=now)


def _arrived(delivery: WebhookDelivery, endpoint: WebhookEndpoint, now: datetime) -> None:
    delivery.state, delivery.delivered_at = WebhookDelivery.State.DELIVERED, now
    delivery.save()
    if endpoint.failures or endpoint.failing_since or endpoint.resting_until:
        endpoint.failures, endpoint.failing_since, endpoint.resting_until = 0, None, None
        endpoint.save(update_fields=["failures", "failing_since", "resting_until"])


def _failed(
    delivery: WebhookDelivery, endpoint: WebhookEndpoint, outcome: Outcome, *, tenant: Tenant, now: datetime
) -> None:
    asked = asked_pause(outcome.retry_after, now=now) if outcome.status in ASKING else timedelta(0)
    pause = pause_after(delivery.attempts)
    if pause is None:
        delivery.state = WebhookDelivery.State.GIVEN_UP
    else:
        delivery.next_at = now + max(pause, asked)
    delivery.save()
    if not endpoint.is_on:
        return
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.resting_until = now + max(rest_after(endpoint.failures), min(asked, LONGEST_REST))
    endpoint.save(update_fields=["failures", "failing_since", "resting_until"])
    if outcome.status == GONE:
        disable(endpoint, WebhookEndpoint.Stopped.GONE, tenant=tenant, now=now)
    elif now - endpoint.failing_since >= PATIENCE:
        disable(endpoint, WebhookEndpoint.Stopped.FAILURES, tenant=tenant, now=now)
