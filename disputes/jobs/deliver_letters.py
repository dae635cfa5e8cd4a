"""Sends waiting letters: claims a row, sends, marks, commits; at least once, with the same Message-ID.

A worker that dies between sending and committing leaves the row waiting, and the same letter goes out again.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from disputes.models import Letter
from disputes.telling.mail import message_of
from tenants.models import Tenant

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 30


def deliver_one(*, tenant: Tenant, now: datetime) -> Letter | None:
    """Send the letter that has waited longest, inside the caller's transaction; None where none is due."""
    letter = (
        Letter.objects.filter(state=Letter.State.WAITING, next_attempt_at__lte=now)
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("next_attempt_at", "id")
        .first()
    )
    if letter is None:
        return None
    letter.attempts += 1
    if not letter.addressee.email:
        _give_up(letter, "no e-mail address")
    else:
        _send(letter, tenant, now)
    letter.save(update_fields=["attempts", "state", "sent_at", "last_error", "next_attempt_at"])
    return letter


def _send(letter: Letter, tenant: Tenant, now: datetime) -> None:
    try:
        message_of(letter, tenant=tenant).send()
    except smtplib.SMTPRecipientsRefused as error:
        refused_for_good = all(500 <= code < 600 for code, _ in error.recipients.values())
        if refused_for_good:
            _give_up(letter, f"refused: {error}")
        else:
            _try_later(letter, error, now)
    except Exception as error:  # noqa: BLE001  whatever a mail server does, the row waits for the next attempt
        _try_later(letter, error, now)
    else:
        letter.state, letter.sent_at, letter.last_error = Letter.State.SENT, now, ""


def _try_later(letter: Letter, error: Exception, now: datetime) -> None:
    cause = f"{type(error).__name__}: {error}"
    if letter.attempts >= MOST_ATTEMPTS:
        _give_up(letter, cause)
        return
    logger.warning("letter_not_sent letter=%s attempt=%s error=%s", letter.pk, letter.attempts, type(error).__name__)
    pause = min(FIRST_PAUSE * 2 ** min(letter.attempts - 1, 20), LONGEST_PAUSE)
    letter.next_attempt_at, letter.last_error = now + pause, cause[:300]


def _give_up(letter: Letter, cause: str) -> None:
    letter.state, letter.last_error = Letter.State.UNDELIVERABLE, cause[:300]
