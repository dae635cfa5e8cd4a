"""Sends what is due to a member as one e-mail: claims the rows, sends, marks, commits; at least once.

A worker that dies between sending and committing leaves the rows waiting, and the same e-mail goes out again under
the same Message-ID. What the member has read before it was due is not sent, and what they do not want by e-mail any
more is not either. A mail server that is away is asked again for five days; the rows stay in the app whatever it does.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from notifications.mail import digest_of
from notifications.models import Notification
from notifications.queries import wishes_of
from tenants.models import Member, Tenant

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 30
MOST_AT_ONCE = 500
_NOTHING = (False, "never")
"""A kind that does not exist any more is wanted by nobody."""
_KEPT = ["email_due_at", "emailed_at", "attempts", "last_error"]


def send_one(*, tenant: Tenant, now: datetime) -> list[Notification]:
    """Send one member everything that is due to them, inside the caller's transaction; empty where nothing is due."""
    rows = _claim(now)
    if not rows:
        return []
    member = rows[0].member
    wanted = _wanted(rows, member)
    if not member.email:
        _give_up(wanted, "no e-mail address")
    elif wanted:
        _send(wanted, member, tenant, now)
    Notification.objects.bulk_update(rows, _KEPT)
    return rows


def _due(now: datetime) -> QuerySet[Notification]:
    return Notification.objects.filter(email_due_at__lte=now, emailed_at=None, read_at=None)


def _claim(now: datetime) -> list[Notification]:
    """The rows due to whoever has waited longest, held until the transaction ends.

    A member is claimed by the first of their rows: while another worker holds it, their later rows are not free,
    so that they go out together. A row that its member reads at this moment is left to them.
    """
    before = Q(email_due_at__lt=OuterRef("email_due_at")) | Q(
        email_due_at=OuterRef("email_due_at"), pk__lt=OuterRef("pk")
    )
    earlier = _due(now).filter(before, member=OuterRef("member"))
    first = (
        _due(now)
        .filter(~Exists(earlier))
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("email_due_at", "pk")
        .first()
    )
    if first is None:
        return []
    others = _due(now).filter(member=first.member_id).select_related("member").order_by("created_at", "pk")
    return list(others.select_for_update(of=("self",), skip_locked=True)[:MOST_AT_ONCE])


def _wanted(rows: list[Notification], member: Member) -> list[Notification]:
    """Those whose kind the member still wants by e-mail; the others wait for none any more."""
    wishes = wishes_of([member.pk], {row.kind for row in rows})
    refused = [row for row in rows if wishes.get((member.pk, row.kind), _NOTHING)[1] == "never"]
    for row in refused:
        row.email_due_at = None
    return [row for row in rows if row not in refused]


def _send(rows: list[Notification], member: Member, tenant: Tenant, now: datetime) -> None:
    for row in rows:
        row.attempts += 1
    try:
        digest_of(rows, member=member, tenant=tenant, now=now).send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(500 <= code < 600 for code, _ in error.recipients.values()):
            _give_up(rows, f"refused: {error}")
        else:
            _try_later(rows, error, now)
    except Exception as error:  # noqa: BLE001  whatever a mail server does, the rows wait for the next attempt
        _try_later(rows, error, now)
    else:
        for row in rows:
            row.emailed_at, row.last_error = now, ""


def _try_later(rows: list[Notification], error: Exception, now: datetime) -> None:
    """One time for all of them, so that the same e-mail is tried again."""
    cause = f"{type(error).__name__}: {error}"
    attempts = max(row.attempts for row in rows)
    if attempts >= MOST_ATTEMPTS:
        _give_up(rows, cause)
        return
    logger.warning("digest_not_sent first=%s attempt=%s error=%s", rows[0].pk, attempts, type(error).__name__)
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    for row in rows:
        row.email_due_at, row.last_error = now + pause, cause[:300]


def _give_up(rows: list[Notification], cause: str) -> None:
    """They stay in the app; `last_error` says why no e-mail went out."""
    for row in rows:
        row.email_due_at, row.last_error = None, cause[:300]
