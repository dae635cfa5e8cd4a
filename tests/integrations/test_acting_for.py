"""Integrators' keys act for buyers and sellers."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.integrations.calls import assert_problem, caller

pytestmark = pytest.mark.usefixtures("test_views")

ALICE = {"acting_for": {"buyer": "alice"}}
STORE = {"acting_for": {"seller": "bobs-store"}}


class TestActingFor:
    def test_for_a_buyer_the_buyer_acts(self, cast, ida):
        assert caller(ida).post("t/who", ALICE).json()["name"] == "Alice"

    def test_for_a_seller_the_integrator_acts_as_one_who_runs_it(self, cast, ida):
        answer = caller(ida).post("t/who", STORE).json()
        assert answer["name"] == "Ida"
        assert answer["runs"] == str(cast.seller.id)

    def test_in_the_body_of_delete_too(self, cast, ida):
        assert caller(ida)("DELETE", "t/who", ALICE).json()["name"] == "Alice"

    def test_in_a_field_of_a_form(self, cast, ida):
        file = SimpleUploadedFile("proof.png", b"x" * 10)
        sent = {"file": file, "acting_for": json.dumps({"buyer": "alice"})}
        answer = caller(ida).client.post("/api/v1/t/files-of-tests", sent)
        assert answer.json() == {"name": "proof.png", "size": 10, "who": "Alice"}

    def test_lasts_for_one_call(self, cast, ida):
        key = caller(ida)
        key.post("t/who", STORE)
        assert key.get("t/who").json()["runs"] is None

    def test_without_it_the_integrator_is_neither_buyer_nor_seller(self, cast, ida):
        assert_problem(caller(ida).post("t/who"), 403, "permission_denied")

    def test_a_seller_of_another_marketplace_answers_like_a_made_up_one(self, cast, ida, elsewhere):
        from tests.cast import make_seller

        with elsewhere.inside():
            make_seller(elsewhere.tenant, "their-store")
        key = caller(ida)
        foreign = key.post("t/who", {"acting_for": {"seller": "their-store"}})
        made_up = key.post("t/who", {"acting_for": {"seller": "no-store"}})
        assert_problem(foreign, 422, "validation_failed", "/acting_for/seller")
        assert foreign.content == made_up.content

    def test_somebody_who_is_no_buyer_answers_like_a_made_up_one(self, cast, ida):
        key = caller(ida)
        seller = key.post("t/who", {"acting_for": {"buyer": "bob"}})
        made_up = key.post("t/who", {"acting_for": {"buyer": "nobody"}})
        assert_problem(seller, 422, "validation_failed", "/acting_for/buyer")
        assert seller.content == made_up.content

    @pytest.mark.parametrize(
        ("named", "pointer"),
        [
            ({"acting_for": "alice"}, "/acting_for"),
            ({"acting_for": {}}, "/acting_for"),
            ({"acting_for": []}, "/acting_for"),
            ({"acting_for": {"agent": "carol"}}, "/acting_for"),
            ({"acting_for": {"buyer": "alice", "seller": "bobs-store"}}, "/acting_for"),
            ({"acting_for": {"buyer": 5}}, "/acting_for/buyer"),
            ({"acting_for": {"buyer": ""}}, "/acting_for/buyer"),
            ({"acting_for": {"buyer": "\x00"}}, "/acting_for/buyer"),
            ({"acting_for": {"seller": "\ud800"}}, "/acting_for/seller"),
        ],
    )
    def test_anything_else_is_refused_at_its_place(self, cast, ida, named, pointer):
        body = json.dumps(named).encode()
        assert_problem(caller(ida).post("t/who", body), 422, "validation_failed", pointer)

    def test_where_there_is_no_such_method_it_does_not_matter(self, cast, ida):
        for named in ({"buyer": "nobody"}, "alice"):
            assert_problem(caller(ida)("PATCH", "t/who", {"acting_for": named}), 405, "method_not_allowed")

    def test_null_is_the_caller(self, cast, ida):
        assert caller(ida).post("t/who", {"acting_for": None}).json() == caller(ida).post("t/who", {}).json()

    @pytest.mark.parametrize("who", ["alice", "bob", "carol", "laura"])
    def test_nobody_else_acts_for_others(self, cast, who):
        response = caller(getattr(cast, who), "orders:write", "reviews:write").post("t/who", ALICE)
        assert_problem(response, 403, "permission_denied")

    def test_not_without_the_scope(self, cast, ida):
        response = caller(ida, "orders:write").post("t/who", {"acting_for": {"buyer": "nobody"}})
        assert_problem(response, 403, "permission_denied")
