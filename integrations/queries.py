"""Reads of webhooks: who listens, what was sent to them, and how each try went."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from integrations.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from tenants.models import Member, Role
from wire.refusals import NotThere

MOST_ENDPOINTS = 20
"""Endpoints of one marketplace."""


def endpoints(member: Member | None) -> QuerySet[WebhookEndpoint]:
    """Those of the marketplace, for its leads and integrators; order them for pages by "-created_at", "-id"."""
    if member is None or not member.has_role(Role.LEAD, Role.INTEGRATOR) or member.acting_for_seller_id is not None:
        return WebhookEndpoint.objects.none()
    return WebhookEndpoint.objects.filter(removed_at__isnull=True).select_related("created_by")


def endpoint_of(member: Member | None, endpoint_id: UUID) -> WebhookEndpoint:
    """The endpoint of that id; NotThere where there is none that the member may see."""
    found = endpoints(member).filter(pk=endpoint_id).first()
    if found is None:
        raise NotThere
    return found


def deliveries_of(endpoint: WebhookEndpoint, *, state: str = "", kind: str = "") -> QuerySet[WebhookDelivery]:
    """What was sent to the endpoint or waits to be; order it for pages by "-created_at", "-id"."""
    rows = WebhookDelivery.objects.filter(endpoint=endpoint).select_related("message", "endpoint")
    rows = rows.defer("message__payload")
    rows = rows.filter(state=state) if state else rows
    return rows.filter(message__kind=kind) if kind else rows


def delivery_of(member: Member | None, delivery_id: UUID) -> WebhookDelivery:
    """The delivery of that id; NotThere where there is none to an endpoint that the member may see."""
    rows = WebhookDelivery.objects.filter(endpoint__in=endpoints(member)).select_related("message", "endpoint")
    found = rows.filter(pk=delivery_id).first()
    if found is None:
        raise NotThere
    return found


def attempts_of(delivery: WebhookDelivery) -> list[WebhookAttempt]:
    """Every try, replays among them, the oldest first."""
    return list(WebhookAttempt.objects.filter(delivery=delivery).order_by("at", "id"))
