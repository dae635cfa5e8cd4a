"""The three commands that move history in: whatever the file is, one clear sentence, and nothing is lost."""

from __future__ import annotations

import csv
import errno

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from feedback.actions.import_reviews import import_reviews
from feedback.models import Review, Revision
from orders.actions.import_messages import import_messages
from orders.actions.import_orders import import_orders
from orders.models import Message, Order
from tenants.batches import BATCH
from tests.cast import NOW, finished_order, make_cast
from wire.moving_in import Rejects

pytestmark = pytest.mark.django_db

COMMANDS = {
    "orders": ("import_orders",),
    "reviews": ("import_feedback", "--format", "csv"),
    "messages": ("import_messages",),
}
HEADERS = {
    "orders": "order,status,placed_at,buyer,seller,seller_name",
    "reviews": "order,published_at,stars,buyer,seller,comment",
    "messages": "order,sent_at,sender,body",
}
every_command = pytest.mark.parametrize("kind", COMMANDS)


def good(kind, number):
    """A row whose last field is a text that may be anything."""
    if kind == "orders":
        return f"n{number},finished,2024-05-01T10:00:00Z,b{number},s1,Lamp"
    if kind == "reviews":
        return f"n{number},2024-05-01T10:00:00Z,5,b{number},s1,Fine"
    return f"o1,2024-05-01T10:00:00Z,buyer,Hello {number}"


@pytest.fixture
def cast():
    cast = make_cast()
    with cast.inside():
        finished_order(cast, external_id="o1")
    return cast


@pytest.fixture
def file(tmp_path):
    return tmp_path / "in.csv"


@pytest.fixture
def run(cast, file, capsys):
    """Import `file` as a kind; what was printed, and {line: reason} of the rejects."""

    def do(kind, path=None, *options):
        name, *more = COMMANDS[kind]
        call_command(name, str(path or file), "--tenant", "game-goods", *more, *options)
        rejects = file.with_name(file.name + ".rejects.csv")
        rows = list(csv.DictReader(rejects.open(encoding="utf-8"))) if rejects.exists() else []
        return capsys.readouterr(), {int(each["line"]): each["reason"] for each in rows}

    return do


def write(file, kind, *rows, ends="\n"):
    file.write_bytes((HEADERS[kind] + ends + "".join(row + ends for row in rows)).encode())


@every_command
class TestMovingIn:
    def test_rejects_what_cannot_be_read_and_takes_the_rest(self, run, file, kind):
        bad = {
            3: (good(kind, 3) + "x").replace(",2024-", ',"2024-'),
            5: good(kind, 5) + "\a",
            7: "torn",
            8: good(kind, 8) + ",one more",
            10: good(kind, 10) + "x" * 300_000,
            12: "," * 200_000,
        }
        write(file, kind, *(bad.get(line, good(kind, line)) for line in range(2, 15)))
        printed, rejects = run(kind)
        assert rejects.keys() == bad.keys()
        assert all(reason.strip() for reason in rejects.values())
        assert "Imported 13 rows" in printed.out and "7 " in printed.out and "6 rejected" in printed.out
        assert "quotation mark" in rejects[3] and "control characters" in rejects[5].lower()
        assert "longer than 262,144" in rejects[10] and "200,001 fields" in rejects[12]

    @pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
    def test_takes_any_line_ends_and_a_byte_order_mark(self, run, file, kind, ends):
        write(file, kind, good(kind, 2), good(kind, 3), ends=ends)
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
        printed, rejects = run(kind)
        assert "Imported 2 rows" in printed.out and rejects == {}
        printed, rejects = run(kind)
        assert "2 as they were" in printed.out and rejects == {}

    def test_a_header_alone_is_no_mistake(self, run, file, kind):
        write(file, kind)
        printed, rejects = run(kind)
        assert "Imported 0 rows" in printed.out and rejects == {}

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "no header in its first line"),
            (b"PK\x03\x04\0\0\0\0,order", "no text file"),
            (b"order;published_at;sent_at\n", "separated by semicolons; save it with commas"),
            (b"order,order\n", "twice"),
            ("order,sender,body,sent_at\n".encode("utf-16"), "not written in UTF-8"),
            (b"," * 1_000_000, "no header"),
        ],
    )
    def test_says_in_one_sentence_what_cannot_be_used(self, run, file, kind, content, said):
        file.write_bytes(content)
        with pytest.raises(CommandError, match=said) as caught:
            run(kind)
        assert caught.value.returncode == 2
        assert "\n" not in str(caught.value)
        assert not file.with_name("in.csv.rejects.csv").exists()

    def test_says_what_is_no_file(self, run, tmp_path, kind):
        for path, said in ((tmp_path, "is a folder; name a file"), (tmp_path / "none.csv", "There is no file")):
            with pytest.raises(CommandError, match=said) as caught:
                run(kind, path)
            assert caught.value.returncode == 2

    def test_says_what_it_may_not_read(self, run, file, kind, monkeypatch):
        write(file, kind, good(kind, 2))

        def closed(*args, **kwargs):
            raise PermissionError(errno.EACCES, "Permission denied", str(file))

        monkeypatch.setattr(type(file), "open", closed)
        with pytest.raises(CommandError, match=r"in\.csv cannot be read: Permission denied\.") as caught:
            run(kind)
        assert caught.value.returncode == 2

    def test_imports_nothing_whose_rejects_it_could_not_tell(self, run, cast, file, kind):
        write(file, kind, good(kind, 2))
        file.with_name("in.csv.rejects.csv").mkdir()
        with pytest.raises(CommandError, match="Rejected rows cannot be written to .*: Is a directory") as caught:
            run(kind)
        assert caught.value.returncode == 2
        with cast.inside():
            assert (Order.objects.count(), Review.objects.count(), Message.objects.count()) == (1, 0, 0)

    def test_tells_the_rejects_of_this_time_alone(self, run, file, kind):
        write(file, kind, "torn")
        assert run(kind)[1]
        write(file, kind, good(kind, 2))
        assert run(kind)[1] == {}
        assert not file.with_name("in.csv.rejects.csv").exists()

    def test_says_which_columns_it_does_not_use(self, run, file, kind):
        file.write_text(HEADERS[kind] + ",color\n" + good(kind, 2) + ",red\n")
        printed, _ = run(kind)
        assert "Columns that are not used: color." in printed.err

    def test_says_that_nothing_is_lost_when_the_disk_is_full(self, run, file, kind, monkeypatch):
        def full(*args, **kwargs):
            raise OSError(errno.ENOSPC, "No space left on device")

        write(file, kind, "torn")
        monkeypatch.setattr(Rejects, "add", full)
        with pytest.raises(CommandError, match="No space left on device. What was imported stays") as caught:
            run(kind)
        assert caught.value.returncode == 2

    def test_says_so_when_the_database_goes_away_or_somebody_stops_it(self, run, file, kind, monkeypatch):
        write(file, kind, good(kind, 2))
        for error, status, said in (
            (OperationalError("server closed the connection\n\tunexpectedly"), 1, "The database went away"),
            (KeyboardInterrupt(), 130, "Stopped. What was imported stays"),
        ):

            def fail(*args, error=error, **kwargs):
                raise error

            monkeypatch.setattr("tenants.batches._tried", fail)
            with pytest.raises(CommandError, match=said) as caught:
                run(kind)
            assert caught.value.returncode == status and "\n" not in str(caught.value)


class Killed(BaseException):
    """What no program catches."""


def kill(counts):
    raise Killed


class TestKilledInTheMiddle:
    @pytest.mark.parametrize(
        ("take", "cells", "model"),
        [
            (import_orders, {"status": "finished", "placed_at": "2024-05-01T10:00:00Z", "offer": "f"}, Order),
            (import_reviews, {"published_at": "2024-05-01T10:00:00Z", "stars": "5", "response": "Thx"}, Review),
            (import_messages, {"sent_at": "2024-05-01T10:00:00Z", "sender": "buyer"}, Message),
        ],
    )
    def test_and_begun_again_an_import_doubles_and_loses_nothing(self, cast, take, cells, model):
        with cast.inside():
            before = model.objects.count()
        rows = [(number + 2, {**cells, "buyer": "b1", "seller": "s1"}) for number in range(BATCH + 20)]
        for line, row in rows:
            row.update({"order": "o1", "body": f"Line {line}"} if model is Message else {"order": f"n{line}"})
        with pytest.raises(Killed):
            take(tenant=cast.tenant, by=None, rows=rows, now=NOW, progress=kill)
        with cast.inside():
            assert model.objects.count() - before == BATCH
        counts = take(tenant=cast.tenant, by=None, rows=rows, now=NOW)
        assert (counts.created, counts.unchanged, counts.rejected) == (20, BATCH, 0)
        with cast.inside():
            assert model.objects.count() - before == BATCH + 20
            assert Revision.objects.count() == Review.objects.count()
