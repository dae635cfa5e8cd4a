"""Which account of the system runs PostgreSQL: it refuses root, so root hands it to an unprivileged one."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .trouble import UnableToStart

PREFERRED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account that children are started under, instead of our own."""

    name: str
    uid: int
    gid: int

    @classmethod
    def of(cls, entry: pwd.struct_passwd) -> Account:
        return cls(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)

    def own(self, path: Path) -> None:
        """Give `path` to the account."""
        os.chown(path, self.uid, self.gid)


def database_account(cluster: Path) -> Account | None:
    """The account for the database in `cluster`; None means our own. An existing cluster keeps its owner.

    Raises UnableToStart where the cluster belongs to someone else, or where root finds no account to use.
    """
    owner = cluster.stat().st_uid if cluster.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise UnableToStart(
                f"The database in {cluster} belongs to {_name(owner)}: start as root or as that account, "
                "or choose another folder with --data DIR."
            )
        return None
    if owner:
        return Account(name=_name(owner), uid=owner, gid=cluster.stat().st_gid)
    for name in PREFERRED:
        try:
            return Account.of(pwd.getpwnam(name))
        except KeyError:
            continue
    raise UnableToStart(
        "PostgreSQL refuses to run as root, and there is neither an account 'postgres' nor 'nobody' to use instead."
    )


def start_options(account: Account | None) -> dict[str, Any]:
    """What subprocess needs to start a child under `account`."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def reaches(account: Account | None, *paths: Path) -> bool:
    """True if `account` may enter each folder and execute each file of `paths`.

    Asked of the system itself, for there is more to it than mode bits. Raises UnableToStart where root may
    not become another account at all.
    """
    if account is None:
        return True
    question = 'for path; do [ -x "$path" ] || exit 1; done'
    try:
        done = subprocess.run(
            ["/bin/sh", "-c", question, "sh", *map(str, paths)],
            cwd="/",
            capture_output=True,
            **start_options(account),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnableToStart(
            "PostgreSQL refuses to run as root, and this system does not let root start it as "
            f"'{account.name}' ({error}): start as an ordinary user instead."
        ) from error
    return done.returncode == 0


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return f"the account number {uid}"
