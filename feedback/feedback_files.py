"""Opens feedback files in the formats that can be imported, as rows of the importer's own columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from feedback.import_rows import OPTIONAL, REQUIRED, Row
from wire.csv_records import FileUnusable, Record, csv_table
from wire.instants import show_instant

FORMATS = ("csv", "amazon")

# Amazon's feedback report, tab-separated. The other columns of the report say nothing that is kept here.
_AMAZON_REQUIRED = ("Date", "Rating", "Order ID")
_AMAZON_OPTIONAL = (
    "Comments",
    "Your Response",
    "Arrived on Time",
    "Item as Described",
    "Customer Service",
    "Rater Email",
    "Rater Role",
)
_AMERICAN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})", re.ASCII)

OnUnreadable = Callable[[Record], None]


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    unused: list[str]
    rows: Iterator[Row]


@contextmanager
def feedback_file(
    path: Path, *, file_format: str, seller: str, zone: ZoneInfo, on_unreadable: OnUnreadable
) -> Iterator[FeedbackFile]:
    """The rows of a file. `seller` (an external id or "") is whose feedback it is where no column says so.

    Records that cannot be read at all go to `on_unreadable`. Raises FileUnusable with one sentence.
    """
    if file_format == "amazon":
        if not seller:
            raise FileUnusable("This report does not name its seller; say whose it is with --seller.")
        with csv_table(path, required=_AMAZON_REQUIRED, optional=_AMAZON_OPTIONAL, delimiter="\t") as table:
            rows = (
                (record.line, _of_amazon(record.cells, seller, zone))
                for record in _readable(table.records, on_unreadable)
            )
            yield FeedbackFile(table.unused, rows)
        return
    with csv_table(path, required=REQUIRED, optional=OPTIONAL) as table:
        if "seller" not in table.columns and not seller:
            raise FileUnusable(f"{path.name} has no column seller; say whose feedback it is with --seller.")
        rows = (
            (record.line, {**record.cells, "seller": record.cells.get("seller", "").strip() or seller})
            for record in _readable(table.records, on_unreadable)
        )
        yield FeedbackFile(table.unused, rows)


def _readable(records: Iterator[Record], on_unreadable: OnUnreadable) -> Iterator[Record]:
    for record in records:
        if record.trouble:
            on_unreadable(record)
        else:
            yield record


def _of_amazon(cells: dict[str, str], seller: str, zone: ZoneInfo) -> dict[str, str]:
    """One row of the report. It knows the day but not the hour: the day's beginning in the marketplace's zone,
    so that feedback of today does not lie in the future."""
    day = _day(cells["Date"].strip())
    rater = cells.get("Rater Email", "").strip().lower()
    return {
        "order": cells["Order ID"],
        # Without an address nobody can be told from anybody else, so each such order has a buyer of its own.
        "buyer": rater or f"buyer of {cells['Order ID'].strip()}",
        "seller": seller,
        "status": "",
        "closed_at": "",
        "stars": cells["Rating"],
        "comment": cells.get("Comments", ""),
        "published_at": show_instant(datetime.combine(day, time.min, zone)) if day else cells["Date"].strip(),
        "response": cells.get("Your Response", ""),
    }


def _day(text: str) -> date | None:
    """A day as the report writes it, 1/31/24, or as 2024-01-31; None for anything else."""
    try:
        if found := _AMERICAN_DAY.fullmatch(text):
            month, day, year = (int(part) for part in found.groups())
            return date(year + 2000 if year < 100 else year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None
