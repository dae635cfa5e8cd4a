"""How drafts and replays read as JSON: in this app's calls, and in that of the app above which runs replays."""

from __future__ import annotations

from typing import Any

from tenants.models import PolicyDraft, PolicyReplay
from tenants.queries import finished_replay_of, latest_replay_of


def draft_json(draft: PolicyDraft) -> dict[str, Any]:
    """A draft in full. `report` is that of the newest finished replay of exactly this document, else null."""
    finished = finished_replay_of(draft)
    return {
        **draft_in_list(draft),
        "document": draft.document,
        "replay": replay_json(latest_replay_of(draft), draft),
        "report": finished.report if finished else None,
    }


def draft_in_list(draft: PolicyDraft) -> dict[str, Any]:
    return {
        "id": draft.pk,
        "title": draft.title,
        "state": draft.state,
        "based_on": draft.based_on.number,
        "published_as": draft.published_as.number if draft.published_as else None,
        "made_at": draft.made_at,
        "changed_at": draft.changed_at,
        "version": draft.version,
    }


def replay_json(replay: PolicyReplay | None, draft: PolicyDraft) -> dict[str, Any] | None:
    """How far it is: `done` of `total` cases and sellers; `current` where it is of the document as it is now."""
    if replay is None:
        return None
    return {
        "id": replay.pk,
        "state": replay.state,
        "done": replay.done,
        "total": replay.total,
        "days": replay.days,
        "error": replay.error or None,
        "asked_at": replay.asked_at,
        "finished_at": replay.finished_at,
        "current": replay.document == draft.document,
    }
