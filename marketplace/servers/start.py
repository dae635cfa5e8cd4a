"""The order in which everything starts: servers, migrations, demo, then web, worker and beat."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from .keys import keep_key
from .output import Terminal
from .postgres import Postgres
from .processes import Child, Pause
from .runfile import RunFile
from .steps import PROJECT, Steps
from .supervisor import Supervisor
from .valkey import Valkey

WEB_READY_SECONDS = 90
DEMO_RECORD = "demo.json"
# What worker and beat say of each task that is well, several times a minute; it is in their logs.
ROUTINE = ("INFO celery.worker.strategy", "INFO celery.app.trace", "INFO celery.beat Scheduler")


class Start:
    """One start of the whole, into `supervisor`."""

    def __init__(self, *, data_dir: Path, port: int, demo: bool, terminal: Terminal, pause: Pause = time.sleep) -> None:
        self.data_dir, self.port, self.demo = data_dir, port, demo
        self.terminal, self.pause = terminal, pause
        self.supervisor = Supervisor(run_file=RunFile(data_dir), say=terminal.say)
        self.env = {**os.environ, "DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"}
        self.database_identity = ""

    def everything(self) -> None:
        """Start all parts; return when the web answers. Raises UnableToStart; the caller stops what runs."""
        self._prepare_environment()
        self._start_postgres()
        self._start_valkey()
        steps = Steps(data_dir=self.data_dir, env=self.env, terminal=self.terminal, pause=self.pause)
        self._prepare_database(steps)
        self._start_django()
        self._wait_for_web()
        self._greet(steps)

    def _prepare_environment(self) -> None:
        if not self.env.get("SECRET_KEY"):
            self.env["SECRET_KEY"] = keep_key(self.data_dir, "secret_key")
        if self.demo:
            self.env.setdefault("DEMO", "1")
        if self.env.get("DATABASE_URL"):
            # Without an owner of its own the database named is migrated as the one it is used as.
            self.env.setdefault("DATABASE_OWNER_URL", self.env["DATABASE_URL"])

    def _start_postgres(self) -> None:
        url = self.env.get("DATABASE_URL")
        if url:
            self.terminal.say("Using the database of DATABASE_URL.")
            self.database_identity = hashlib.sha256(url.encode()).hexdigest()[:16]
            details = {"url": url, "owner_url": self.env["DATABASE_OWNER_URL"]}
            self.supervisor.note_outside("postgres", details)
            return
        self.terminal.say("Starting PostgreSQL …")
        show = self._show_unusual("postgres", " LOG:  ")
        server = Postgres(self.data_dir, say=self.terminal.say, show=show)
        child = server.start(self.pause)
        self.database_identity = server.identity
        self.env["DATABASE_URL"], self.env["DATABASE_OWNER_URL"] = server.url("app"), server.url("owner")
        details = {"url": server.url("app"), "owner_url": server.url("owner")}
        self.supervisor.add(child, details, server.before_start)

    def _start_valkey(self) -> None:
        if self.env.get("REDIS_URL"):
            self.terminal.say("Using the Valkey or Redis of REDIS_URL.")
            self.supervisor.note_outside("valkey", {"url": self.env["REDIS_URL"]})
            return
        self.terminal.say("Starting Valkey …")
        usual = (" * ", " . ", " - ", "overcommit", "SIGTERM", "bye bye")
        server = Valkey(self.data_dir, show=self._show_unusual("valkey", *usual))
        child = server.start(self.pause)
        self.env["REDIS_URL"] = server.url
        self.supervisor.add(child, {"url": server.url})

    def _prepare_database(self, steps: Steps) -> None:
        steps.run("Bringing the database up to date", ["migrate", "--noinput"])
        steps.run("Gathering static files", ["collectstatic", "--noinput", "--verbosity", "0"])
        record = self.data_dir / DEMO_RECORD
        if self.demo and not self._demo_is_loaded(record):
            steps.run("Loading the demo", ["load_demo"], shown_as="demo")
            record.write_text(json.dumps({"database": self.database_identity}))

    def _demo_is_loaded(self, record: Path) -> bool:
        try:
            return json.loads(record.read_text()).get("database") == self.database_identity
        except (OSError, ValueError, AttributeError):
            return False

    def _start_django(self) -> None:
        """Web, worker and beat know the application's role only: nothing they run needs the owner."""
        env = {name: value for name, value in self.env.items() if name != "DATABASE_OWNER_URL"}
        env.setdefault("PUBLIC_PORT", str(self.port))
        # Said by Celery to root at each start, three lines long; messages are JSON, so it does not apply.
        env.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser privileges")
        programs = Path(sys.executable).parent
        web = [programs / "gunicorn", "marketplace.wsgi", "--bind", f"0.0.0.0:{self.port}"]
        web += ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--no-control-socket"]
        web += ["--graceful-timeout", "10", "--log-level", "warning"]
        celery = [sys.executable, "-m", "celery", "--quiet", "-A", "marketplace"]
        worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]
        worker += ["--without-gossip", "--without-mingle"]
        beat = [*celery, "beat", "--loglevel", "INFO", "--schedule", str(self.data_dir / "beat-schedule")]
        self.terminal.say("Starting web, worker and beat …")
        self.supervisor.add(self._django("web", web, env), {"port": self.port})
        self.supervisor.add(self._django("worker", worker, env))
        self.supervisor.add(self._django("beat", beat, env))

    def _django(self, name: str, argv: Sequence[str | Path], env: dict[str, str]) -> Child:
        return Child(
            name=name,
            argv=argv,
            env=env,
            cwd=PROJECT,
            log=self.data_dir / "logs" / f"{name}.log",
            show=self._show_unusual(name, *ROUTINE),
        )

    def _wait_for_web(self) -> None:
        web = next(part.child for part in self.supervisor.parts if part.child.name == "web")
        deadline = time.monotonic() + WEB_READY_SECONDS
        while not self._web_answers():
            if web.has_ended():
                raise web.trouble("The web server did not start.")
            if time.monotonic() > deadline:
                raise web.trouble(f"The web server did not answer within {WEB_READY_SECONDS} seconds.")
            self.pause(0.2)

    def _web_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:  # noqa: S310
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _greet(self, steps: Steps) -> None:
        self.terminal.say()
        self.terminal.say(f"Touchstone runs at http://localhost:{self.port}")
        if self.demo:
            child = steps.child(["demo_logins", "--port", str(self.port)])
            child.show = self.terminal.say
            child.start()
            if child.finish(self.pause):
                self.terminal.say(f"The demo's logins could not be listed; see {child.log}.")
        self.terminal.say(f"Logs and data are in {self.data_dir}. Ctrl-C stops everything.")
        self.terminal.say()

    def _show_unusual(self, name: str, *usual: str) -> Callable[[str], None]:
        """Show only what is out of the ordinary; all of it is in the log."""

        def show(line: str) -> None:
            if line and not any(mark in line for mark in usual):
                self.terminal.line(name, line)

        return show
