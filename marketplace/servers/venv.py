"""Makes `.venv` and installs the pinned requirements, only when they changed; needs nothing installed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
WANTED = (3, 11)


def main() -> int:
    """`venv.py requirements.txt`: exit status 0 when everything in the file is installed."""
    requirements = PROJECT / sys.argv[1]
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    # Two starts at once would write into the same folder: the second waits, and then finds the work done.
    with (PROJECT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            if not _works():
                _make()
            stamp = VENV / f".{requirements.name}.sha256"
            if not stamp.exists() or stamp.read_text() != digest:
                _install(requirements)
                stamp.write_text(digest)
        except subprocess.CalledProcessError as error:
            _say(f"The Python environment could not be made: {' '.join(map(str, error.cmd[:6]))} … failed.")
            return 1
    return 0


def _works() -> bool:
    question = f"import pip, sys; sys.exit(sys.version_info < {WANTED})"
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", question], capture_output=True).returncode == 0


def _make() -> None:
    _say(f"Making .venv with Python {sys.version.split()[0]} …")
    if not _has_ensurepip():
        _install_ensurepip()
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def _has_ensurepip() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode == 0


def _install_ensurepip() -> None:
    """Debian ships Python without what a virtual environment needs; the system's package manager has it."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (prefix and not shutil.which("sudo")):
        _say(f"This Python cannot make virtual environments: install the package {package} and start again.")
        raise SystemExit(1)
    _say(f"Installing {package}, which this Python lacks …")
    subprocess.run([*prefix, "apt-get", "install", "-y", "-q", package], check=True)


def _install(requirements: Path) -> None:
    _say(f"Installing what {requirements.name} pins …")
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([PYTHON, "-m", "pip", "install", *options, "--requirement", requirements], check=True)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
