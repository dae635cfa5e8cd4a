"""Runs a replay that a lead asked for: takes a row by a lease, tells how far it is, keeps the report."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from disputes.replay.replaying import replay as run
from policy.document import parse_policy
from tenants.actions.work_on_replay import ReplayLost, finish_replay, give_up_attempt, note_progress, take_replay
from tenants.models import PolicyReplay, Tenant
from tenants.scope import tenant_scope

logger = logging.getLogger(__name__)

PAUSE = timedelta(seconds=30)
"""Before another attempt after an error."""


def replay_next(*, tenant: Tenant, clock: Callable[[], datetime]) -> PolicyReplay | None:
    """Take and run the replay that has waited longest; None where none waits.

    It looks at the past as of the moment at which it begins; `clock` is asked for nothing but the lease and
    when it finished. Nothing of it is kept but its row, so another worker can begin anew at any time.
    """
    with tenant_scope(tenant):
        replay = take_replay(now=clock())
    if replay is None:
        return None

    def progress(done: int, total: int) -> None:
        with tenant_scope(tenant):
            note_progress(replay=replay, done=done, total=total, now=clock())

    try:
        report = run(
            tenant=tenant, draft=parse_policy(replay.document), days=replay.days, now=clock(), progress=progress
        )
        with tenant_scope(tenant):
            finish_replay(tenant=tenant, replay=replay, report=report, now=clock())
    except ReplayLost:
        logger.warning("replay_lost replay=%s attempt=%s", replay.pk, replay.attempts)
    except Exception as error:
        logger.exception("replay_failed replay=%s attempt=%s", replay.pk, replay.attempts)
        with tenant_scope(tenant):
            give_up_attempt(replay=replay, error=error, pause=PAUSE, now=clock())
    return replay
