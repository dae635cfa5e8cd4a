"""Finds or starts the whole house for a measurement: servers, web, worker and beat, as ./run does."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"


def in_the_venv() -> None:
    """Run again under the project's own interpreter, which ./run or ./test has made."""
    if Path(sys.prefix) != ROOT / ".venv":
        if not PYTHON.exists():
            sys.exit("There is no .venv yet: start ./run or ./test once.")
        os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606
    sys.path.insert(0, str(ROOT))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def house(**environment: str) -> Iterator[dict]:
    """Start ./run on a folder of its own, yield what its run.json says with `data_dir`, and stop it."""
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-") as folder:
        Path(folder).chmod(0o755)
        port = _free_port()
        log = Path(folder) / "run.log"
        with log.open("w") as output:
            run = subprocess.Popen(
                [str(ROOT / "run"), "--no-demo", "--port", str(port), "--data", folder],
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment},
            )
        try:
            _wait(f"http://localhost:{port}/readyz", run, log)
            parts = json.loads((Path(folder) / "run.json").read_text())
            yield {**parts, "data_dir": folder, "port": port, "pid": run.pid}
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait(60)


def _wait(url: str, run: subprocess.Popen, log: Path, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if run.poll() is not None:
            sys.exit(f"./run ended early:\n{log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    sys.exit(f"./run was not ready after {seconds:.0f} s:\n{log.read_text()[-2000:]}")


def django(data_dir: str) -> None:
    """Set Django up on the servers of `data_dir`."""
    os.environ["DATA_DIR"] = data_dir
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    import django

    django.setup()


def manage(data_dir: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a management command on the servers of `data_dir`; its output is captured, an error ends the measurement."""
    done = subprocess.run(
        [str(PYTHON), str(ROOT / "manage.py"), *arguments],
        env={**os.environ, "DATA_DIR": data_dir},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"manage.py {' '.join(arguments)} failed:\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}")
    return done


@contextmanager
def servers() -> Iterator[dict]:
    """The database and the broker alone, migrated, on a folder of their own: nobody works beside what is measured.

    Yields what `house` does, as far as it is there, with `superuser_url` and `log` of the database.
    """
    from marketplace.servers.postgres import Postgres
    from marketplace.servers.valkey import Valkey

    with tempfile.TemporaryDirectory(prefix="touchstone-bench-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        (home / "static").mkdir()
        postgres, valkey = Postgres(home), Valkey(home)
        try:
            postgres.start()
            valkey.start()
            addresses = {"DATABASE_URL": postgres.url("app"), "DATABASE_OWNER_URL": postgres.url("owner")}
            os.environ.update(addresses, REDIS_URL=valkey.url, SECRET_KEY="only-for-measuring-" + "x" * 50)
            parts = {"postgres": {"owner_url": postgres.url("owner")}}
            (home / "run.json").write_text(json.dumps(parts))
            manage(folder, "migrate")
            manage(folder, "collectstatic", "--noinput")
            yield {**parts, "data_dir": folder, "superuser_url": postgres.url("superuser"), "log": postgres.child.log}
        finally:
            postgres.child.stop()
            valkey.child.stop()
