"""What each of many orders allows its seller: how often they may still write, and whether a settlement runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from orders.models import RUNNING, Message, Settlement
from policy.contact import ContactFacts

_LATEST = 200
"""Messages looked at: far more than any policy allows without an answer, so the limit is the same as of all."""


def latest_messages(*, order: Any, since: Any) -> ArraySubquery:
    """A column with who wrote on an order after a moment, and when; both are expressions of the outer query."""
    written = Message.objects.filter(order=order, sent_at__gt=since).order_by("-sent_at")
    return ArraySubquery(written.values(written=JSONObject(sender="sender", at="sent_at"))[:_LATEST])


def facts_from(written: Iterable[dict[str, str]], *, negative_since: datetime | None) -> ContactFacts:
    """`contact_facts_of` from the column of `latest_messages`; `negative_since` None: nothing is limited."""
    if negative_since is None:
        return ContactFacts(negative_since=None)
    times: dict[str, list[datetime]] = {sender: [] for sender in Message.Sender.values}
    for each in written or ():
        times[each["sender"]].append(parse_datetime(each["at"]))
    return ContactFacts(negative_since, times[Message.Sender.SELLER], times[Message.Sender.BUYER])


def settlement_runs(*, order: Any) -> Exists:
    """A column that says whether an order has a settlement that is not at its end."""
    return Exists(Settlement.objects.filter(order=order, status__in=RUNNING))
