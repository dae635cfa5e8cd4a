"""Writes files of orders, reviews and messages of any size, the same each time, with lines that must be rejected."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

SELLERS = 300
BEGIN = datetime(2023, 1, 1, tzinfo=UTC)
DAYS = 1000
A_BAD_LINE_EVERY = 1000
WORDS = (
    "arrived", "quickly", "as", "described", "seller", "answered", "lamp", "broken", "thanks", "would", "buy", "again",
    "package", "late", "never", "perfect", "color", "wrong", "refund", "friendly",
)  # fmt: skip

ORDERS = "order,status,placed_at,closed_at,buyer,seller,offer,offer_title,amount,currency".split(",")
REVIEWS = "order,buyer,seller,status,closed_at,fulfilment,start_time,communication,comment,published_at,response"
MESSAGES = "order,sender,body,sent_at,external_id".split(",")


@dataclass
class Written:
    """A file, how many of its rows are good, and the lines that must be rejected."""

    path: Path
    good: int = 0
    rejects: set[int] = field(default_factory=set)

    @property
    def rows(self) -> int:
        return self.good + len(self.rejects)


def write_orders(path: Path, rows: int) -> Written:
    return _write(path, ORDERS, rows, _order, "status", "sent to the moon")


def write_reviews(path: Path, rows: int) -> Written:
    """A tenth of orders that nobody stated."""
    return _write(path, REVIEWS.split(","), rows, _review, "fulfilment", "6")


def write_messages(path: Path, rows: int) -> Written:
    """Half of them without an id of their own."""
    return _write(path, MESSAGES, rows, _message, "sender", "nobody")


def _at(number: int, seconds: int = 0) -> str:
    # A prime, so that neighbors in the file are far apart in time.
    moment = BEGIN + timedelta(days=number * 7919 % DAYS, seconds=number * 31 % 86_400 + seconds)
    return moment.isoformat().replace("+00:00", "Z")


def _words(number: int, many: int) -> str:
    return " ".join(WORDS[(number * 13 + place * (number % 17 + 1)) % len(WORDS)] for place in range(many))


def _parties(number: int) -> dict[str, str]:
    # One seller has a tenth of all.
    seller = 0 if number % 10 == 1 else number % SELLERS
    return {"buyer": f"b{number // 3}", "seller": f"s{seller}"}


def _order(number: int) -> dict[str, str]:
    return {
        "order": f"o{number}",
        "status": "finished",
        "placed_at": _at(number),
        "closed_at": _at(number, 3600),
        **_parties(number),
        "offer": f"f{number % 7}",
        "offer_title": f'Lamp, "{number % 7}"',
        "amount": f"{number % 90 + 10}.90",
        "currency": "EUR",
    }


def _review(number: int) -> dict[str, str]:
    stars = "1" if number % 11 == 0 else "3" if number % 13 == 0 else "5"
    comment = _words(number, number % 25) if number % 2 else ""
    return {
        "order": f"o{number}" if number % 10 else f"elsewhere {number}",
        **_parties(number),
        "status": "finished",
        "closed_at": _at(number, 3600),
        "fulfilment": stars,
        "start_time": stars,
        "communication": stars,
        "comment": f'{comment},\nand "{WORDS[number % len(WORDS)]}"' if number % 40 == 1 else comment,
        "published_at": _at(number, 7200),
        "response": "Thank you" if number % 20 == 3 else "",
    }


def _message(number: int) -> dict[str, str]:
    order = number // 4 * 3
    return {
        # One that is there: the thousandth lines are spoilt, and there is no zeroth.
        "order": f"o{order if order % A_BAD_LINE_EVERY else order + 1}",
        "sender": "seller" if number % 3 == 0 else "buyer",
        "body": f"{_words(number, 5 + number % 30)}\n{number}",
        "sent_at": _at(order, 4000 + number % 4 * 60),
        "external_id": f"m{number}" if number % 2 else "",
    }


def _write(
    path: Path, columns: list[str], rows: int, row: Callable[[int], dict[str, str]], wrong: str, value: str
) -> Written:
    written = Written(path)
    spoil = _spoilt(columns, wrong, value)
    line = 2
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(columns) + "\n")
        for number in range(1, rows + 1):
            cells = row(number)
            if number % A_BAD_LINE_EVERY == 0:
                text = next(spoil)(cells)
                written.rejects.add(line)
            else:
                text = _text(columns, cells)
                written.good += 1
            file.write(text)
            line += text.count("\n")
    return written


def _text(columns: list[str], cells: dict[str, str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([cells[name] for name in columns])
    return out.getvalue()


def _spoilt(columns: list[str], wrong: str, value: str) -> Iterator[Callable[[dict[str, str]], str]]:
    """Ways to go wrong, each on one line, one after the other."""
    time = "published_at" if "published_at" in columns else columns[-2] if "sent_at" in columns else "placed_at"
    one_line = "body" if "body" in columns else "comment" if "comment" in columns else "offer_title"

    def only(cells: dict[str, str], **other: str) -> str:
        plain = {name: text.replace("\n", " ").replace('"', "") for name, text in cells.items()}
        return _text(columns, {**plain, **other})

    ways: list[Callable[[dict[str, str]], str]] = [
        lambda cells: only(cells, **{wrong: value}),
        lambda cells: only(cells, **{time: "yesterday"}),
        lambda cells: only(cells, **{one_line: "a bell\a"}),
        lambda cells: only(cells).rstrip("\n") + ",one,too,many\n",
        lambda cells: only(cells, order='QUOTE').replace("QUOTE", '"never closed', 1),
        lambda cells: "torn\n",
    ]  # fmt: skip
    while True:
        yield from ways
