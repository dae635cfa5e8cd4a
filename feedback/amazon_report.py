"""Reads Amazon's report of seller feedback: how it names things, and in which order it writes days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from wire.csv_records import Record
from wire.file_encodings import FileUnusable
from wire.instants import read_instant, show_instant
from wire.text import printable

REQUIRED = ("Date", "Rating", "Order ID")
# Those from "Arrived on Time" on say nothing that is kept here, or tell the rater.
OPTIONAL = (
    "Comments",
    "Your Response",
    "Arrived on Time",
    "Item as Described",
    "Customer Service",
    "Rater Email",
    "Rater Role",
)

_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})", re.ASCII)
_MONTH_NAMED = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.ASCII | re.IGNORECASE)
_DAY_THEN_NAME = re.compile(r"(\d{1,2})[\s.-]+([a-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)


class DayOrder(StrEnum):
    """Which number comes first in days such as 4/5/2026."""

    MONTH_FIRST = "month-first"
    DAY_FIRST = "day-first"


@dataclass(slots=True)
class _Seen:
    line: int = 0
    text: str = ""

    def note(self, line: int, text: str) -> None:
        if not self.line:
            self.line, self.text = line, text

    def __str__(self) -> str:
        return f"{printable(self.text)} on line {self.line:,}"


def order_of_days(records: Iterable[Record]) -> DayOrder:
    """The one order of numbers in which all days of the file exist. Raises FileUnusable where nobody could tell.

    Amazon writes 1/31/26 in the United States, 31/01/2026 in most other countries and 31.01.26 in Germany: one file
    has one order, and one day after the twelfth shows it for all.
    """
    month_first, day_first, either = _Seen(), _Seen(), _Seen()
    for record in records:
        found = _NUMBERS.fullmatch(record.cells.get("Date", "").strip())
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or first > 12 >= second:
            day_first.note(record.line, found[0])
        elif second > 12 >= first:
            month_first.note(record.line, found[0])
        elif first != second and max(first, second) <= 12:
            either.note(record.line, found[0])
    if month_first.line and day_first.line:
        raise FileUnusable(
            f"This report writes days in two ways: {month_first} has the month first, {day_first} the day. "
            "Import it in two files, or say with --dates which it is; days that do not exist then are rejected."
        )
    if either.line and not month_first.line and not day_first.line:
        raise FileUnusable(
            f"Nothing in this report tells whether {either} begins with the month or the day; say with "
            "--dates month-first (Amazon in the United States) or --dates day-first (most other countries)."
        )
    return DayOrder.DAY_FIRST if day_first.line else DayOrder.MONTH_FIRST


def row_of_report(cells: dict[str, str], *, seller: str, zone: ZoneInfo, days: DayOrder) -> dict[str, str]:
    """The importer's row that a row of the report states, as one rating of the whole.

    The report knows the day but not the hour: the day's beginning in the marketplace's zone, so that feedback of
    today does not lie in the future.
    """
    text = cells["Date"].strip()
    rater = cells.get("Rater Email", "").strip().lower()
    order = cells["Order ID"].strip()
    return {
        "order": order,
        # Only of an order that is not there yet: one that is knows its buyer, and hardly by this address. Without an
        # address nobody can be told from anybody else, so each such order has a buyer of its own.
        "buyer_if_new": rater or f"buyer of {order}",
        "seller": seller,
        "stars": cells["Rating"].strip().removesuffix(".0"),
        "comment": cells.get("Comments", ""),
        "published_at": _moment(text, zone, days),
        "response": cells.get("Your Response", ""),
    }


def _moment(text: str, zone: ZoneInfo, days: DayOrder) -> str:
    """As the importer reads it; what is no day stays as it is, and is rejected for that."""
    try:
        return show_instant(read_instant(text))
    except ValueError:
        day = read_day(text, days)
    return show_instant(datetime.combine(day, time.min, zone)) if day else text


def read_day(text: str, days: DayOrder) -> date | None:
    """A day as 1/31/26, 31/01/2026, 31.01.26, 2026-01-31, 2026/1/31, "Jan 31, 2026" or "31 January 2026"."""
    if found := _NUMBERS.fullmatch(text):
        day_first = found[2] == "." or days is DayOrder.DAY_FIRST
        first, second = int(found[1]), int(found[3])
        return _day(int(found[4]), *((second, first) if day_first else (first, second)))
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _MONTH_NAMED.fullmatch(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    if found := _DAY_THEN_NAME.fullmatch(text):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    return None


def _month(name: str) -> int:
    """1 to 12; 0 for what is no English name of a month, or no beginning of one."""
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name.lower()) or (month, name.lower()) == ("september", "sept"):
            return number
    return 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
