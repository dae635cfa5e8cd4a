"""Tells what a file of text is written in, and refuses what cannot be told rather than garble names."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

UTF_8 = "utf-8"
# As people name them, and as Python reads them.
ENCODINGS = {UTF_8: "utf-8-sig", "utf-16": "utf-16", "windows-1252": "cp1252", "shift-jis": "cp932"}

_PIECE = 1024 * 1024
_NO_1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_BEGIN_KANA = bytes((0x82, 0x83))
_BEYOND_ASCII = bytes(range(0x80, 0x100))


class FileUnusable(Exception):
    """Nothing of the file can be read as intended; the message says why, in one sentence."""


def check_text(path: Path, encoding: str = UTF_8) -> None:
    """Read the whole file once in one of ENCODINGS, so that a broken end is found before anything is written."""
    decoder = codecs.getincrementaldecoder(ENCODINGS[encoding])()
    written = f"{path.name} is not written in {encoding.upper()}"
    line = 1
    for piece in pieces(path):
        try:
            text = decoder.decode(piece)
        except UnicodeError as error:
            # It counts from what the decoder kept of the piece before: a few bytes of one line.
            line += piece[: max(getattr(error, "start", 0), 0)].count(b"\n")
            raise FileUnusable(f"{written} (near line {line:,}); save it as UTF-8.") from None
        if (at := text.find("\0")) >= 0:
            line += text.count("\n", 0, at)
            raise FileUnusable(f"{path.name} is no text file: it has a character of value zero (near line {line:,}).")
        line += text.count("\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        raise FileUnusable(f"{written}: it ends within a character.") from None


def encoding_of(path: Path) -> str:
    """UTF-16 by its mark, UTF-8 where all of it is, and Windows-1252 where nothing speaks against it.

    Nothing in a file says that it is Windows-1252, and all but five bytes are a letter there: what may well be
    Japanese is refused, and whoever knows better says so.
    """
    utf_8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    first, beyond, kana = True, 0, 0
    undefined = False
    for piece in pieces(path):
        if first and piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        first = False
        if utf_8 is not None:
            try:
                utf_8.decode(piece)
            except UnicodeDecodeError:
                utf_8 = None
        beyond += len(piece) - len(piece.translate(None, _BEYOND_ASCII))
        kana += len(piece) - len(piece.translate(None, _BEGIN_KANA))
        undefined = undefined or len(piece) != len(piece.translate(None, _NO_1252))
    try:
        if utf_8 is not None:
            utf_8.decode(b"", final=True)
            return UTF_8
    except UnicodeDecodeError:
        pass
    if undefined or kana * 10 > beyond:
        raise FileUnusable(
            f"{path.name} is neither UTF-8 nor Windows-1252; say what it is written in with --encoding, such as "
            "shift-jis, or save it as UTF-8."
        )
    return "windows-1252"


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file, piece by piece. Raises FileUnusable where they cannot be read."""
    try:
        if not path.is_file() and path.exists():
            raise FileUnusable(f"{path} is {'a folder' if path.is_dir() else 'no ordinary file'}; name a file.")
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except FileNotFoundError:
        raise FileUnusable(f"There is no file {path}.") from None
    except OSError as error:
        raise FileUnusable(f"{path} cannot be read: {error.strerror}.") from None
