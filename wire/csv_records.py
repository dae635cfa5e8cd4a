"""Reads CSV files of any size record by record, and says on which line of the file each begins."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wire.csv_lines import LONGEST, Lines, LineTooLong
from wire.file_encodings import ENCODINGS, UTF_8, FileUnusable, check_text
from wire.text import printable

LONGEST_CELL = 131_072
MOST_NAMED = 12
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


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
    path: Path,
    *,
    required: Collection[str],
    optional: Collection[str] = (),
    delimiter: str = ",",
    encoding: str = UTF_8,
    quoted: bool = True,
) -> Iterator[Table]:
    """The table in a file with a header. Raises FileUnusable before the first record is given out.

    Where not `quoted`, quotation marks are characters like others and a record is one line. A record that cannot be
    read costs its first line alone: what follows is read as if a record began there, so that a quotation mark that
    is missing takes nothing else with it.
    """
    check_text(path, encoding)
    with path.open(encoding=ENCODINGS[encoding], newline="") as file:
        lines = Lines(file)
        columns = _header(lines, path, delimiter, quoted)
        if missing := [name for name in required if name not in columns]:
            raise FileUnusable(
                f"{path.name} has no column {', '.join(missing)}; its header reads {named(columns)}."
                f"{_separated_otherwise(columns, delimiter)}"
            )
        known = {*required, *optional}
        unused = [name for name in columns if name not in known]
        yield Table(columns, unused, _records(lines, columns, delimiter, quoted))


def named(columns: Collection[str]) -> str:
    """The first of the columns, as a terminal can show them."""
    shown = [printable(name)[:60] or "(no name)" for name in list(columns)[:MOST_NAMED]]
    more = len(columns) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")


def _header(lines: Lines, path: Path, delimiter: str, quoted: bool) -> list[str]:
    try:
        line = next(lines, "")
        if not line.strip():
            raise FileUnusable(f"{path.name} has no header in its first line.")
        columns = [name.strip() for name in next(_reader([line], delimiter, quoted, strict=False))]
    except (LineTooLong, csv.Error):
        raise FileUnusable(
            f"{path.name} has a first line of more than {LONGEST_CELL:,} characters, which is no header."
        ) from None
    if twice := sorted(name for name, times in Counter(columns).items() if times > 1):
        raise FileUnusable(f"The header names {named(twice)} twice.")
    return columns


def _separated_otherwise(columns: list[str], delimiter: str) -> str:
    if len(columns) > 1:
        return ""
    for other, name in _SEPARATORS.items():
        if other != delimiter and other in columns[0]:
            return f" It is separated by {name}; save it with {_SEPARATORS[delimiter]}."
    return ""


def _reader(lines: Iterable[str], delimiter: str, quoted: bool, *, strict: bool = True) -> Iterator[list[str]]:
    quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    return csv.reader(lines, strict=strict, delimiter=delimiter, quoting=quoting)


def _records(lines: Lines, columns: list[str], delimiter: str, quoted: bool) -> Iterator[Record]:
    reader = _reader(lines, delimiter, quoted)
    width = len(columns)
    while True:
        lines.begin_record()
        line = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except LineTooLong:
            yield Record(line, {}, f"This line is longer than {LONGEST:,} characters; it was not read.")
            continue
        except csv.Error as error:
            trouble = _trouble(error, lines)
            lines.give_back()
            yield Record(line, {}, trouble)
            continue
        if not cells:
            continue
        if len(cells) != width:
            trouble = f"This record has {len(cells):,} fields; the header names {width:,} columns."
            if lines.taken > 1:
                trouble += f" It took {lines.taken:,} lines: is a quotation mark missing?"
                lines.give_back()
            yield Record(line, {}, trouble)
            continue
        yield Record(line, dict(zip(columns, cells, strict=True)))


def _trouble(error: csv.Error, lines: Lines) -> str:
    goes_on = " Reading goes on with the next line."
    if "field larger" in str(error):
        return f"A field is longer than {LONGEST_CELL:,} characters; is a closing quotation mark missing?{goes_on}"
    if "unexpected end" in str(error):
        until = f"{LONGEST:,} characters on" if lines.cut else f"at the end of the file, line {lines.number:,}"
        return f"A closing quotation mark is missing: the field is still open {until}.{goes_on}"
    return (
        f"The quotation marks of this record are wrong, up to line {lines.number:,}: within a field they are "
        f"written twice, and nothing follows the closing one.{goes_on}"
    )
