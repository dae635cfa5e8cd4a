"""The whole house as ./run starts it, for tests that need real processes: web, worker, beat, PostgreSQL, Valkey."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis

ROOT = Path(__file__).resolve().parent.parent
# What tests/plugin.py set for this process must not reach the house, which brings servers of its own.
OWN = (
    "DATABASE_URL,DATABASE_OWNER_URL,REDIS_URL,SECRET_KEY,DATA_DIR,BASE_DOMAIN,LOG_LEVEL,DJANGO_SETTINGS_MODULE"
).split(",")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in OWN}


def eventually(check: Any, within: float, every: float = 0.3) -> Any:
    """What `check` answers once it is true; its last answer after `within` seconds."""
    end = time.monotonic() + within
    while not (answer := check()) and time.monotonic() < end:
        time.sleep(every)
    return answer


@dataclass
class House:
    """A running ./run: its folder, its port, and ways to talk to it and to hurt it."""

    folder: Path
    port: int
    process: subprocess.Popen

    @property
    def parts(self) -> dict[str, Any]:
        return json.loads((self.folder / "run.json").read_text())

    def kill(self, part: str) -> int:
        """Kill -9 a part; one that waits to be restarted is waited for."""
        pid = eventually(lambda: self.parts[part]["pid"], within=60)
        os.kill(pid, signal.SIGKILL)
        return pid

    def empty_valkey(self) -> None:
        redis.Redis.from_url(self.parts["valkey"]["url"]).flushall()

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(ROOT / ".venv/bin/python"), str(ROOT / "manage.py"), *arguments],
            env={**ENVIRONMENT, "DATA_DIR": str(self.folder), "LOG_LEVEL": "WARNING"},
            capture_output=True,
            text=True,
        )
        assert not check or done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done

    def call(
        self, method: str, host: str, path: str, body: Any = None, key: str = "", **headers: str
    ) -> tuple[int, Any]:
        """One API call; a JSON answer decoded."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            send = {"Host": f"{host}:{self.port}", **headers}
            if key:
                send["Authorization"] = f"Bearer {key}"
            payload = None
            if body is not None:
                payload = json.dumps(body)
                send["Content-Type"] = "application/json"
            connection.request(method, path, payload, send)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        return answer.status, json.loads(content) if content[:1] in (b"{", b"[") else content.decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_house(folder: Path, *, demo: bool) -> Iterator[House]:
    port = _free_port()
    log = folder / "run.log"
    arguments = [str(ROOT / "run"), "--port", str(port), "--data", str(folder / "data")]
    with log.open("w") as output:
        process = subprocess.Popen(
            arguments + ([] if demo else ["--no-demo"]), env=ENVIRONMENT, stdout=output, stderr=subprocess.STDOUT
        )
    house = House(folder / "data", port, process)

    def ready() -> bool:
        assert process.poll() is None, log.read_text()[-3000:]
        try:
            return house.call("GET", "localhost", "/readyz")[0] == 200
        except OSError:
            return False

    try:
        assert eventually(ready, within=280), log.read_text()[-3000:]
        yield house
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
