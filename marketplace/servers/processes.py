"""One child process of ours: started in its own group, its lines kept, stopped with all that it started."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .account import Account, start_options
from .trouble import UnableToStart

POLL_SECONDS = 0.05
LINES_KEPT = 15
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

Pause = Callable[[float], None]
Ladder = Sequence[tuple[signal.Signals, float]]
GENTLE: Ladder = ((signal.SIGTERM, 15.0),)


class Child:
    """A process that we start, start again, and stop. It does not outlive us: Linux tells it when we die."""

    def __init__(
        self,
        *,
        name: str,
        argv: Sequence[str | Path],
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        account: Account | None = None,
        stdin: str = "",
        ladder: Ladder = GENTLE,
        show: Callable[[str], None] | None = None,
    ) -> None:
        """`ladder`: the signals that ask it to stop, each with the seconds it gets; then it is killed."""
        self.name, self.argv, self.log = name, [str(word) for word in argv], log
        self.env, self.cwd, self.account, self.stdin = env, cwd, account, stdin
        self.ladder, self.show = ladder, show
        self.process: subprocess.Popen[bytes] | None = None
        self.lines: deque[str] = deque(maxlen=LINES_KEPT)
        self._reader: threading.Thread | None = None

    @property
    def pid(self) -> int:
        """The number of the running process."""
        if self.process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self.process.pid

    def start(self) -> None:
        """Start it, or start it again. Call it from the main thread: the death signal follows the thread."""
        self.lines.clear()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.process = subprocess.Popen(
                self.argv,
                env=self.env,
                cwd=self.cwd,
                stdin=subprocess.PIPE if self.stdin else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=self._follow_us_into_death if _libc else None,
                **start_options(self.account),
            )
        except OSError as error:
            raise UnableToStart(f"{self.name} cannot be started: {error}.") from error
        if self.process.stdin:
            with contextlib.suppress(BrokenPipeError), self.process.stdin as pipe:
                pipe.write(self.stdin.encode())
        self._reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self._reader.start()

    def has_ended(self) -> bool:
        """True once the process is gone. It is left unreaped, so that its number cannot become another's."""
        if self.process is None or self.process.returncode is not None:
            return True
        try:
            return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
        except ChildProcessError:
            return True

    def wait(self, seconds: float, pause: Pause = time.sleep) -> bool:
        """True if it ended within `seconds`."""
        deadline = time.monotonic() + seconds
        while not self.has_ended():
            if time.monotonic() > deadline:
                return False
            pause(POLL_SECONDS)
        return True

    def finish(self, pause: Pause = time.sleep) -> int:
        """Wait for a command to end by itself; its exit status."""
        while not self.has_ended():
            pause(POLL_SECONDS)
        return self.clear_away()

    def clear_away(self) -> int:
        """After its end: end what it left behind in its group, and give back its exit status."""
        if self.process is None:
            return 0
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            self.process.wait()
            if self._reader:
                self._reader.join(timeout=2)
        return self.process.returncode

    def stop(self) -> None:
        """Ask it to stop, in the order of its ladder, and kill it with its group if it does not."""
        if self.process is None:
            return
        for number, seconds in self.ladder:
            if self.has_ended():
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)
                os.kill(self.pid, signal.SIGCONT)  # a paused process would never hear of it
            self.wait(seconds)
        self.clear_away()

    def kill(self) -> None:
        """End it and its group at once."""
        self.clear_away()

    def trouble(self, sentence: str) -> UnableToStart:
        """An error that carries the end of its log."""
        if self._reader and self.has_ended():
            self._reader.join(timeout=1)
        return UnableToStart(sentence, lines=self.lines, log=self.log)

    def _follow_us_into_death(self) -> None:
        if _libc:
            _libc.prctl(PR_SET_PDEATHSIG, int(self.ladder[0][0]), 0, 0, 0)

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdout is None:
            return
        with process.stdout as pipe, self.log.open("a", encoding="utf-8") as log:
            for raw in pipe:
                line = raw.decode("utf-8", "replace").rstrip()
                self.lines.append(line)
                log.write(line + "\n")
                log.flush()
                if self.show:
                    self.show(line)


def is_alive(pid: int) -> bool:
    """True if a process of this number exists, whoever owns it, and is not a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return True
