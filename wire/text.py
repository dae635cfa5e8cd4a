"""Which characters text from outside may hold: what a database can store and a page can show."""

from __future__ import annotations

import re

# C0 and C1 controls without tab, newline and carriage return; halves of surrogate pairs; non-characters.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BROKEN = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("[\t\n\r\u2028\u2029]")


def is_showable(text: str) -> bool:
    return _UNSHOWABLE.search(text) is None


def is_well_formed(text: str) -> bool:
    """Whether it can be written in UTF-8 at all."""
    return _BROKEN.search(text) is None


def is_one_line(text: str) -> bool:
    return is_showable(text) and _LINE_ENDS.search(text) is None


def printable(text: str) -> str:
    """The text for a terminal: what it would not show, or obey, is a question mark, and line ends are blanks."""
    return _UNSHOWABLE.sub("?", _LINE_ENDS.sub(" ", text))
