"""What an earlier run left behind when it was killed: waited for, then ended, by proof that it was ours."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from .processes import Pause, is_alive
from .runfile import RunFile

# Linux tells every child when its supervisor dies; this is how long they may take to finish.
PATIENCE_SECONDS = 20.0


def clear_orphans(data_dir: Path, say: Callable[[str], None], pause: Pause = time.sleep) -> None:
    """End what the run.json of a dead supervisor names and what still runs; the database is seen to later.

    A number may belong to somebody else by now: a process is ours if its environment names `data_dir`.
    """
    run_file = RunFile(data_dir)
    left = {
        name: pid
        for name, part in run_file.read().items()
        if name != "postgres" and isinstance(pid := part.get("pid"), int) and _is_ours(pid, data_dir)
    }
    if left:
        say(f"An earlier run was killed; waiting for what it left behind to end: {', '.join(left)}.")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and any(_is_ours(pid, data_dir) for pid in left.values()):
            pause(0.1)
        for pid in left.values():
            if _is_ours(pid, data_dir):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
    run_file.remove()


def _is_ours(pid: int, data_dir: Path) -> bool:
    if not is_alive(pid):
        return False
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"DATA_DIR={data_dir}".encode() in environment
