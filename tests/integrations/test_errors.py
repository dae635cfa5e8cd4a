"""Every refusal is a problem document with its status and its code."""

import pytest

from orders.models import Seller
from tests.integrations.calls import Caller, assert_problem, caller
from wire.problem_documents import CODES, MEDIA_TYPE

pytestmark = pytest.mark.usefixtures("test_views")

# As in api.md; what is not named there is ours.
STATUSES = {
    "not_authenticated": 401,
    "permission_denied": 403,
    "not_found": 404,
    "validation_failed": 422,
    "malformed": 400,
    "conflict": 409,
    "stale_version": 409,
    "not_reviewable": 409,
    "window_closed": 409,
    "already_reviewed": 409,
    "cutoff_passed": 409,
    "ground_not_offered": 409,
    "evidence_missing": 409,
    "request_right_suspended": 409,
    "already_claimed": 409,
    "not_claimed": 409,
    "same_agent": 409,
    "not_appealable": 409,
    "too_early": 409,
    "contact_limited": 409,
    "not_allowed_by_policy": 409,
    "idempotency_mismatch": 422,
    "rate_limited": 429,
    "method_not_allowed": 405,
    "error": 500,
}


class TestCodes:
    def test_are_those_of_the_contract(self):
        assert {code: status for code, (status, _, _) in CODES.items()} == STATUSES

    @pytest.mark.parametrize("code", sorted(STATUSES))
    def test_a_refusal_has_its_status_and_its_place_and_leaves_nothing(self, cast, code):
        response = caller(cast.bob).post("t/sellers", {"name": "Half made", "fails": code})
        body = assert_problem(response, STATUSES[code], code, "/name")
        assert body["detail"] == "This is why."
        assert ("Retry-After" in response.headers) == (code == "rate_limited")
        with cast.inside():
            assert not Seller.objects.filter(name="Half made").exists()

    @pytest.mark.parametrize(
        ("how", "status", "code"),
        [
            ("not_there", 404, "not_found"),
            ("no_row", 404, "not_found"),
            ("not_permitted", 403, "permission_denied"),
            ("denied", 403, "permission_denied"),
            ("suspicious", 400, "malformed"),
            ("framework", 422, "validation_failed"),
            ("bug", 500, "error"),
            ("too_large", 422, "validation_failed"),
            ("divided", 422, "validation_failed"),
        ],
    )
    def test_every_error_has_its_code(self, cast, how, status, code):
        body = assert_problem(Caller(cast.tenant).get(f"t/failures/{how}"), status, code)
        assert "secret" not in str(body)
        assert "Seller" not in str(body)

    def test_what_the_database_refuses_is_a_conflict_and_leaves_nothing(self, cast):
        bob = caller(cast.bob)
        assert_problem(bob.post("t/clash"), 409, "conflict")
        assert bob.get("t/who").status_code == 200
        with cast.inside():
            assert not Seller.objects.filter(external_id="same").exists()


class TestNotFound:
    @pytest.mark.parametrize(
        "path",
        [
            "nothing",
            "t/who/",
            "policy/",
            "policy/versions/99",
            "policy/versions/abc",
            "policy/versions/-1",
            "policy/versions/99999999999999999999999",
            "policy/versions/1%00",
            "policy/versions/%F0%9F%91%8D",
            "policy/versions/٣",
            "sellers/'; drop table orders_seller; --",
        ],
    )
    def test_whatever_is_not_there_answers_in_the_same_words(self, cast, path):
        alice = caller(cast.alice)
        response = alice.get(path)
        assert_problem(response, 404, "not_found")
        assert response.content == alice.get("t/failures/not_there").content

    def test_the_address_without_its_last_stroke_answers_like_the_api(self, cast):
        assert_problem(caller(cast.alice).client.get("/api/v1"), 404, "not_found")

    def test_on_the_directory_of_marketplaces_there_is_no_api(self, cast):
        assert_problem(Caller(None).get("t/who"), 404, "not_found")

    def test_an_unknown_host_answers_alike(self, cast):
        response = Caller(cast.tenant).client.get("/api/v1/t/who", SERVER_NAME="nowhere.localhost")
        assert response.status_code == 404
        assert response.content == Caller(cast.tenant).get("t/failures/not_there").content


class TestMethods:
    def test_a_method_that_an_address_does_not_take_is_405(self, cast):
        response = caller(cast.alice)("PATCH", "t/who", {})
        assert_problem(response, 405, "method_not_allowed")
        assert "PATCH" not in response.headers["Allow"]

    @pytest.mark.parametrize("method", ["OPTIONS", "TRACE"])
    def test_methods_that_tell_about_the_server_are_not_taken(self, cast, method):
        assert_problem(caller(cast.alice)(method, "t/who"), 405, "method_not_allowed")


class TestBodies:
    @pytest.mark.parametrize(
        "body",
        [
            b"{",
            b"",
            b"not json",
            b"[]",
            b'"x"',
            b"5",
            b"null",
            b'{"name": NaN}',
            b'{"name": Infinity}',
            b'{"name": 1e999}',
            b'{"name": "a", "name": "b"}',
            b'{"\\ud800": 1}',
            b'\xff\xfe{"name": "x"}',
            b'{"name": "\xe9"}',
            b'\xef\xbb\xbf{"name": "x"}',
            b'{"name": ' + b"9" * 5000 + b"}",
            b'{"name": ' + b"[" * 100_000,
        ],
        ids=lambda body: repr(body[:30]),
    )
    def test_what_is_no_json_object_is_malformed(self, cast, body):
        response = caller(cast.bob).post("t/sellers", body)
        if body == b"":
            assert_problem(response, 422, "validation_failed", "/name")
        else:
            assert_problem(response, 400, "malformed")

    @pytest.mark.parametrize(
        "content_type",
        [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "",
            "application/xml",
        ],
    )
    def test_another_kind_of_body_is_malformed(self, cast, content_type):
        client = caller(cast.bob).client
        response = client.generic("POST", "/api/v1/t/sellers", b'{"name": "x"}', content_type=content_type)
        assert_problem(response, 400, "malformed")

    def test_another_encoding_is_malformed(self, cast):
        client = caller(cast.bob).client
        response = client.generic(
            "POST", "/api/v1/t/sellers", b'{"name": "x"}', content_type="application/json; charset=utf-16"
        )
        assert_problem(response, 400, "malformed")

    def test_a_huge_body_is_malformed_and_read_to_its_end(self, cast):
        response = caller(cast.bob).post("t/sellers", b'{"name": "' + b"x" * 5_000_000 + b'"}')
        assert_problem(response, 400, "malformed")

    def test_unknown_fields_are_refused_where_there_are_fields_and_where_there_are_none(self, cast):
        bob = caller(cast.bob)
        assert_problem(bob.post("t/sellers", {"name": "x", "nmae": "y"}), 422, "validation_failed", "/nmae")
        assert_problem(bob.post("t/nothing", {"oops": 1}), 422, "validation_failed", "/oops")
        assert_problem(bob("DELETE", "t/nothing", {"oops": 1}), 422, "validation_failed", "/oops")
        with cast.inside():
            assert not Seller.objects.filter(external_id="made").exists()
        assert bob("DELETE", "t/nothing").status_code == 204

    def test_versions_come_from_the_body_or_from_if_match(self, cast):
        alice = caller(cast.alice)
        assert alice("PATCH", "t/changes", {"version": 3}).json() == {"version": 3}
        answer = alice("PATCH", "t/changes", {}, If_Match='"3"')
        assert answer.json() == {"version": 3}
        assert answer.headers["ETag"].startswith('"3-')
        assert_problem(alice("PATCH", "t/changes", {"stars": 5}), 422, "validation_failed", "/version")
        assert_problem(alice("PATCH", "t/changes", {}, If_Match="*"), 422, "validation_failed", "/version")
        assert_problem(
            alice("PATCH", "t/changes", {"version": 2}, If_Match='"3"'), 422, "validation_failed", "/version"
        )


class TestAnswers:
    def test_are_json_and_kept_nowhere_whatever_the_caller_prefers(self, cast):
        for accepted in ("text/html", "application/xml", "*/*", "nonsense"):
            answer = caller(cast.alice).get("t/who", Accept=accepted)
            assert answer.headers["Content-Type"] == "application/json"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["ETag"].startswith('"7-')
        assert caller(cast.alice).get("nothing").headers["Cache-Control"] == "no-store"

    def test_a_parameter_called_format_is_for_the_view(self, cast):
        assert caller(cast.alice).get("t/who?format=dsa").status_code == 200

    def test_head_asks_what_get_asks(self, cast):
        assert caller(cast.alice)("HEAD", "t/who").status_code == 200
        assert Caller(cast.tenant)("HEAD", "t/who").status_code == 401

    def test_problems_link_to_their_explanation(self, cast):
        response = Caller(cast.tenant).get("t/who")
        assert response.json()["type"] == "/api/docs#not_authenticated"
        assert response.headers["Content-Type"] == MEDIA_TYPE
