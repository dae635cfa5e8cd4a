"""A marketplace moves out: all of its tables, files and hashes, of one moment, without a secret."""

from __future__ import annotations

import csv
import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections

from accounts.actions.create_api_key import create_api_key
from audit.verify import verify_chain
from feedback.actions.redact_review import redact_review
from feedback.models import Review
from integrations.exports import tenant as exporting
from integrations.exports.kinds import KINDS, LEFT_OUT, tables_of_marketplaces
from orders.models import Message, Order
from tests.cast import NOW, make_cast, make_mallory
from tests.disputes.acts import review_of
from tests.integrations.past_of_alice import past_of_alice


def nothing(name: str, count: int) -> None:
    """Nobody watches."""


def test_every_table_of_a_marketplace_is_exported_or_named_with_a_reason():
    exported = [kind.label for kind in KINDS]
    assert len(set(exported)) == len(exported)
    assert set(exported) | set(LEFT_OUT) == tables_of_marketplaces()
    assert set(exported).isdisjoint(LEFT_OUT)


def test_columns_that_stay_behind_exist():
    for kind in KINDS:
        assert set(kind.secret) <= {field.attname for field in kind.model._meta.concrete_fields}, kind.name


def test_nothing_that_sounds_like_a_secret_goes_out():
    for kind in KINDS:
        for column in kind.columns:
            assert not {"secret", "digest", "password", "token"} & set(column.split("_")), f"{kind.name}.{column}"


@pytest.mark.django_db(transaction=True)
class TestExportTenant:
    @pytest.fixture
    def cast(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "store"
        return make_cast()

    @pytest.fixture
    def past(self, cast):
        with cast.inside():
            return past_of_alice(cast)

    @pytest.fixture
    def out(self, tmp_path) -> Path:
        return tmp_path / "out" / "export"

    def export(self, cast, out) -> dict:
        call_command("export_tenant", cast.tenant.slug, str(out), stdout=StringIO(), stderr=StringIO())
        return json.loads((out / "manifest.json").read_text())

    def rows(self, out, name) -> list[dict]:
        return [json.loads(line) for line in (out / f"{name}.jsonl").read_text().splitlines()]

    def test_holds_every_row_of_every_kind_in_both_formats(self, cast, past, out):
        manifest = self.export(cast, out)
        with cast.inside():
            for kind in KINDS:
                there = apps.get_model(kind.label).objects.filter(tenant_id=cast.tenant.pk).count()
                assert manifest["files"][f"{kind.name}.jsonl"]["rows"] == there, kind.name
                assert len(self.rows(out, kind.name)) == there
                with (out / f"{kind.name}.csv").open(newline="") as file:
                    table = list(csv.reader(file))
                assert (tuple(table[0]), len(table) - 1) == (kind.columns, there)
        (review,) = (each for each in self.rows(out, "reviews") if each["id"] == str(past.plain.pk))
        assert (review["stars"], review["comment"]) == (5, past.plain.comment)
        assert review["published_at"] == past.plain.published_at.isoformat()

    def test_the_manifest_has_the_hash_of_each_file_and_names_all_of_them(self, cast, past, out):
        manifest = self.export(cast, out)
        sums = dict(reversed(line.split("  ", 1)) for line in (out / "files" / "SHA256SUMS").read_text().splitlines())
        there = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
        assert there == {*manifest["files"], "manifest.json", *(f"files/{name}" for name in sums)}
        for name, told in manifest["files"].items():
            content = (out / name).read_bytes()
            assert (told["sha256"], told["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
        for name, digest in sums.items():
            assert hashlib.sha256((out / "files" / name).read_bytes()).hexdigest() == digest
        assert list(sums) == [past.upload.file.name]
        assert manifest["missing_files"] == 0

    def test_holds_nothing_of_another_marketplace_and_no_secret(self, cast, past, out):
        mallory = make_mallory()
        with mallory.inside():
            review_of(mallory, "A walrus in another marketplace")
        with cast.inside():
            _, token = create_api_key(tenant=cast.tenant, user=cast.laura.user, scopes=["reviews:read"], now=NOW)
        self.export(cast, out)
        everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
        assert b"zebrafish" in everything
        assert b"walrus" not in everything
        assert cast.laura.user.password.encode() not in everything
        assert hashlib.sha256(token.encode()).hexdigest().encode() not in everything

    def test_the_log_can_be_checked_outside(self, cast, past, out):
        self.export(cast, out)
        links = self.rows(out, "audit_links")
        links.sort(key=lambda each: each["number"])
        assert [each["previous"] for each in links[1:]] == [each["hash"] for each in links[:-1]]
        assert self.rows(out, "audit_heads")[0]["hash"] == links[-1]["hash"]
        with cast.inside():
            assert verify_chain(cast.tenant.pk).entries == len(links)

    def test_is_of_one_moment_whatever_is_written_meanwhile(self, cast, past, out):
        wrote = []

        def write_meanwhile(name, count):
            if name == "members" and not wrote:
                other = connections["default"].copy()
                with other.cursor() as cursor:
                    cursor.execute("BEGIN")
                    cursor.execute("SELECT set_config('app.tenant_id', %s, true)", [str(cast.tenant.pk)])
                    cursor.execute("UPDATE orders_offer SET title = 'Changed meanwhile'")
                    cursor.execute("COMMIT")
                other.close()
                wrote.append(name)

        exporting.export_tenant(tenant=cast.tenant, directory=out, now=NOW, progress=write_meanwhile)

        assert wrote
        assert [each["title"] for each in self.rows(out, "offers")] == ["A rare blade"]

    def test_refuses_a_directory_that_holds_something(self, cast, out):
        out.mkdir(parents=True)
        self.export(cast, out)
        with pytest.raises(CommandError, match="is not empty") as refusal:
            self.export(cast, out)
        assert refusal.value.returncode == 1
        with pytest.raises(CommandError) as unknown:
            call_command("export_tenant", "nowhere", str(out))
        assert unknown.value.returncode == 2

    def test_half_an_export_leaves_nothing_that_looks_whole(self, cast, past, out):
        def stop(name, count):
            if name == "reviews":
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            exporting.export_tenant(tenant=cast.tenant, directory=out, now=NOW, progress=stop)
        assert list(out.parent.iterdir()) == []

    def test_a_file_that_the_store_lost_is_counted(self, cast, past, out):
        past.upload.file.storage.delete(past.upload.file.name)
        assert self.export(cast, out)["missing_files"] == 1

    def test_what_is_for_import_is_taken_by_another_marketplace(self, cast, past, out):
        with cast.inside():
            redact_review(tenant=cast.tenant, by=None, review=past.plain, spans=[[0, 2]], now=NOW)
        self.export(cast, out)
        other = make_cast(slug="moved-here")
        told = {"tenant": other.tenant.slug, "stdout": StringIO(), "stderr": StringIO()}
        call_command("import_orders", str(out / "import" / "orders.csv"), **told)
        call_command("import_feedback", str(out / "import" / "reviews.csv"), "--format", "csv", **told)
        call_command("import_messages", str(out / "import" / "messages.csv"), **told)
        with cast.inside():
            orders = Order.objects.count()
            messages = Message.objects.count()
        with other.inside():
            assert (Order.objects.count(), Message.objects.count()) == (orders, messages)
            (review,) = Review.objects.all()
            assert review.comment.startswith("█████ zebrafish")
            assert review.stars == 5

    def test_spreadsheets_run_nothing(self, cast, out):
        with cast.inside():
            order = review_of(cast, "=1+1").order
            Message.objects.create(tenant=cast.tenant, order=order, sender="buyer", body="@SUM(A1)", sent_at=NOW)
        self.export(cast, out)
        assert "'=1+1" in (out / "reviews.csv").read_text()
        assert "'@SUM" in (out / "messages.csv").read_text()
        assert self.rows(out, "messages")[0]["body"] == "@SUM(A1)"
