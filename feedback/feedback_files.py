"""Opens feedback files in the formats that can be imported, as rows of the importer's own columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from feedback import amazon_report
from feedback.amazon_report import DayOrder, order_of_days, row_of_report
from feedback.import_rows import OPTIONAL, REQUIRED
from wire.csv_records import Record, Table, csv_table
from wire.file_encodings import UTF_8, FileUnusable, encoding_of

CSV, AMAZON = "csv", "amazon"
FORMATS = (CSV, AMAZON)


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """`records` hold the importer's own columns; those that cannot be read have their trouble instead."""

    unused: list[str]
    records: Iterator[Record]


@contextmanager
def feedback_file(
    path: Path,
    *,
    file_format: str,
    seller: str,
    zone: ZoneInfo,
    encoding: str | None = None,
    days: DayOrder | None = None,
) -> Iterator[FeedbackFile]:
    """The rows of a file. `seller` (an external id or "") is whose feedback it is where no column says so.

    A CSV file is UTF-8 unless `encoding` says otherwise; of Amazon's report that is found out, as is the order of
    its days without `days`. Raises FileUnusable with one sentence.
    """
    if file_format == AMAZON:
        if not seller:
            raise FileUnusable("This report does not name its seller; say whose it is with --seller.")
        encoding = encoding or encoding_of(path)
        if days is None:
            with _report(path, encoding) as table:
                days = order_of_days(table.records)
        order = days
        with _report(path, encoding) as table:
            yield _file(table, lambda cells: row_of_report(cells, seller=seller, zone=zone, days=order))
        return
    with csv_table(path, required=REQUIRED, optional=OPTIONAL, encoding=encoding or UTF_8) as table:
        if "seller" not in table.columns and not seller:
            raise FileUnusable(f"{path.name} has no column seller; say whose feedback it is with --seller.")
        known = [name for name in table.columns if name not in table.unused]

        def row(cells: dict[str, str]) -> dict[str, str]:
            return {name: cells[name] for name in known} | {"seller": cells.get("seller", "").strip() or seller}

        yield _file(table, row)


@contextmanager
def _report(path: Path, encoding: str) -> Iterator[Table]:
    """Tab-separated, and not CSV: a quotation mark is a character that somebody typed."""
    columns = {"required": amazon_report.REQUIRED, "optional": amazon_report.OPTIONAL}
    with csv_table(path, **columns, delimiter="\t", encoding=encoding, quoted=False) as table:
        yield table


def _file(table: Table, row: Callable[[dict[str, str]], dict[str, str]]) -> FeedbackFile:
    records = (record if record.trouble else replace(record, cells=row(record.cells)) for record in table.records)
    return FeedbackFile(table.unused, records)
