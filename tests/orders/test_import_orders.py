"""Importing orders from CSV: what is taken, what is rejected and on which line."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from orders.actions.import_orders import import_orders
from orders.actions.put_order import put_order
from orders.models import Order, Seller
from tenants.models import Member
from tenants.scope import tenant_scope
from tests.cast import NOW, make_cast
from tests.orders.facts import facts_of_an_order
from tests.orders.test_put_order import at_once

HEADER = "order,status,placed_at,buyer,seller,buyer_email,offer,offer_title,closed_at,amount,currency\n"


def row(order="1", **cells):
    cells = {
        "order": order,
        "status": "finished",
        "placed_at": "2026-05-01T00:00:00Z",
        "buyer": "b1",
        "seller": "s1",
        **cells,
    }
    return ",".join(cells.get(name, "") for name in HEADER.strip().split(",")) + "\n"


@pytest.fixture
def imported(tmp_path, capsys):
    """Write a file, import it, and give back what was printed and rejected."""

    def do(text, *options, tenant="game-goods", name="orders.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        call_command("import_orders", str(path), "--tenant", tenant, *options)
        rejects = path.with_name(name + ".rejects.csv")
        rows = list(csv.DictReader(rejects.open(encoding="utf-8"))) if rejects.exists() else []
        return capsys.readouterr().out, rows

    return do


@pytest.mark.django_db
class TestImportOrders:
    def test_takes_over_orders_with_those_whom_they_name(self, imported):
        cast = make_cast()
        out, rejects = imported(
            HEADER
            + row("1", offer="lamp", offer_title='"Lamp, ""large"""', amount="19.90", currency="EUR")
            + row("2", buyer_email="b1@shop.example", closed_at="2026-05-02T00:00:00+02:00")
        )
        assert "2 orders new" in out
        assert rejects == []
        with cast.inside():
            first, second = Order.objects.select_related("buyer", "offer", "seller").order_by("external_id")
            assert first.offer.title == 'Lamp, "large"'
            assert first.buyer_id == second.buyer_id
            assert second.closed_at.isoformat() == "2026-05-01T22:00:00+00:00"
            assert second.buyer.email == "b1@shop.example"
            assert first.seller.slug == "s1"

    def test_the_same_file_again_changes_nothing(self, imported):
        cast = make_cast()
        text = HEADER + "".join(row(str(n), buyer=f"b{n % 7}", offer=f"o{n % 3}") for n in range(40))
        imported(text)
        with cast.inside():
            before = (
                list(Order.objects.order_by("pk").values()),
                Entry.objects.count(),
                Member.objects.count(),
            )
        out, _ = imported(text)
        assert "0 orders new, 0 changed, 40 as they were, 0 rejected" in out
        with cast.inside():
            after = (
                list(Order.objects.order_by("pk").values()),
                Entry.objects.count(),
                Member.objects.count(),
            )
        assert before == after

    def test_a_later_file_moves_orders_along_and_never_back(self, imported):
        cast = make_cast()
        imported(HEADER + row("1", status="in_progress") + row("2", status="finished"))
        out, rejects = imported(HEADER + row("1", status="finished") + row("2", status="in_progress"))
        assert "1 changed" in out
        assert [r["line"] for r in rejects] == ["3"]
        assert rejects[0]["reason"].startswith("status: This order is finished and cannot become in progress")
        with cast.inside():
            assert set(Order.objects.values_list("status", flat=True)) == {"finished"}

    def test_one_order_in_two_rows_ends_as_the_last_says(self, imported):
        cast = make_cast()
        out, _ = imported(HEADER + row("1", status="in_progress") + row("1", status="refund"))
        assert "1 orders new, 1 changed" in out
        with cast.inside():
            assert Order.objects.get().status == "refund"

    def test_rejects_name_the_line_where_the_record_begins(self, imported):
        make_cast()
        text = (
            HEADER
            + row("1", offer="a", offer_title='"one\ntwo\r\nthree"')  # lines 2-4, refused for its line breaks
            + "\n"  # line 5
            + row("2", placed_at="01.05.2026")  # line 6
            + row("3")  # line 7
            + "4,finished\n"  # line 8
            + row("5", buyer="", seller="a/b", amount="-1")  # line 9
        )
        out, rejects = imported(text)
        assert [r["line"] for r in rejects] == ["8", "2", "6", "9"]
        reasons = {r["line"]: r["reason"] for r in rejects}
        assert reasons["2"].startswith("offer_title: ")
        assert reasons["6"].startswith("placed_at: Give a time as in")
        assert "2 fields; the header names 11 columns" in reasons["8"]
        assert all(name in reasons["9"] for name in ("buyer: ", "seller: ", "amount: "))
        assert "1 orders new" in out
        assert "4 rejected" in out

    def test_a_missing_quotation_mark_costs_its_line_and_says_so(self, imported):
        make_cast()
        out, rejects = imported(HEADER + row("1") + row("2", offer_title='"never closed') + row("3"))
        assert "2 orders new" in out
        assert [r["line"] for r in rejects] == ["3"]
        assert "quotation mark is missing" in rejects[0]["reason"]

    def test_rejects_self_dealing_and_taken_addresses(self, imported):
        cast = make_cast()
        out, rejects = imported(
            HEADER
            + row("1", buyer="bob", seller="bobs-store")
            + row("2", offer="offer-1")
            + row("3", buyer="x", buyer_email=cast.alice.email)
        )
        assert [r["line"] for r in rejects] == ["2", "4"]
        assert "nobody buys from their own store" in rejects[0]["reason"]
        with cast.inside():
            # Another seller's offer of the same id is another offer.
            order = Order.objects.get()
            assert order.offer.seller_id == order.seller_id != cast.seller.pk

    def test_a_trial_run_keeps_nothing(self, imported):
        cast = make_cast()
        out, rejects = imported(HEADER + row("1") + row("2", status="gone"), "--dry-run")
        assert "1 orders new" in out
        assert "Nothing was kept" in out
        assert [r["line"] for r in rejects] == ["3"]
        with cast.inside():
            assert not Order.objects.exists()
            assert not Seller.objects.filter(external_id="s1").exists()

    def test_a_byte_order_mark_is_no_part_of_the_first_column(self, imported):
        make_cast()
        out, _ = imported(b"\xef\xbb\xbf" + (HEADER + row("1")).encode())
        assert "1 orders new" in out

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"order;status;placed_at;buyer;seller\n", "no column order, status"),
            (b"order,status,placed_at,buyer\n", "no column seller"),
            (b"order,order,status,placed_at,buyer,seller\n", "order twice"),
            (b"", "no header"),
            (
                HEADER.encode() + b"1,finished,2026-05-01T00:00:00Z,b\xfcrger,s1,,,,,,\n",
                "not written in UTF-8",
            ),
            (HEADER.encode() + b"\xc3", "not written in UTF-8"),
            (HEADER.encode() + b"\x00", "no text file"),
        ],
    )
    def test_a_file_that_cannot_be_used_ends_with_status_2(self, imported, content, said):
        make_cast()
        with pytest.raises(CommandError, match=said) as caught:
            imported(content)
        assert caught.value.returncode == 2

    def test_a_missing_file_and_an_unknown_marketplace_end_with_status_2(self, imported, tmp_path):
        make_cast()
        with pytest.raises(CommandError, match="There is no file") as caught:
            call_command("import_orders", str(tmp_path / "none.csv"), "--tenant", "game-goods")
        assert caught.value.returncode == 2
        with pytest.raises(CommandError, match="no marketplace") as caught:
            imported(HEADER, tenant="nowhere")
        assert caught.value.returncode == 2

    def test_takes_the_same_facts_as_a_put(self):
        cast = make_cast()
        with tenant_scope(cast.tenant):
            put_order(tenant=cast.tenant, by=None, facts=facts_of_an_order(), now=NOW)
        cells = {
            "order": "o 1",
            "buyer": "zoe-buys",
            "buyer_email": "zoe@shop.example",
            "seller": "zoe",
            "offer": "lamp",
            "status": "in_progress",
            "placed_at": "2026-06-01T08:00:00Z",
            "fulfilled_by": "seller",
        }
        counts = import_orders(tenant=cast.tenant, by=None, rows=[(2, cells)], now=NOW + timedelta(hours=1))
        assert (counts.unchanged, counts.read) == (1, 1)


@pytest.mark.django_db(transaction=True)
class TestImportOrdersAtOnce:
    def test_two_imports_of_the_same_rows_make_each_order_once(self):
        cast = make_cast()
        rows = [
            (
                number + 2,
                {
                    "order": f"o{number}",
                    "status": "finished",
                    "placed_at": "2026-05-01T00:00:00Z",
                    "buyer": f"b{number % 50}",
                    "seller": f"s{number % 7}",
                    "offer": f"f{number % 7}",
                },
            )
            for number in range(1200)
        ]
        results = at_once(3, lambda _: import_orders(tenant=cast.tenant, by=None, rows=rows, now=NOW))
        assert sum(counts.created for counts in results) == 1200
        assert sum(counts.unchanged for counts in results) == 2400
        with cast.inside():
            assert Order.objects.count() == 1200
