"""The embedded PostgreSQL 18: made once, started on a port of its own, reachable by this machine only."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2

from . import cluster as clusters
from . import ports
from .binaries import postgres_programs
from .processes import Child, Ladder, Pause
from .trouble import UnableToStart

DATABASE = "touchstone"
ROLES_SQL = Path(__file__).with_name("roles.sql")
# A start after a crash replays the log first, which takes as long as it takes; this is far beyond it.
READY_SECONDS = 180
# Fast shutdown, then immediate.
LADDER: Ladder = ((signal.SIGINT, 25.0), (signal.SIGQUIT, 5.0))
# A socket's path may be 107 bytes long at most.
SOCKET_PATH_LIMIT = 107

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u ",
    "log_min_duration_statement": "2s",
}
# For tests: a crash of the machine may lose everything. A crash of the server loses nothing, for what was
# committed has been handed to the system; synchronous_commit therefore stays on.
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


class Postgres:
    """One PostgreSQL whose data lies in `data_dir`."""

    def __init__(
        self,
        data_dir: Path,
        *,
        say: Callable[[str], None] = lambda text: None,
        show: Callable[[str], None] | None = None,
        durable: bool = True,
    ) -> None:
        self.data_dir, self.say, self.durable = data_dir, say, durable
        self.cluster, self.account = clusters.locate(data_dir, say)
        self.programs = postgres_programs(self.account, say)
        self.port = ports.keep(data_dir / "ports.json", "postgres")
        self.passwords: dict[str, str] = {}
        self.child = Child(
            name="postgres",
            argv=[self.programs / "postgres", "-D", self.cluster, "-p", str(self.port)],
            env=clusters.CLEAN_ENVIRONMENT,
            cwd=Path("/"),
            log=data_dir / "logs" / "postgres.log",
            account=self.account,
            ladder=LADDER,
            show=show,
        )

    def start(self, pause: Pause = time.sleep) -> Child:
        """Make the cluster if there is none, start the server, and wait until it answers.

        Raises UnableToStart with the end of its log if it does not.
        """
        complete = clusters.is_complete(self.cluster)
        if complete:
            clusters.check_version(self.cluster)
            self.passwords = clusters.read_marker(self.cluster)
        else:
            self._make()
        self._configure()
        self.before_start()
        self.child.start()
        try:
            self.wait_until_ready(pause)
            if not complete:
                self._create_roles()
                clusters.write_marker(self.cluster, self.passwords, self.account)
        except BaseException:
            self.child.stop()
            raise
        return self.child

    @property
    def identity(self) -> str:
        """A name for this very database, other than that of any made anew."""
        return clusters.read_marker(self.cluster)["id"]

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for `role`: superuser, owner or app."""
        return f"postgres://{clusters.ROLES[role]}:{self.passwords[role]}@127.0.0.1:{self.port}/{database}"

    def before_start(self) -> None:
        """What has to be done before each start, also that after a crash."""
        clusters.free_of_stale_lock(self.cluster, self.say)

    def wait_until_ready(self, pause: Pause = time.sleep) -> None:
        """Return once it answers a query."""
        deadline = time.monotonic() + READY_SECONDS
        while True:
            if self.child.has_ended():
                raise self.child.trouble("PostgreSQL did not start.")
            with contextlib.suppress(psycopg2.OperationalError):
                psycopg2.connect(self.url("superuser", "postgres"), connect_timeout=2).close()
                return
            if time.monotonic() > deadline:
                raise self.child.trouble(f"PostgreSQL did not answer within {READY_SECONDS} seconds.")
            pause(0.05)

    def _make(self) -> None:
        clusters.move_aside(self.cluster, self.say)
        self.passwords = clusters.new_passwords()
        clusters.initialise(
            self.cluster,
            programs=self.programs,
            account=self.account,
            superuser_password=self.passwords["superuser"],
            durable=self.durable,
        )

    def _configure(self) -> None:
        settings = SETTINGS | ({} if self.durable else NOT_DURABLE)
        fits = len(f"{self.cluster}/.s.PGSQL.{self.port}".encode()) <= SOCKET_PATH_LIMIT
        settings["unix_socket_directories"] = str(self.cluster) if fits else ""
        lines = ["# Written anew at each start; settings of your own go into postgresql.auto.conf."]
        lines += [f"{name} = '{value}'" for name, value in settings.items()]
        extra = self.cluster / "touchstone.conf"
        extra.write_text("\n".join(lines) + "\n")
        main = self.cluster / "postgresql.conf"
        if "include 'touchstone.conf'" not in main.read_text():
            with main.open("a") as file:
                file.write("\ninclude 'touchstone.conf'\n")
        if self.account:
            self.account.own(extra)

    def _create_roles(self) -> None:
        address = f"postgres://{clusters.ROLES['superuser']}@127.0.0.1:{self.port}/postgres"
        done = subprocess.run(
            [self.programs / "psql", "--no-psqlrc", "--quiet", "--file", ROLES_SQL, address],
            env=clusters.CLEAN_ENVIRONMENT
            | {
                "PGPASSWORD": self.passwords["superuser"],
                "OWNER_PASSWORD": self.passwords["owner"],
                "APP_PASSWORD": self.passwords["app"],
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        if done.returncode != 0:
            lines = done.stdout.splitlines()[-10:]
            raise UnableToStart("The database's roles could not be made.", lines=lines)
