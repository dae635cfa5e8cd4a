"""Reads CSV files of any size record by record, and says on which line of the file each begins."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

LONGEST_CELL = 131_072
_PIECE = 1024 * 1024


class FileUnusable(Exception):
    """Nothing of the file can be read as intended; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `line` is where it begins (the header is line 1); `trouble` says why it cannot be used."""

    line: int
    cells: dict[str, str]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An open file: its columns in order, those nobody asked for, and its records, to be read once."""

    columns: list[str]
    unused: list[str]
    records: Iterator[Record]


@contextmanager
def csv_table(
    path: Path, *, required: Collection[str], optional: Collection[str] = (), delimiter: str = ","
) -> Iterator[Table]:
    """The table in a UTF-8 file with a header. Raises FileUnusable before the first record is given out."""
    check_text(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        columns = _header(file, delimiter)
        if missing := [name for name in required if name not in columns]:
            raise FileUnusable(
                f"{path.name} has no column {', '.join(missing)}; its header reads {', '.join(columns)}."
            )
        known = {*required, *optional}
        unused = [name for name in columns if name not in known]
        yield Table(columns, unused, _records(file, columns, delimiter))


def check_text(path: Path) -> None:
    """Read the whole file once as UTF-8, so that a broken end is found before anything is written."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                try:
                    decoder.decode(piece)
                except UnicodeDecodeError as error:
                    # It counts from what the decoder kept of the piece before: a few bytes of one line.
                    line += piece[: max(error.start, 0)].count(b"\n")
                    raise FileUnusable(
                        f"{path.name} is not written in UTF-8 (near line {line:,}); save it as UTF-8."
                    ) from None
                if b"\0" in piece:
                    raise FileUnusable(f"{path.name} is no text file: it has bytes of value zero.")
                line += piece.count(b"\n")
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise FileUnusable(f"{path.name} is not written in UTF-8: it ends within a character.") from None
    except FileNotFoundError:
        raise FileUnusable(f"There is no file {path}.") from None
    except OSError as error:
        raise FileUnusable(f"{path} cannot be read: {error.strerror}.") from None


def _header(file: TextIO, delimiter: str) -> list[str]:
    line = file.readline()
    if not line.strip():
        raise FileUnusable("The file has no header in its first line.")
    columns = [name.strip() for name in next(csv.reader([line], delimiter=delimiter))]
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise FileUnusable(f"The header names {', '.join(twice)} twice.")
    return columns


def _records(file: TextIO, columns: list[str], delimiter: str) -> Iterator[Record]:
    reader = csv.reader(file, strict=True, delimiter=delimiter)
    while True:
        line = reader.line_num + 2
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(line, {}, _trouble(error, line, reader.line_num + 1))
            continue
        if not cells:
            continue
        if len(cells) != len(columns):
            yield Record(line, {}, f"This record has {len(cells)} fields; the header names {len(columns)} columns.")
            continue
        yield Record(line, dict(zip(columns, cells, strict=True)))


def _trouble(error: csv.Error, first: int, last: int) -> str:
    if "field larger" in str(error):
        return (
            f"A field is longer than {LONGEST_CELL:,} characters; is a closing quotation mark missing? "
            f"The file could not be read from here to line {last}."
        )
    if "unexpected end" in str(error):
        return f"A closing quotation mark is missing; the file ends on line {last} within a field."
    return f"The quotation marks of this record are wrong (lines {first} to {last})."
