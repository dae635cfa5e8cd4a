"""What a person sees while it runs: each line with whose it is, in colour on a terminal."""

from __future__ import annotations

import os
import sys
import threading
from typing import TextIO

COLOURS = {"web": 36, "worker": 32, "beat": 35, "postgres": 34, "valkey": 33, "demo": 90}
WIDTH = max(map(len, COLOURS))


class Terminal:
    """Writes whole lines only, whoever writes."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stdout
        self.coloured = self.stream.isatty() and "NO_COLOR" not in os.environ
        self._turn = threading.Lock()

    def line(self, name: str, text: str) -> None:
        """A line of the part called `name`."""
        mark = f"{name:<{WIDTH}} |"
        if self.coloured:
            mark = f"\x1b[{COLOURS.get(name, 37)}m{mark}\x1b[0m"
        self._write(f"{mark} {text}")

    def say(self, text: str = "") -> None:
        """A line of our own."""
        self._write(f"\x1b[1m{text}\x1b[0m" if self.coloured and text else text)

    def _write(self, text: str) -> None:
        with self._turn:
            try:
                self.stream.write(text + "\n")
                self.stream.flush()
            except (BrokenPipeError, ValueError):
                # Nobody reads any more (a closed terminal, `./run | head`); what runs goes on, its logs stay.
                pass
