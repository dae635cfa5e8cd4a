"""The marketplace that generated calls are made in: everybody with a key, and real ids to put into the calls."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import close_old_connections, connection, transaction
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation

from integrations.openapi import schema_document
from tests.cast import make_member
from tests.integrations.calls import Caller, caller
from tests.matrix.world import World, make_world

NOBODY = "none"
SCOPELESS = "key without scopes"

# Where the list of a kind of thing is not where one of them is.
_ALSO = {"suspensions": "misuse"}
_PATHS = {
    "orders": ("order",),
    "sellers": ("seller",),
    "partners": ("partner",),
    "files": ("file",),
    "policy/versions": ("policy number",),
    "policy/drafts": ("policy draft",),
    "reviews": ("review", "fresh review"),
    "removal-requests": ("request", "decided request"),
    "decisions": ("decision",),
    "appeals": ("appeal",),
    "statements": ("statement",),
    "settlements": ("settlement",),
    "suspensions": ("step", "notice step"),
    "notices": ("notice",),
    "document-requests": ("document request",),
}
_FIELDS = {
    "review": "reviews",
    "order": "orders",
    "seller": "sellers",
    "files": "files",
    "ref": "files",
    "buyer": "buyers",
    "partner": "partners",
}
_OFTEN = 0.8


class FuzzedWorld:
    """Two marketplaces; calls are made in the first, each in a transaction that is rolled back at its end."""

    def __init__(self) -> None:
        self.world: World = make_world("fuzzed", "bonaire")
        cast = self.world.cast
        self.host = f"http://{cast.tenant.host}"
        self.members = {
            "buyer": cast.alice,
            "seller": cast.bob,
            "partner": self.world.petra,
            "agent": cast.dave,
            "lead": cast.laura,
            "integrator": self.world.ivan,
            SCOPELESS: make_member(cast.tenant, "Olga", "buyer", "seller", "integrator"),
        }
        scopes = {SCOPELESS: ["transparency:read"]}
        self.callers: dict[str, Caller] = {
            role: caller(member, *scopes.get(role, ())) for role, member in self.members.items()
        }
        self.callers[NOBODY] = Caller(cast.tenant)
        self.ids = self._ids()

    def headers(self, role: str) -> dict[str, str]:
        return {"Authorization": sent} if (sent := self.callers[role].sent.get("Authorization")) else {}

    def _ids(self) -> dict[str, list[str]]:
        """Ids by the beginning of their paths: those of the world, and what its lists show."""
        found: dict[str, list[str]] = defaultdict(list)
        for room, kinds in _PATHS.items():
            found[room] += [self.world.ids[kind] for kind in kinds]
        found["buyers"] = ["alice", "nora"]
        found["offers"] = ["offer-1"]
        for path, item in schema_document()["paths"].items():
            room = path.removeprefix("/api/v1/")
            if "get" in item and "{" not in room:
                for role in ("lead", "integrator"):
                    for row in _rows(self.callers[role].get(room)):
                        found[{name: room for room, name in _ALSO.items()}.get(room, room)].append(row)
        return {room: list(dict.fromkeys(ids)) for room, ids in found.items()}

    def put_ids(self, case: Any, chance: random.Random) -> None:
        """Real ids into most calls, so that they get beyond 404 and "there is no such review".

        What is wrong on purpose stays so.
        """
        if _is_right(case, ParameterLocation.PATH) and chance.random() < _OFTEN and (room := self._room(case.path)):
            for name in case.path_parameters or {}:
                case.path_parameters[name] = chance.choice(self.ids[room])
        if _is_right(case, ParameterLocation.BODY) and isinstance(case.body, dict) and chance.random() < _OFTEN:
            self._fill(case.body, chance)
        if _is_right(case, ParameterLocation.QUERY) and isinstance(case.query, dict):
            for name in case.query:
                if name in _FIELDS and isinstance(case.query[name], str) and chance.random() < _OFTEN:
                    case.query[name] = chance.choice(self.ids[_FIELDS[name]])

    def _fill(self, body: dict[str, Any], chance: random.Random) -> None:
        for name, value in list(body.items()):
            known = self.ids.get(_FIELDS.get(name, ""))
            if known and isinstance(value, str):
                body[name] = chance.choice(known)
            elif known and isinstance(value, list) and value and all(isinstance(each, str) for each in value):
                body[name] = [chance.choice(known)]
            elif known and isinstance(value, dict) and isinstance(value.get("external_id"), str):
                value["external_id"] = chance.choice(known)
            elif name == "version" and type(value) is int and value > 0:
                body[name] = chance.choice((1, 1, 2, 3))
            elif name == "acting_for" and isinstance(value, dict):
                for party in value.keys() & {"buyer", "seller"}:
                    if isinstance(value[party], str):
                        value[party] = chance.choice(self.ids[f"{party}s"])
            elif isinstance(value, list):
                for each in value:
                    if isinstance(each, dict):
                        self._fill(each, chance)

    def _room(self, path: str) -> str:
        below = path.removeprefix("/api/v1/")
        return max((room for room in self.ids if below.startswith(f"{room}/{{")), key=len, default="")


def _is_right(case: Any, part: ParameterLocation) -> bool:
    """Whether this part of the call was thought of as one that the schema allows."""
    made = case.meta.components.get(part) if case.meta else None
    return made is None or made.mode is GenerationMode.POSITIVE


def _rows(answer: Any) -> Iterator[str]:
    """The ids, or outer names, of the rows of a list."""
    rows = answer.json().get("results", []) if answer.status_code == 200 else []
    for row in rows:
        if isinstance(row, dict) and (found := row.get("id") or row.get("external_id")):
            yield found


class RolledBack:
    """The whole application, from its handler on; what a call did is checked by the database and undone."""

    keeps = False
    """Whether what calls do stays for the next ones."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        with transaction.atomic():
            # As Django's own test client: the connection is the test's, and stays.
            request_started.disconnect(close_old_connections)
            answer = self.handler(environ, start_response)
            request_started.connect(close_old_connections)
            body = b"".join(answer)
            if not connection.needs_rollback:
                connection.check_constraints()
            if not self.keeps:
                transaction.set_rollback(True)
        return [body]
