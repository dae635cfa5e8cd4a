"""A Transparency Database of one's own: a server on this machine that keeps to the published rules.

Its answers have the shapes that the database's published source gives: 201 with the statements, 422 with
`errors.statement_N` or with `errors.existing_puids`, 302 with what there is by a puid, 401 and 429. A batch is taken
whole or not at all. It can be told to fail, to keep a batch and lose the answer, and to ask for fewer calls.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.disputes.dsa_rules import broken_rules

TOKEN = "7|ybqkCFX7ZkIFoLxtI0VAk1JBzMR9jVk4c4EU"  # noqa: S105
MOST = 100


@dataclass
class Database:
    """What the server holds, and what it was told to do with the next calls, one word each:

    "fail" answers 500, "busy" 429, "lose" takes the batch and cuts the line, "garble" takes it and answers no JSON,
    "hang up" cuts the line and takes nothing, "move" answers 301.
    """

    address: str = ""
    shows: bool = True
    """Whether it shows what a statement says, as it did before it began to tell the puid alone."""
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    posts: list[int] = field(default_factory=list)
    """How many statements each POST brought."""
    asked: list[str] = field(default_factory=list)
    next: deque[str] = field(default_factory=deque)
    wrong: dict[str, str] = field(default_factory=dict)
    """{puid: sentence}: refused whatever it says."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def store(self, statements: list[dict[str, Any]]) -> tuple[int, dict[str, Any]]:
        if errors := self._errors(statements):
            return 422, {"errors": errors}
        puids = [each["puid"] for each in statements]
        existing = [each for each in puids if each in self.kept] or sorted({e for e in puids if puids.count(e) > 1})
        if existing:
            message = "The platform identifier(s) are not all unique within this call."
            return 422, {"message": message, "errors": {"puid": [message], "existing_puids": existing}}
        made = [_as_kept(each) for each in statements]
        self.kept |= {each["puid"]: each for each in made}
        return 201, {"statements": made}

    def _errors(self, statements: list[dict[str, Any]]) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        for number, each in enumerate(statements):
            broken = broken_rules(each) + ([told] if (told := self.wrong.get(each.get("puid", ""))) else [])
            fields: dict[str, list[str]] = {}
            for sentence in broken:
                fields.setdefault(sentence.split()[0], []).append(f"The {sentence}.")
            if fields:
                errors[f"statement_{number}"] = fields
        return errors


def _as_kept(statement: dict[str, Any]) -> dict[str, Any]:
    """With what the database adds; lists sorted and absent fields null, as it gives them back."""
    sorted_lists = {name: sorted(value) if isinstance(value, list) else value for name, value in statement.items()}
    name = str(uuid.uuid4())
    own = {"uuid": name, "created_at": "2026-06-15 12:00:00", "platform_name": "Game Goods"}
    return {"end_date_visibility_restriction": None, "decision_visibility_other": None, **sorted_lists, **own}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    database: Database

    def do_GET(self) -> None:
        puid = self.path.rpartition("/")[2]
        with self.database.lock:
            self.database.asked.append(puid)
            if self._turned_away():
                return
            found = self.database.kept.get(puid)
            if found is None:
                self._answer(404, {"message": "statement of reason not found"})
            elif self.database.shows:
                self._answer(302, found)
            else:
                self._answer(302, {"puid": puid, "message": "statement of reason found"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.database.lock:
            if self.path != "/api/v1/statements":
                self._answer(404, {"message": "Not Found"})
                return
            statements = json.loads(body).get("statements")
            if not self._turned_away():
                self._store(statements)

    def _store(self, statements: Any) -> None:
        if not isinstance(statements, list) or not 1 <= len(statements) <= MOST:
            errors = {"statements": ["The statements field must have between 1 and 100 items."]}
            self._answer(422, {"message": errors["statements"][0], "errors": errors})
            return
        self.database.posts.append(len(statements))
        todo = self.database.next.popleft() if self.database.next else ""
        if todo == "hang up":
            self.close_connection = True
            return
        status, body = self.database.store(statements)
        if todo == "lose":
            self.close_connection = True
        elif todo == "garble":
            self._send(201, b"<html>", {})
        else:
            self._answer(status, body)

    def _turned_away(self) -> bool:
        """Whether it was answered without a look at what was asked."""
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._answer(401, {"message": "Unauthenticated."})
            return True
        todo = self.database.next[0] if self.database.next else ""
        answers = {"fail": (500, {}), "busy": (429, {"Retry-After": "900"}), "move": (301, {"Location": "/elsewhere"})}
        if todo not in answers:
            return False
        self.database.next.popleft()
        status, headers = answers[todo]
        self._send(status, json.dumps({"message": "Server Error"}).encode(), headers)
        return True

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self._send(status, json.dumps(body).encode(), {})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


class Serving:
    """with Serving() as database: …"""

    def __enter__(self) -> Database:
        self.database = Database()
        handler = type("Handler", (_Handler,), {"database": self.database})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.database.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        return self.database

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
