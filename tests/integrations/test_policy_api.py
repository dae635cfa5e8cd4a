"""The policy over HTTP."""

from tests.integrations.calls import Caller, assert_problem, caller


class TestPolicy:
    def test_the_policy_in_force(self, cast):
        answer = caller(cast.alice, "policy:read").get("policy").json()
        assert answer["number"] == 1
        assert answer["effective_from"].endswith("Z")
        assert answer["document"]["feedback"]["rate_formula"]

    def test_a_version_by_its_number(self, cast):
        alice = caller(cast.alice)
        assert alice.get("policy/versions/1").json() == alice.get("policy").json()
        assert_problem(alice.get("policy/versions/2"), 404, "not_found")
        assert_problem(alice.get("policy/versions/one"), 404, "not_found")
        assert_problem(alice.get("policy/versions/01"), 404, "not_found")

    def test_not_without_the_scope_or_a_key(self, cast):
        assert_problem(caller(cast.alice, "ratings:read").get("policy"), 403, "permission_denied")
        assert_problem(Caller(cast.tenant).get("policy"), 401, "not_authenticated")

    def test_each_marketplace_has_its_own(self, cast, elsewhere):
        here = caller(cast.alice).get("policy").json()["document"]
        there = caller(elsewhere.alice).get("policy").json()["document"]
        assert here != there
