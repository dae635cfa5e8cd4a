"""The database of the tests, migrated: from a dump that an earlier run left, or by migrating and leaving one.

A dump is of exactly these migrations and packages; after any change to them the migrations run again.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from contextlib import suppress
from pathlib import Path

from django.core.management import call_command

from marketplace.servers.ephemeral import Servers

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "tests"


def make_schema(servers: Servers) -> None:
    dump = KEPT / f"migrated-{_digest()}.sql"
    if dump.exists():
        _run(servers, "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={dump}")
        return
    call_command("migrate", verbosity=0)
    # Where no dump can be left the next run migrates again, that is all.
    with suppress(OSError):
        _leave(servers, dump)


def _leave(servers: Servers, dump: Path) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    draft = dump.with_suffix(f".{os.getpid()}")
    draft.write_bytes(_run(servers, "pg_dump", "--no-password"))
    for earlier in KEPT.glob("migrated-*.sql"):
        earlier.unlink(missing_ok=True)
    draft.rename(dump)


def _run(servers: Servers, program: str, *arguments: str) -> bytes:
    command = [servers.postgres.programs / program, f"--dbname={servers.superuser_url}", *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != 0:
        raise OSError(f"{program}: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout


def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/migrations/*.py"), ROOT / "requirements.txt"]):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
