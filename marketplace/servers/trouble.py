"""What goes wrong while starting, said in one plain sentence with the end of the log."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class UnableToStart(Exception):
    """A part cannot start. `sentence` is for people; `lines` are the end of its log, `log` is where it is."""

    def __init__(self, sentence: str, *, lines: Iterable[str] = (), log: Path | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.lines = list(lines)
        self.log = log

    def __str__(self) -> str:
        told = [self.sentence]
        if self.lines:
            told.append("Its last lines:")
            told += [f"    {line}" for line in self.lines]
        if self.log:
            told.append(f"The whole log is {self.log}.")
        return "\n".join(told)


class Interrupted(Exception):
    """Someone asked us to stop while we were waiting."""
