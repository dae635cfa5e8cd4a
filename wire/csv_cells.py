"""Writes CSV (RFC 4180) line by line, of any length, that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

BYTE_ORDER_MARK = "\ufeff"
_BEGIN_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - wide ones count too


class _Line:
    """What csv.writer writes to; it gives each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The header and the rows, each as a line that ends in CRLF."""
    writer = csv.writer(_Line())
    yield writer.writerow(list(header))
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


def safe_cell(value: Any) -> str:
    """The value as text; what a spreadsheet would run as a formula begins with an apostrophe, as OWASP advises.

    Numbers of ours are no formulas and stay as they are.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    value = value.replace("\0", "")
    return f"'{value}" if value.lstrip(" \u00a0").startswith(_BEGIN_A_FORMULA) else value
