"""Lines of a text file of any size in bounded memory, which can be given back when a record goes wrong."""

from __future__ import annotations

from collections import deque
from typing import TextIO

LONGEST = 262_144
"""Characters of a line, and of the lines of one record. The longest thing that is kept, a description, has 10,000."""


class LineTooLong(Exception):
    """The next line is longer than LONGEST; it was skipped and counted."""


class Lines:
    """What a csv.reader reads from. It sees the file end where a record gets longer than LONGEST."""

    def __init__(self, file: TextIO) -> None:
        self.number = 0
        """Of the line given out last; the first one of the file is 1."""
        self.cut = False
        """Whether the record of now was ended because it got too long."""
        self._file = file
        self._ahead = ""
        # None stands for a line that was too long.
        self._returned: deque[str | None] = deque()
        self._record: list[str] = []
        self._length = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self._length > LONGEST:
            self.cut = True
            raise StopIteration
        line = self._returned.popleft() if self._returned else self._read()
        if line is None:
            if self._record:
                self._returned.appendleft(None)
                self.cut = True
                raise StopIteration
            self.number += 1
            raise LineTooLong
        if not line:
            raise StopIteration
        self.number += 1
        self._record.append(line)
        self._length += len(line)
        return line

    def begin_record(self) -> None:
        self._record, self._length, self.cut = [], 0, False

    @property
    def taken(self) -> int:
        """How many lines the record has taken so far."""
        return len(self._record)

    def give_back(self) -> None:
        """All lines of the record but its first will be read again, as the beginnings of others."""
        again = self._record[1:]
        self._returned.extendleft(reversed(again))
        self.number -= len(again)
        self.begin_record()

    def _read(self) -> str | None:
        line = self._ahead + self._file.readline(LONGEST + 1)
        self._ahead = ""
        if len(line) <= LONGEST or line.endswith("\n"):
            return line
        while line and not line.endswith(("\n", "\r")):
            line = self._file.readline(LONGEST)
        if line.endswith("\r"):
            # Cut between the two characters of one line end, perhaps.
            following = self._file.read(1)
            self._ahead = "" if following == "\n" else following
        return None
