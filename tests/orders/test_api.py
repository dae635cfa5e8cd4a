"""Orders, messages and files over the API, as api.md says."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from orders.models import Message, Order, Upload
from tests.cast import finished_order, make_cast, make_mallory, make_member
from tests.integrations.calls import assert_problem, caller
from tests.orders.facts import facts_of_an_order
from tests.orders.files import HTML, PDF, SVG, image, png_that_says
from wire.file_checks import LARGEST_FILE


@pytest.fixture
def cast(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_cast()


@pytest.fixture
def iris(cast):
    """The marketplace's own key."""
    return caller(make_member(cast.tenant, "Iris", "integrator"))


def body(**overrides):
    facts = {**facts_of_an_order(), **overrides}
    del facts["external_id"]
    return facts


def put(call, external_id="o 1", **overrides):
    return call("PUT", f"orders/{quote(external_id)}", body(**overrides))


def send_file(call, content, name="a.png", **fields):
    return call.client.post("/api/v1/files", {**fields, "file": SimpleUploadedFile(name, content)})


class TestOrder:
    def test_is_made_once_and_answers_with_what_is_kept(self, iris):
        first = put(iris, "Nr. 7 ü", amount="19.90", currency="EUR", shipped_at="2026-06-02T10:00:00+02:00")
        assert first.status_code == 201, first.content
        answer = first.json()
        assert answer["external_id"] == "Nr. 7 ü"
        assert answer["status"] == "in_progress"
        assert answer["reviewable"] is False
        assert answer["amount"] == "19.90"
        assert answer["shipped_at"] == "2026-06-02T08:00:00Z"
        assert answer["seller"] == {"external_id": "zoe", "name": "Zoë & Söhne"}
        assert "email" not in answer["buyer"]
        again = put(iris, "Nr. 7 ü", amount="19.90", currency="EUR", shipped_at="2026-06-02T10:00:00+02:00")
        assert (again.status_code, again.json()) == (200, answer)
        assert iris.get(f"orders/{quote('Nr. 7 ü')}").json() == answer

    def test_becomes_reviewable_when_it_closes(self, iris):
        put(iris)
        assert put(iris, status="finished").json()["reviewable"] is True
        assert put(iris, status="refund", closed_at="2001-01-01T00:00:00Z").json()["reviewable"] is False

    def test_refuses_a_way_back(self, iris):
        put(iris, status="finished")
        assert_problem(put(iris, status="in_progress"), 409, "conflict", "/status")

    @pytest.mark.parametrize(
        ("overrides", "pointer"),
        [
            ({"amount": 5}, "/amount"),
            ({"placed_at": "2026-06-01"}, "/placed_at"),
            ({"closed_at": "9999-12-31T23:59:59Z"}, "/closed_at"),
            ({"colour": "red"}, "/colour"),
            ({"buyer": {"external_id": "b", "email": "x@y.example", "name": "B", "age": 7}}, "/buyer/age"),
            ({"buyer": {"external_id": "b", "name": "B"}}, "/buyer/email"),
            ({"seller": {"external_id": "a/b", "name": ""}}, "/seller/external_id"),
            ({"status": "lost"}, "/status"),
            ({"fulfilled_by": "partner"}, "/partner"),
        ],
    )
    def test_names_the_place_that_is_wrong(self, iris, overrides, pointer):
        assert_problem(put(iris, **overrides), 422, "validation_failed", pointer)

    def test_takes_long_ids_for_what_they_are(self, iris):
        assert_problem(put(iris, "x" * 101), 422, "validation_failed", "/external_id")

    def test_is_stated_by_the_marketplace_alone(self, cast):
        assert_problem(put(caller(cast.bob)), 403, "permission_denied")

    def test_is_not_there_for_strangers(self, cast):
        with cast.inside():
            order = finished_order(cast)
        made_up = caller(cast.alice).get("orders/none")
        mallory = make_mallory()
        for member in (make_member(cast.tenant, "Sam", "buyer"), mallory.alice):
            call = caller(member, tenant=cast.tenant if member.tenant_id == cast.tenant.pk else mallory.tenant)
            hidden = call.get(f"orders/{order.external_id}")
            assert_problem(hidden, 404, "not_found")
            assert hidden.json() == made_up.json()
        assert caller(cast.alice).get(f"orders/{order.external_id}").status_code == 200


class TestMessages:
    def test_are_passed_in_once(self, cast, iris):
        with cast.inside():
            order = finished_order(cast)
        path = f"orders/{order.external_id}/messages"
        said = {
            "external_id": "m1",
            "sender": "seller",
            "body": "On its way",
            "sent_at": "2026-06-10T00:00:00Z",
        }
        first = iris.post(path, said)
        assert first.status_code == 201, first.content
        assert first.json()["sent_at"] == "2026-06-10T00:00:00Z"
        again = iris.post(path, said)
        assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
        assert_problem(iris.post(path, {**said, "body": "Other"}), 409, "conflict", "/external_id")
        listed = iris.get(path).json()
        assert [row["body"] for row in listed["results"]] == ["On its way"]

    def test_carry_files_and_refuse_those_of_others(self, cast):
        with cast.inside():
            order = finished_order(cast)
        path = f"orders/{order.external_id}/messages"
        alice, bob = caller(cast.alice), caller(cast.bob)
        file_id = send_file(alice, PDF, "a.pdf").json()["id"]
        said = {"sender": "seller", "body": "Look", "files": [file_id]}
        assert_problem(bob.post(path, said), 422, "validation_failed", "/files")
        assert_problem(bob.post(path, {**said, "files": ["made up"]}), 422, "validation_failed", "/files")
        answer = alice.post(path, {**said, "sender": "buyer"})
        assert answer.status_code == 201
        assert answer.json()["files"] == [
            {"id": file_id, "name": "a.pdf", "content_type": "application/pdf", "size": len(PDF)}
        ]
        assert bob.get(f"files/{file_id}").status_code == 200

    def test_come_from_those_who_may_write_them(self, cast, iris):
        with cast.inside():
            order = finished_order(cast)
        path = f"orders/{order.external_id}/messages"
        said = {"sender": "seller", "body": "Hello"}
        assert_problem(caller(cast.alice).post(path, said), 403, "permission_denied")
        assert_problem(caller(make_member(cast.tenant, "Sam", "buyer")).post(path, said), 404, "not_found")
        for_bob = iris.post(path, {**said, "acting_for": {"seller": "bobs-store"}})
        assert for_bob.status_code == 201
        with cast.inside():
            assert Message.objects.get().author is None


class TestFiles:
    def test_are_kept_and_handed_out_to_their_side(self, cast):
        bob = caller(cast.bob)
        answer = send_file(bob, image("JPEG"), "proof.jpg")
        assert answer.status_code == 201, answer.content
        assert {**answer.json(), "id": "", "size": 0} == {
            "id": "",
            "name": "proof.jpg",
            "content_type": "image/jpeg",
            "size": 0,
        }
        path = f"files/{answer.json()['id']}"
        given = bob.get(path)
        assert given.headers["Content-Disposition"] == 'attachment; filename="proof.jpg"'
        assert given.headers["Content-Security-Policy"] == "sandbox"
        assert given.headers["X-Content-Type-Options"] == "nosniff"
        assert caller(cast.carol).get(path).status_code == 200
        assert_problem(caller(cast.alice).get(path), 404, "not_found")
        with cast.inside():
            assert Upload.objects.get().seller == cast.seller

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.png", b""),
            ("a.png", HTML),
            ("a.svg", SVG),
            ("a.png", png_that_says(30_000, 30_000)),
            ("a.png", b"\0" * (LARGEST_FILE + 1)),
        ],
    )
    def test_that_are_no_images_or_pdfs_are_refused_at_their_field(self, cast, name, content):
        assert_problem(send_file(caller(cast.alice), content, name), 422, "validation_failed", "/file")
        with cast.inside():
            assert not Upload.objects.exists()

    def test_of_200_mb_are_refused_and_never_kept(self, cast, tmp_path, settings):
        settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
        answer = send_file(caller(cast.alice), b"\0" * (200 * 1024 * 1024))
        assert_problem(answer, 422, "validation_failed", "/file")
        assert not list(tmp_path.iterdir())

    def test_need_their_field(self, cast):
        assert_problem(caller(cast.alice).client.post("/api/v1/files", {}), 422, "validation_failed", "/file")

    def test_made_up_ids_name_nothing(self, cast):
        for name in ("none", "00000000-0000-0000-0000-000000000000"):
            assert_problem(caller(cast.alice).get(f"files/{name}"), 404, "not_found")


def test_an_order_is_one_row_whoever_asks(cast, iris):
    put(iris)
    put(iris)
    with cast.inside():
        assert Order.objects.count() == 1
