"""History that was left elsewhere is taken over whole, with a reason for each row that is not."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.models import Entry
from feedback.jobs.reconcile_rates import reconcile_rates
from feedback.jobs.sweep_stale_rates import sweep_stale_rates
from feedback.models import Response, Review, Revision
from feedback.queries import rate_at, rating_of
from orders.models import Order, Seller
from tests.cast import NOW, finished_order, make_cast

pytestmark = pytest.mark.django_db

COLUMNS = "order,buyer,seller,status,closed_at,fulfilment,start_time,communication,comment,published_at,response,stars"
AMAZON = (
    "Date\tRating\tComments\tYour Response\tArrived on Time\tItem as Described\tCustomer Service\tOrder ID\t"
    "Rater Email\tRater Role\n"
)


def row(order="1", **cells):
    cells = {
        "order": order,
        "buyer": "b1",
        "seller": "s1",
        "status": "finished",
        "closed_at": "2024-05-01T00:00:00Z",
        "fulfilment": "5",
        "start_time": "4",
        "communication": "5",
        "published_at": "2024-05-02T10:00:00Z",
        **cells,
    }
    return ",".join(cells.get(name, "") for name in COLUMNS.split(",")) + "\n"


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def imported(tmp_path, capsys, cast):
    """Write a file, import it, and give back what was printed and rejected."""

    def do(text, *options, columns=COLUMNS, file_format="csv"):
        path = tmp_path / "feedback.csv"
        path.write_text((columns + "\n" if columns else "") + text, encoding="utf-8")
        call_command("import_feedback", str(path), "--tenant", "game-goods", "--format", file_format, *options)
        rejects = tmp_path / "feedback.csv.rejects.csv"
        rows = list(csv.DictReader(rejects.open(encoding="utf-8"))) if rejects.exists() else []
        return capsys.readouterr().out, {int(each["line"]): each["reason"] for each in rows}

    return do


class TestImportFeedback:
    def test_takes_over_reviews_with_their_orders(self, imported, cast):
        out, rejects = imported(row("1", comment='"Line one\nline two"', response="Thanks") + row("2", buyer="b2"))
        assert "2 reviews new" in out and rejects == {}
        with cast.inside():
            review = Review.objects.select_related("order", "buyer").get(order__external_id="1")
            assert (review.comment, review.imported, review.sentiment) == (
                "Line one\nline two",
                True,
                "positive",
            )
            assert review.published_at == datetime(2024, 5, 2, 10, tzinfo=UTC)
            assert (review.order.status, review.buyer.external_id) == ("finished", "b1")
            assert Response.objects.get().body == "Thanks"
            assert Revision.objects.get(review=review).at == review.published_at
            assert Entry.objects.get(action="reviews.imported").data["reviews"] == 2

    def test_counts_them_from_their_publication_on(self, imported, cast):
        imported(row("1") + row("2", fulfilment="1", start_time="1", published_at="2024-07-01T00:00:00Z"))
        now = timezone.now()
        sweep_stale_rates(tenant=cast.tenant, now=now)
        with cast.inside():
            seller = Seller.objects.get(external_id="s1")
            assert rating_of(seller, now)["rate"] == "0.5000"
            assert rate_at(seller, datetime(2024, 6, 1, tzinfo=UTC))["rate"] == "1.0000"
            assert rate_at(seller, datetime(2024, 5, 2, 9, tzinfo=UTC))["rate"] is None
        assert reconcile_rates(tenant=cast.tenant, now=now) == []

    def test_the_same_file_again_changes_nothing(self, imported, cast):
        text = row("1", response="Thanks") + row("2", fulfilment="", start_time="", communication="", stars="3")
        imported(text)
        out, rejects = imported(text)
        assert "0 reviews new, 2 as they were, 0 rejected" in out
        with cast.inside():
            assert (Review.objects.count(), Revision.objects.count(), Order.objects.count()) == (2, 2, 2)
            assert Entry.objects.filter(action="reviews.imported").count() == 1

    def test_keeps_one_rating_as_an_overall_one(self, imported, cast):
        imported(row("1", fulfilment="", start_time="", communication="", stars="2"))
        with cast.inside():
            review = Review.objects.get()
        assert (review.overall, review.fulfilment, review.stars, review.sentiment) == (2, None, 2, "negative")

    def test_of_several_reviews_of_one_order_the_latest_counts(self, imported, cast):
        _, rejects = imported(
            row("1", comment="later", published_at="2024-06-02T10:00:00Z") + row("1", comment="earlier")
        )
        assert rejects == {3: "already_reviewed: Line 2 holds a later review of the same order."}
        with cast.inside():
            assert Review.objects.get().comment == "later"

    def test_names_line_and_reason_of_each_row_it_rejects(self, imported, cast):
        with cast.inside():
            finished_order(cast, external_id="known")
            finished_order(cast, external_id="open", status="in_progress")
        text = (
            row("1", comment='"two\nlines"')
            + row("2", fulfilment="6")
            + row("3", fulfilment="4.5")
            + row("4", status="in_progress")
            + row("5", published_at="yesterday")
            + row("6", published_at="2999-01-01T00:00:00Z")
            + row("", comment="no order")
            + row("known", buyer="b1", seller="bobs-store")
            + row("open", buyer="alice", seller="bobs-store")
            + row("9", comment="x" * 2001)
            + row("10", fulfilment="", start_time="", communication="")
            + "torn,row\n"
        )
        out, rejects = imported(text)
        assert "1 reviews new" in out
        starts = {line: reason.split(":")[0] for line, reason in rejects.items()}
        assert starts == {
            4: "validation_failed",
            5: "validation_failed",
            6: "not_reviewable",
            7: "validation_failed",
            8: "validation_failed",
            9: "validation_failed",
            10: "validation_failed",
            11: "not_reviewable",
            12: "validation_failed",
            13: "validation_failed",
            14: "malformed",
        }
        assert "fulfilment: Stars are whole numbers from 1 to 5." in rejects[4]
        assert "buyer is alice, not b1" in rejects[10]

    def test_leaves_alone_what_was_reviewed_here(self, imported, cast):
        imported(row("1"))
        _, rejects = imported(row("1", comment="another"))
        assert rejects[2].startswith("already_reviewed")
        with cast.inside():
            assert Review.objects.get().comment == ""

    def test_a_trial_run_keeps_nothing(self, imported, cast):
        out, rejects = imported(row("1") + row("2", fulfilment="9"), "--dry-run")
        assert "Checked 2 rows" in out and list(rejects) == [3]
        with cast.inside():
            assert not Review.objects.exists() and not Order.objects.filter(external_id="1").exists()

    def test_takes_the_seller_from_the_command_where_no_column_says(self, imported, cast):
        columns = "order,buyer,published_at,stars"
        imported("1,b1,2024-05-02T10:00:00Z,5\n", "--seller", "bobs-store", columns=columns)
        with cast.inside():
            assert Review.objects.get().seller == cast.seller

    @pytest.mark.parametrize(
        ("columns", "options"),
        [
            ("order,buyer", ()),
            ("order,buyer,published_at,stars", ()),
            ("order,order,published_at,seller", ()),
            ("", ()),
        ],
    )
    def test_says_when_the_file_cannot_be_used(self, imported, cast, columns, options):
        with pytest.raises(CommandError) as caught:
            imported("", *options, columns=columns)
        assert caught.value.returncode == 2

    def test_says_when_there_is_no_file_or_marketplace(self, cast, tmp_path):
        for tenant, path in (("game-goods", tmp_path / "nothing.csv"), ("nowhere", tmp_path)):
            with pytest.raises(CommandError) as caught:
                call_command("import_feedback", str(path), "--tenant", tenant, "--format", "csv")
            assert caught.value.returncode == 2


class TestAmazonReport:
    def test_is_taken_over_as_overall_ratings(self, imported, cast):
        text = (
            AMAZON
            + '1/31/24\t5\tGreat "value"\tThank you\tYes\tYes\tYes\t111-1\tJo@example.com\tBuyer\n'
            + "2024-02-29\t2\t\t\t-\t-\t-\t111-2\t\tBuyer\n"
            + "2/30/24\t2\t\t\t-\t-\t-\t111-3\t\tBuyer\n"
        )
        out, rejects = imported(text, "--seller", "bobs-store", columns="", file_format="amazon")
        assert "2 reviews new" in out
        assert list(rejects) == [4] and "published_at" in rejects[4]
        with cast.inside():
            review = Review.objects.select_related("buyer").get(order__external_id="111-1")
            assert (review.overall, review.buyer.external_id) == (5, "jo@example.com")
            assert review.published_at == datetime(2024, 1, 31, tzinfo=cast.tenant.zone)

    def test_needs_its_seller(self, imported):
        with pytest.raises(CommandError, match="--seller"):
            imported(AMAZON, columns="", file_format="amazon")


class TestReconcileRatesCommand:
    def test_checks_without_changing_and_repairs(self, imported, cast, capsys):
        imported(row("1"))
        sweep_stale_rates(tenant=cast.tenant, now=NOW)
        call_command("reconcile_rates", "--check")
        with cast.inside():
            cast_rate = Seller.objects.get(external_id="s1").rate
            cast_rate.windows["lifetime"]["positive"] = 9
            cast_rate.save()
        with pytest.raises(CommandError) as caught:
            call_command("reconcile_rates", "--check", "--tenant", "game-goods")
        assert caught.value.returncode == 1
        call_command("reconcile_rates")
        call_command("reconcile_rates", "--check")
        assert "window lifetime" in capsys.readouterr().out
