"""What an event tells: `{"type", "timestamp", "data"}`, where data is what the API shows of it to an integrator.

It is read when the event is passed on, so it shows its subject as it is then, and is frozen from that moment.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from disputes.queries import appeal_of_id, case_of_id
from disputes.shapes import appeal_told, case_told
from feedback.queries import rating_of, review_of_id, sight_from_outside
from feedback.shapes import show_review
from integrations.models import WebhookMessage
from notifications.actions.take_announcements import Announced
from orders.queries import seller_of_id
from tenants.models import Tenant
from wire.encoding import as_json

logger = logging.getLogger(__name__)

Data = dict[str, Any]


def new_message(tenant: Tenant, *, message_id: UUID, kind: str, data: Data, at: datetime) -> WebhookMessage:
    payload = as_json({"type": kind, "timestamp": at, "data": data})
    return WebhookMessage(id=message_id, tenant=tenant, kind=kind, payload=payload, at=at)


class Teller:
    """Makes the messages of some announcements; what several are about is read once."""

    def __init__(self, tenant: Tenant, now: datetime) -> None:
        self.tenant = tenant
        self.now = now
        self._read: dict[tuple[str, UUID], Data | None] = {}

    def message_of(self, announced: Announced) -> WebhookMessage:
        return new_message(
            self.tenant,
            message_id=announced.id,
            kind=announced.kind,
            data=self._data(announced),
            at=announced.at,
        )

    def _data(self, announced: Announced) -> Data:
        about = announced.kind.partition(".")[0]
        key = (about, announced.subject_id)
        if key not in self._read:
            self._read[key] = self._shown(_SHOWN[about], announced) if about in _SHOWN else None
        # Of what is gone by now, all there is to tell is what was noted.
        return self._read[key] or {"id": announced.subject_id, **announced.data}

    def _shown(self, show: Callable[[UUID, datetime], Data | None], announced: Announced) -> Data | None:
        """One event that cannot be read must not hold up all that come after it."""
        try:
            with transaction.atomic():
                return show(announced.subject_id, self.now)
        except Exception:
            logger.exception("webhook_not_read kind=%s subject=%s", announced.kind, announced.subject_id)
            return None


def _review(review_id: UUID, now: datetime) -> Data | None:
    review = review_of_id(review_id)
    return review and show_review(review, sight_from_outside(review))


def _rating(seller_id: UUID, now: datetime) -> Data | None:
    seller = seller_of_id(seller_id)
    return seller and dict(rating_of(seller, now))


def _request(case_id: UUID, now: datetime) -> Data | None:
    case = case_of_id(case_id)
    return case and case_told(case, now=now)


def _appeal(appeal_id: UUID, now: datetime) -> Data | None:
    appeal = appeal_of_id(appeal_id)
    return appeal and appeal_told(appeal, now=now)


_SHOWN: dict[str, Callable[[UUID, datetime], Data | None]] = {
    "review": _review,
    "response": _review,
    "rating": _rating,
    "request": _request,
    "appeal": _appeal,
}
