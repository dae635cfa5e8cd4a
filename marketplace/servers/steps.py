"""The commands run once before the web starts: migrations, static files, the demo."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .output import Terminal
from .processes import Child, Pause
from .trouble import UnableToStart

PROJECT = Path(__file__).resolve().parents[2]
# How Django and Python name, at the end of a traceback, an environment that is missing something.
CONFIGURATION_ERROR = "django.core.exceptions.ImproperlyConfigured: "


class Steps:
    """Runs `manage.py` commands in `env`, their lines kept in a log each."""

    def __init__(
        self, *, data_dir: Path, env: Mapping[str, str], terminal: Terminal, pause: Pause = time.sleep
    ) -> None:
        self.data_dir, self.env, self.terminal, self.pause = data_dir, dict(env), terminal, pause

    def run(
        self,
        sentence: str,
        arguments: Sequence[str],
        *,
        shown_as: str = "",
        env: Mapping[str, str] | None = None,
    ) -> list[str]:
        """Run one command; its last lines. With `shown_as` its lines are shown as they come.

        Raises UnableToStart: with the sentence alone if the environment is at fault, else with its log's end.
        """
        self.terminal.say(f"{sentence} …")
        began = time.monotonic()
        child = self.child(arguments, show=self._shower(shown_as), env=env)
        child.start()
        try:
            status = child.finish(self.pause)
        except BaseException:
            child.stop()
            raise
        if status:
            raise self._explain(child, arguments[0])
        if time.monotonic() - began > 10:
            self.terminal.say(f"  done in {time.monotonic() - began:.0f} seconds.")
        return list(child.lines)

    def child(
        self,
        arguments: Sequence[str],
        *,
        show: Callable[[str], None] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Child:
        """A `manage.py` command, not started."""
        return Child(
            name=arguments[0],
            argv=[sys.executable, PROJECT / "manage.py", *arguments],
            env=self.env | dict(env or {}),
            cwd=PROJECT,
            log=self.data_dir / "logs" / f"{arguments[0]}.log",
            show=show,
        )

    def _shower(self, name: str) -> Callable[[str], None] | None:
        return (lambda line: self.terminal.line(name, line)) if name else None

    @staticmethod
    def _explain(child: Child, command: str) -> UnableToStart:
        for line in reversed(child.lines):
            if line.startswith(CONFIGURATION_ERROR):
                return UnableToStart(line.removeprefix(CONFIGURATION_ERROR))
        return child.trouble(f"manage.py {command} failed.")
