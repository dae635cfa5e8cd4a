"""The database's folder: where it is, made in full or moved aside, freed of stale locks."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from .account import Account, database_account, reaches, start_options
from .binaries import SHARED
from .keys import new_password, write_private
from .processes import is_alive
from .trouble import UnableToStart

# Written last, when roles and database exist: a cluster without it was interrupted. Holds the passwords too.
MARKER = "touchstone.json"
MAJOR_VERSION = "18"
ROLES = {"superuser": "postgres", "owner": "touchstone_owner", "app": "touchstone_app"}
CLEAN_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}

Say = Callable[[str], None]


def locate(data_dir: Path, say: Say) -> tuple[Path, Account | None]:
    """The cluster's folder and the account that runs it.

    Root's data may lie where no other account can go; then the cluster stands under /var/lib, with a link.
    """
    cluster = data_dir / "postgres"
    account = database_account(cluster)
    if account is None or reaches(account, data_dir):
        return cluster, account
    cluster = SHARED / hashlib.sha256(str(data_dir).encode()).hexdigest()[:12] / "postgres"
    account = database_account(cluster) or account
    if not cluster.parent.exists():
        say(f"The account '{account.name}' cannot enter {data_dir}; the database is kept in {cluster}.")
        cluster.parent.mkdir(parents=True)
    for folder in (SHARED, cluster.parent):
        folder.chmod(0o755)
    link = data_dir / "postgres"
    if not link.exists() and not link.is_symlink():
        link.symlink_to(cluster)
    return cluster, account


def is_complete(cluster: Path) -> bool:
    """True if the cluster was made to the end."""
    return (cluster / MARKER).exists()


def read_marker(cluster: Path) -> dict[str, str]:
    """The cluster's `id` and the passwords of its roles."""
    try:
        return json.loads((cluster / MARKER).read_text())
    except (OSError, ValueError) as error:
        raise UnableToStart(f"{cluster / MARKER} cannot be read ({error}).") from error


def write_marker(cluster: Path, passwords: dict[str, str], account: Account | None) -> None:
    """Say that the cluster is complete."""
    write_private(cluster / MARKER, json.dumps({"id": secrets.token_hex(8), **passwords}, indent=2))
    if account:
        account.own(cluster / MARKER)


def new_passwords() -> dict[str, str]:
    """A password for each role."""
    return {role: new_password() for role in ROLES}


def check_version(cluster: Path) -> None:
    """Refuse a cluster of another major version, which this server could not read."""
    version = (cluster / "PG_VERSION").read_text().strip()
    if version != MAJOR_VERSION:
        raise UnableToStart(
            f"The database in {cluster} is of PostgreSQL {version}, and this is {MAJOR_VERSION}: "
            "dump it with the old version and load it into a new folder (docs/operations.md)."
        )


def move_aside(cluster: Path, say: Say) -> None:
    """Keep what an interrupted initialisation left, under another name."""
    if not cluster.exists():
        return
    if any(cluster.iterdir()):
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        aside = cluster.with_name(f"{cluster.name}.incomplete-{stamp}")
        cluster.rename(aside)
        say(f"The database in {cluster} was never made to the end; it is now {aside}, and a new one is made.")
    else:
        cluster.rmdir()


def initialise(
    cluster: Path, *, programs: Path, account: Account | None, superuser_password: str, durable: bool
) -> None:
    """Make an empty cluster with checksums, UTF-8 and passwords for everyone, local connections included."""
    cluster.mkdir(mode=0o700)
    secret = cluster.with_name(f"{cluster.name}.password")
    write_private(secret, superuser_password)
    if account:
        account.own(cluster)
        account.own(secret)
    options = ["--username", ROLES["superuser"], "--pwfile", secret, "--auth", "scram-sha-256"]
    options += ["--encoding", "UTF8", "--locale", "C"]
    options += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
    options += ["--no-instructions"] + ([] if durable else ["--no-sync"])
    try:
        done = subprocess.run(
            [programs / "initdb", "--pgdata", cluster, *options],
            cwd="/",
            env=CLEAN_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            **start_options(account),
        )
    except OSError as error:
        raise UnableToStart(f"PostgreSQL's initdb cannot be started: {error}.") from error
    finally:
        secret.unlink(missing_ok=True)
    if done.returncode != 0:
        raise UnableToStart(f"PostgreSQL could not make a database in {cluster}.", lines=done.stdout.splitlines()[-15:])


def free_of_stale_lock(cluster: Path, say: Say) -> None:
    """Take away a `postmaster.pid` that no PostgreSQL of this cluster stands behind any more.

    The caller holds the data folder's lock, so that nobody else is starting. A PostgreSQL that an earlier run
    left behind on this very cluster is stopped properly.
    """
    lock = cluster / "postmaster.pid"
    try:
        first = lock.read_text().split("\n", 1)[0]
    except FileNotFoundError:
        return
    pid = int(first) if first.strip().isdigit() else 0
    if pid and is_alive(pid) and _serves(pid, cluster):
        say(f"An earlier run left PostgreSQL running (process {pid}); stopping it first.")
        _stop(pid)
    elif pid and not is_alive(pid):
        # PostgreSQL sees to this itself, and also looks for children of the dead process that still write.
        say(f"The last PostgreSQL on {cluster} (process {pid}) died; it recovers what was committed.")
    elif lock.exists():
        whose = f"process {pid} is another program by now" if pid else "it names no process"
        say(f"Removing a lock that a PostgreSQL which died left in {cluster}: {whose}.")
        lock.unlink()


def _serves(pid: int, cluster: Path) -> bool:
    """True if process `pid` is the PostgreSQL of `cluster`: its working folder is the cluster."""
    proc = Path(f"/proc/{pid}")
    if proc.exists():
        with contextlib.suppress(OSError):
            return (proc / "cwd").resolve() == cluster.resolve()
        return False
    asked = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return "postgres" in asked.stdout and str(cluster) in asked.stdout


def _stop(pid: int) -> None:
    for number, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 10)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not is_alive(pid):
                return
            time.sleep(0.1)
    raise UnableToStart(f"A PostgreSQL of an earlier run (process {pid}) does not stop; end it by hand.")
