"""How a worker takes a replay, tells how far it is, and ends it. Each is one small transaction.

A worker holds a replay by a lease and by the number of its attempt: one whose lease ran out and was taken by
another finds that it is not its own any more, and writes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from audit.actions.record_entry import record_entry
from tenants.models import PolicyReplay, Tenant

LEASE = timedelta(minutes=2)
"""Renewed with every batch; a worker that is silent for so long is taken for dead."""
MOST_ATTEMPTS = 3

_State = PolicyReplay.State


class ReplayLost(Exception):
    """Another worker has the replay now, or it is over."""


def take_replay(*, now: datetime) -> PolicyReplay | None:
    """The replay that has waited longest, leased; None where none waits. Inside the marketplace.

    One whose worker died is taken again, from the beginning, MOST_ATTEMPTS times in all; then it has failed.
    """
    free = Q(state=_State.WAITING) & (Q(leased_until=None) | Q(leased_until__lte=now))
    left = Q(state=_State.RUNNING, leased_until__lte=now)
    rows = PolicyReplay.objects.select_for_update(of=("self",), skip_locked=True).filter(free | left)
    for replay in rows.order_by("asked_at", "id"):
        if replay.attempts >= MOST_ATTEMPTS:
            _end(replay, _State.FAILED, now, error=_gave_up("its worker stopped"))
            continue
        replay.state, replay.attempts, replay.leased_until = _State.RUNNING, replay.attempts + 1, now + LEASE
        replay.done, replay.total = 0, None
        replay.save(update_fields=["state", "attempts", "leased_until", "done", "total"])
        return replay
    return None


def note_progress(*, replay: PolicyReplay, done: int, total: int, now: datetime) -> None:
    """Say how far it is, and keep the lease. Raises ReplayLost."""
    if not _own(replay).update(done=done, total=total, leased_until=now + LEASE):
        raise ReplayLost


def finish_replay(*, tenant: Tenant, replay: PolicyReplay, report: dict[str, Any], now: datetime) -> None:
    """Keep the report. Raises ReplayLost."""
    held = _own(replay).select_for_update(of=("self",)).first()
    if held is None:
        raise ReplayLost
    held.report, held.total = report, held.done
    _end(held, _State.DONE, now)
    data = {"days": held.days, "draft": str(held.draft_id)}
    record_entry(tenant=tenant, by=None, action="policy.replayed", subject=held, now=now, data=data)


def give_up_attempt(*, replay: PolicyReplay, error: Exception, pause: timedelta, now: datetime) -> None:
    """Let it wait `pause` for the next attempt; after the last one it has failed. Lost ones are left alone."""
    held = _own(replay).select_for_update(of=("self",)).first()
    if held is None:
        return
    if held.attempts >= MOST_ATTEMPTS:
        _end(held, _State.FAILED, now, error=_gave_up(f"an error came up ({type(error).__name__})"))
    else:
        held.state, held.leased_until = _State.WAITING, now + pause
        held.save(update_fields=["state", "leased_until"])


def _own(replay: PolicyReplay):
    return PolicyReplay.objects.filter(pk=replay.pk, state=_State.RUNNING, attempts=replay.attempts)


def _end(replay: PolicyReplay, state: str, now: datetime, error: str = "") -> None:
    replay.state, replay.error, replay.finished_at, replay.leased_until = state, error, now, None
    replay.save(update_fields=["state", "error", "finished_at", "leased_until", "report", "total"])


def _gave_up(cause: str) -> str:
    return f"We tried {MOST_ATTEMPTS} times and could not finish: {cause}. Nothing was changed; please ask again."
