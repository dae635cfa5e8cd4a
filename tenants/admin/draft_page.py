"""What stands on a draft's page: what it changes, its replay, and whether it can be published yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from policy.phrases import plural
from tenants.admin.replay_report import report_shown
from tenants.models import PolicyDraft, PolicyReplay, Tenant
from tenants.policy_form import difference
from tenants.queries import finished_replay_of, latest_replay_of, newest_policy, policy_in_force

USUAL_DAYS = 730
STATES = {
    PolicyDraft.State.OPEN: ("Being worked on", "accent"),
    PolicyDraft.State.PUBLISHED: ("Published", "success"),
    PolicyDraft.State.DISCARDED: ("Discarded", "neutral"),
}
UNDER_WAY = (PolicyReplay.State.WAITING, PolicyReplay.State.RUNNING)


def draft_context(draft: PolicyDraft, *, tenant: Tenant, now: datetime) -> dict[str, Any]:
    in_force, newest = policy_in_force(at=now), newest_policy()
    replay, finished = latest_replay_of(draft), finished_replay_of(draft)
    is_open = draft.state == PolicyDraft.State.OPEN
    # A version that was published and is not yet in force is what this draft would follow.
    against = draft.based_on if not is_open else newest
    changes = difference(against.document, draft.document)
    running = replay is not None and replay.state in UNDER_WAY
    label, tone = STATES[PolicyDraft.State(draft.state)]
    return {
        "draft": draft,
        "state": {"label": label, "tone": tone},
        "is_open": is_open,
        "against": against,
        "against_comes": against.effective_from > now,
        "in_force": in_force,
        "changes": changes,
        "number_changed": sum(len(each.changes) + bool(each.switched) for each in changes),
        "outdated": is_open and newest.pk != draft.based_on_id,
        "newest": newest,
        "replay": replay,
        "running": running,
        "report": report_shown(replay) if replay and replay.report else None,
        "report_is_of_this": replay is not None and finished is not None and replay.pk == finished.pk,
        "days": replay.days if replay else USUAL_DAYS,
        "days_text": plural(replay.days, "day") if replay else "",
        "progress_text": _progress(replay) if running else "",
        "blocked": _blocked(draft, newest.pk == draft.based_on_id, finished, running) if is_open else "",
        "steps": _steps(draft, replayed=finished is not None, changed=bool(changes)),
        "zone": tenant.timezone,
    }


def _progress(replay: PolicyReplay) -> str:
    looked_at = f"{replay.done:,} of {replay.total or 0:,} cases and sellers looked at."
    return f"{looked_at} You may leave this page; it goes on."


def _blocked(draft: PolicyDraft, based_on_newest: bool, finished: PolicyReplay | None, running: bool) -> str:
    """Why it cannot be published now, or nothing."""
    if not based_on_newest:
        return "Another version was published since. Look at the draft again, save it, and replay it."
    if running and finished is None:
        return "The replay is under way. Publishing opens when it is done."
    if finished is None:
        return "Replay the draft as it stands now, and read what it would have changed. Then it can be published."
    return ""


def _steps(draft: PolicyDraft, *, replayed: bool, changed: bool) -> list[dict[str, str]]:
    published = draft.state == PolicyDraft.State.PUBLISHED
    done = (changed or published, replayed or published, published)
    labels = ("Change the rules", "Replay over the past", "Publish")
    current = next((place for place, each in enumerate(done) if not each), None)
    return [
        {"label": label, "state": "done" if done[place] else "current" if place == current else "next"}
        for place, label in enumerate(labels)
    ]
