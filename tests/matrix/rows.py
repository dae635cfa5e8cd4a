"""What a row of the table says, and short ways to write one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

EVERYONE = (
    "anonymous, buyer, other buyer, seller, partner, agent, lead, integrator, key, stranger, strange agent, operator"
)
# Who has signed in at this marketplace, wherever they came from: strangers are buyers here with nothing to their name.
MEMBERS = "buyer, other buyer, seller, partner, agent, lead, integrator, stranger, strange agent"
API_MEMBERS = MEMBERS + ", key"
DESK = "agent, lead"
PARTIES = "buyer, seller, agent, lead, integrator"
NOT_DESK = "buyer, other buyer, seller, partner, integrator, stranger, strange agent, key"
NOT_LEADS = "buyer, other buyer, seller, partner, agent, integrator, stranger, strange agent, key"


@dataclass(frozen=True)
class Row:
    path: str
    sees: str = ""
    ids: tuple[str, ...] = ()
    writes: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    # Not of one marketplace: numbers and names that every marketplace has.
    shared: bool = False
    # Statuses that differ from 200 for who sees it and 404 for who does not, by role.
    other: dict[str, int] = field(default_factory=dict)


def roles(text: str) -> set[str]:
    return {role.strip() for role in text.split(",") if role.strip()}


FORM: dict[str, Any] = {}


def admin(path: str, kind: str = "", sees: str = DESK, **more: Any) -> Row:
    return Row(f"/admin/{path}", sees, (kind,) if kind else (), **more)


def each(text: str, status: int) -> dict[str, int]:
    return dict.fromkeys(roles(text), status)


def act(path: str, kind: str) -> Row:
    """A page of the desk that only takes a form."""
    return admin(path, kind, "", writes={"POST": FORM}, other=each(DESK, 405))


def api(path: str, sees: str = "", *ids: str, **more: Any) -> Row:
    return Row(f"/api/v1/{path}", sees, ids, **more)


def call(path: str, kind: str, body: dict[str, Any]) -> Row:
    """An address of the API that only takes a POST."""
    return api(path, "", kind, writes={"POST": body}, other=each(EVERYONE, 405))
