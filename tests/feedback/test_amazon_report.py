"""Amazon's report of seller feedback: its days, its encodings and its quotation marks."""

from __future__ import annotations

import csv
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from feedback.amazon_report import DayOrder, order_of_days, read_day
from feedback.models import Review
from tests.cast import finished_order, make_cast
from wire.csv_records import Record
from wire.file_encodings import FileUnusable

COLUMNS = (
    "Date\tRating\tComments\tYour Response\tArrived on Time\tItem as Described\tCustomer Service\tOrder ID\t"
    "Rater Email\tRater Role\n"
)


def line(order, day="1/31/26", rating="5", comment="", response="", rater=""):
    return f"{day}\t{rating}\t{comment}\t{response}\tYes\tYes\tYes\t{order}\t{rater}\tBuyer\n"


def days(*texts):
    return order_of_days([Record(number, {"Date": text}) for number, text in enumerate(texts, 2)])


class TestDays:
    @pytest.mark.parametrize(
        ("text", "order", "day"),
        [
            ("1/31/26", DayOrder.MONTH_FIRST, date(2026, 1, 31)),
            ("01/31/2026", DayOrder.MONTH_FIRST, date(2026, 1, 31)),
            ("31/01/2026", DayOrder.DAY_FIRST, date(2026, 1, 31)),
            ("4/5/2026", DayOrder.MONTH_FIRST, date(2026, 4, 5)),
            ("4/5/2026", DayOrder.DAY_FIRST, date(2026, 5, 4)),
            ("31.01.26", DayOrder.MONTH_FIRST, date(2026, 1, 31)),
            ("31-01-2026", DayOrder.DAY_FIRST, date(2026, 1, 31)),
            ("2026-01-31", DayOrder.DAY_FIRST, date(2026, 1, 31)),
            ("2026/1/31", DayOrder.MONTH_FIRST, date(2026, 1, 31)),
            ("Jan 31, 2026", DayOrder.DAY_FIRST, date(2026, 1, 31)),
            ("September 3, 2026", DayOrder.DAY_FIRST, date(2026, 9, 3)),
            ("Sept. 3, 2026", DayOrder.DAY_FIRST, date(2026, 9, 3)),
            ("31 January 2026", DayOrder.MONTH_FIRST, date(2026, 1, 31)),
            ("31-Jan-26", DayOrder.MONTH_FIRST, date(2026, 1, 31)),
            ("2/30/26", DayOrder.MONTH_FIRST, None),
            ("Foo 31, 2026", DayOrder.MONTH_FIRST, None),
            ("yesterday", DayOrder.MONTH_FIRST, None),
            ("", DayOrder.MONTH_FIRST, None),
        ],
    )
    def test_are_read_as_amazon_writes_them(self, text, order, day):
        assert read_day(text, order) == day

    def test_one_day_after_the_twelfth_tells_for_the_whole_file(self):
        assert days("4/5/26", "1/2/26", "1/31/26") is DayOrder.MONTH_FIRST
        assert days("4/5/2026", "31/1/2026") is DayOrder.DAY_FIRST
        assert days("4.5.26") is DayOrder.DAY_FIRST
        assert days("3/3/26", "Jan 4, 2026", "2026-01-05", "torn") is DayOrder.MONTH_FIRST

    def test_is_not_guessed_where_no_day_tells(self):
        with pytest.raises(FileUnusable, match=r"whether 4/5/26 on line 2 begins .* --dates month-first"):
            days("4/5/26", "1/1/26")

    def test_two_orders_in_one_file_are_refused(self):
        with pytest.raises(FileUnusable, match="1/31/26 on line 2 has the month first, 31/1/26 on line 3 the day"):
            days("1/31/26", "31/1/26")


@pytest.mark.django_db
class TestAmazonReport:
    @pytest.fixture
    def cast(self):
        return make_cast()

    @pytest.fixture
    def imported(self, tmp_path, capsys, cast):
        def do(text, *options, encoding="utf-8"):
            path = tmp_path / "report.txt"
            path.write_bytes((COLUMNS + text).encode(encoding))
            command = ("import_feedback", str(path), "--tenant", "game-goods", "--format", "amazon")
            call_command(*command, "--seller", "bobs-store", *options)
            rejects = tmp_path / "report.txt.rejects.csv"
            rows = list(csv.DictReader(rejects.open(encoding="utf-8"))) if rejects.exists() else []
            return capsys.readouterr().out, {int(each["line"]): each["reason"] for each in rows}

        return do

    @pytest.mark.parametrize(
        ("written", "options"),
        [
            ("utf-8", ()),
            ("utf-8-sig", ()),
            ("utf-16", ()),
            ("cp1252", ()),
            ("cp932", ("--encoding", "shift-jis")),
        ],
    )
    def test_is_read_in_the_encodings_that_amazon_writes(self, imported, cast, written, options):
        words = "とてもよかったです" if written == "cp932" else "Très bien, größer"
        out, rejects = imported(line("1", comment=words), *options, encoding=written)
        assert "1 reviews new" in out and rejects == {}
        with cast.inside():
            assert Review.objects.get().comment == words

    def test_asks_what_shift_jis_is(self, imported):
        with pytest.raises(CommandError, match="--encoding") as caught:
            imported(line("1", comment="とてもよかったです"), encoding="cp932")
        assert caught.value.returncode == 2

    def test_asks_for_the_order_of_days_that_nothing_tells(self, imported, cast):
        with pytest.raises(CommandError, match="--dates") as caught:
            imported(line("1", day="4/5/24"))
        assert caught.value.returncode == 2
        imported(line("1", day="4/5/24"), "--dates", "day-first")
        with cast.inside():
            zone: ZoneInfo = cast.tenant.zone
            assert Review.objects.get().published_at == datetime(2024, 5, 4, tzinfo=zone)

    def test_keeps_quotation_marks_that_people_typed(self, imported, cast):
        words = ['"Great" item', 'so "so', '"', '"unclosed']
        out, rejects = imported("".join(line(str(n), comment=each) for n, each in enumerate(words)))
        assert "4 reviews new" in out and rejects == {}
        with cast.inside():
            assert sorted(Review.objects.values_list("comment", flat=True)) == sorted(words)

    def test_is_one_rating_of_the_whole(self, imported, cast):
        _, rejects = imported(
            line("1", rating="2") + line("2", rating="5.0") + line("3", rating="6") + line("4", rating="")
        )
        assert list(rejects) == [4, 5]
        with cast.inside():
            assert list(Review.objects.order_by("overall").values_list("overall", "fulfilment")) == [
                (2, None),
                (5, None),
            ]

    def test_leaves_an_order_the_buyer_that_the_marketplace_stated(self, imported, cast):
        with cast.inside():
            finished_order(cast, external_id="111-1")
        out, rejects = imported(line("111-1", rater="somebody@marketplace.example"))
        assert "1 reviews new" in out and rejects == {}
        with cast.inside():
            assert Review.objects.get().buyer == cast.alice

    def test_the_same_report_again_changes_nothing(self, imported):
        text = line("1", comment="Fine", response="Thanks", rater="jo@example.com") + line("2")
        imported(text)
        out, _ = imported(text)
        assert "0 reviews new, 2 as they were, 0 rejected" in out
