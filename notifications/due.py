"""When the e-mail about something is due, so that several things go out together."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from notifications.kinds import Email
from tenants.models import Tenant

WAIT = timedelta(minutes=5)
"""How long the first of several waits for others."""
DAILY_HOUR = 8
"""In the marketplace's time zone."""
NEWS_FOR = timedelta(days=1)
"""What happened longer ago is history: it stands in the app, and no e-mail brings it as news."""
MINUTE = timedelta(minutes=1)
LONGEST_WAIT = WAIT + MINUTE

clock = timezone.now


def is_news(at: datetime) -> bool:
    """Whether something of the moment `at` may still go out by e-mail.

    Actions take `now` from their callers, and those who tell the past (an import, the demo) give a past one. So
    this rule alone reads the clock: e-mails about the past would go to people to whom nothing has just happened.
    """
    return clock() - at <= NEWS_FOR


def due_at(email: Email, *, tenant: Tenant, now: datetime, joins: datetime | None) -> datetime | None:
    """`joins` is when the e-mail that the member waits for already goes out; None without one. Never gives None."""
    if email == "never":
        return None
    if email == "daily":
        return next_morning(tenant, now)
    return joins or _whole_minute(now + WAIT)


def next_morning(tenant: Tenant, now: datetime) -> datetime:
    """The next time it is eight o'clock in the marketplace, after `now`."""
    local = now.astimezone(tenant.zone)
    morning = local.replace(hour=DAILY_HOUR, minute=0, second=0, microsecond=0, fold=0)
    if morning <= local:
        morning = (local + timedelta(days=1)).replace(hour=DAILY_HOUR, minute=0, second=0, microsecond=0, fold=0)
    return morning


def _whole_minute(at: datetime) -> datetime:
    """Rounded up: two things told at once, neither seeing the other, still go out together."""
    floor = at.replace(second=0, microsecond=0)
    return floor if floor == at else floor + MINUTE
