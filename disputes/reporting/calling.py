"""Speaks with the Transparency Database over HTTP: what was asked, what it answered, and nothing else.

Addresses and answers: https://transparency.dsa.ec.europa.eu/page/api-documentation. Redirects are not followed (an
existing statement is itself answered with 302), and no answer is read without an end.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import quote

import requests
from requests.auth import AuthBase

LARGEST_ANSWER: Final = 20_000_000
TIMEOUTS: Final = (10.0, 60.0)
"""Seconds for connecting, and for each wait for more of an answer."""
PATIENCE: Final = 240.0
"""Seconds for everything that one run asks; shorter than the run's hold on the account."""


class Trouble(Exception):
    """It goes on later. `arrived` is False where what was sent certainly was not taken."""

    def __init__(self, sentence: str, *, arrived: bool = False, retry_after: float = 0) -> None:
        self.sentence, self.arrived, self.retry_after = sentence, arrived, retry_after
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: dict[str, Any]
    """{} where it was no JSON object."""


class _Bearer(AuthBase):
    """As an authentication of its own, so that no .netrc of the machine takes its place."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class Calls:
    """The calls of one run, with one account of one database."""

    def __init__(self, *, address: str, token: str, now: datetime) -> None:
        self.base, self.now = f"{address}/api/v1", now
        self.until = time.monotonic() + PATIENCE
        self.session = requests.Session()
        self.session.auth = _Bearer(token)
        self.session.headers.update({"Accept": "application/json", "User-Agent": "Touchstone"})

    def __enter__(self) -> Calls:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def post(self, payloads: list[dict[str, Any]]) -> Answer:
        """201, or 4xx that is about the statements. Raises Trouble for everything else."""
        return self._ask("POST", "statements", {201, 413, 422}, {"statements": payloads})

    def existing(self, puid: str) -> dict[str, Any] | None:
        """What the database has by that identifier of ours; None where there is none. Raises Trouble."""
        answer = self._ask("GET", f"statement/existing-puid/{quote(puid, safe='')}", {200, 302, 404})
        return None if answer.status == 404 else answer.body

    def _ask(self, method: str, path: str, expected: set[int], body: Any = None) -> Answer:
        if time.monotonic() > self.until:
            raise Trouble("It took too long; the rest goes out with the next run.")
        try:
            with self.session.request(
                method, f"{self.base}/{path}", json=body, timeout=TIMEOUTS, allow_redirects=False, stream=True
            ) as response:
                if response.status_code not in expected:
                    raise self._trouble(response)
                return Answer(response.status_code, self._read(response))
        except requests.RequestException as error:
            raise Trouble(f"No answer from the database ({type(error).__name__}).", arrived=True) from None

    def _read(self, response: requests.Response) -> dict[str, Any]:
        read = bytearray()
        for part in response.iter_content(65536):
            read += part
            if len(read) > LARGEST_ANSWER or time.monotonic() > self.until:
                raise Trouble("The database's answer had no end.", arrived=True)
        try:
            found = json.loads(read)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _trouble(self, response: requests.Response) -> Trouble:
        status = response.status_code
        if status in (401, 403):
            return Trouble(f"The database does not accept the token ({status}). Please enter a new one.")
        if status == 429:
            return Trouble("The database asks for fewer calls (429).", retry_after=self._asked_pause(response))
        if status >= 500:
            pause = self._asked_pause(response)
            return Trouble(f"The database is out of order ({status}).", arrived=True, retry_after=pause)
        if 300 <= status < 400:
            return Trouble(f"The database points to another address ({status}), which is not followed.")
        return Trouble(f"The database did not understand the call ({status}).")

    def _asked_pause(self, response: requests.Response) -> float:
        """Seconds until it may be asked again; 0 where it says nothing that can be read."""
        said = response.headers.get("Retry-After", "").strip()
        if said.isascii() and said.isdigit():
            return float(said[:9])
        try:
            return max(0.0, (parsedate_to_datetime(said) - self.now).total_seconds())
        except (TypeError, ValueError):
            return 0.0
