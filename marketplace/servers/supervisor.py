"""Keeps the parts running: starts each again that died, tells tools their numbers, and stops all in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .processes import Child, Pause
from .runfile import RunFile
from .trouble import UnableToStart

FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 30.0
# Who lived this long starts again with the first delay.
SETTLED_SECONDS = 60.0
WATCH_SECONDS = 0.2


@dataclass
class Part:
    """One child under watch. `details` stand beside its pid in run.json."""

    child: Child
    details: Mapping[str, Any] = field(default_factory=dict)
    before_start: Callable[[], None] = lambda: None
    started_at: float = 0.0
    delay: float = FIRST_DELAY_SECONDS
    due_at: float | None = None


class Supervisor:
    """Parts are stopped in the reverse of the order in which they were added."""

    def __init__(self, *, run_file: RunFile, say: Callable[[str], None]) -> None:
        self.run_file, self.say = run_file, say
        self.parts: list[Part] = []
        self.outside: dict[str, dict[str, Any]] = {}

    def note_outside(self, name: str, details: Mapping[str, Any]) -> None:
        """Name a server in run.json that somebody else runs."""
        self.outside[name] = {"pid": None, **details}
        self.record()

    def add(
        self,
        child: Child,
        details: Mapping[str, Any] | None = None,
        before_start: Callable[[], None] = lambda: None,
    ) -> None:
        """Watch `child`, starting it if that was not done yet."""
        if child.process is None:
            child.start()
        self.parts.append(Part(child, details or {}, before_start, started_at=time.monotonic()))
        self.record()

    def record(self) -> None:
        """Write run.json. A part waiting to be started again has the pid null."""
        running = {
            part.child.name: {"pid": part.child.pid if part.due_at is None else None, **part.details}
            for part in self.parts
        }
        self.run_file.write(self.outside | running)

    def watch(self, pause: Pause = time.sleep) -> None:
        """Start again whatever dies, until `pause` raises."""
        while True:
            self.look()
            pause(WATCH_SECONDS)

    def look(self) -> None:
        """One round: notice who died, and start whose time has come."""
        for part in self.parts:
            if part.due_at is None and part.child.has_ended():
                self._plan_restart(part)
            elif part.due_at is not None and time.monotonic() >= part.due_at:
                self._restart(part)

    def stop_all(self) -> None:
        """Stop every part, the last added first, and take run.json away."""
        for part in reversed(self.parts):
            self.say(f"Stopping {part.child.name} …")
            part.child.stop()
        self.parts.clear()
        self.run_file.remove()

    def _plan_restart(self, part: Part) -> None:
        status = part.child.clear_away()
        if time.monotonic() - part.started_at > SETTLED_SECONDS:
            part.delay = FIRST_DELAY_SECONDS
        how = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
        self.say(f"{part.child.name} {how}; starting it again in {part.delay:g} seconds.")
        part.due_at = time.monotonic() + part.delay
        part.delay = min(part.delay * 2, LONGEST_DELAY_SECONDS)
        self.record()

    def _restart(self, part: Part) -> None:
        try:
            part.before_start()
            part.child.start()
        except (UnableToStart, OSError) as error:
            self.say(f"{part.child.name}: {error} Trying again in {part.delay:g} seconds.")
            part.due_at = time.monotonic() + part.delay
            part.delay = min(part.delay * 2, LONGEST_DELAY_SECONDS)
            return
        part.started_at, part.due_at = time.monotonic(), None
        self.record()
