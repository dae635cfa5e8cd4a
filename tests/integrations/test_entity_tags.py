"""Versions as entity tags: known answers are not sent again, and changes are made to what was seen."""

import pytest

from tests.disputes.acts import review_of
from tests.integrations.calls import assert_problem, caller


@pytest.fixture
def review(cast):
    with cast.inside():
        return review_of(cast)


class TestIfNoneMatch:
    def test_what_the_caller_has_is_not_sent_again(self, cast, review):
        alice = caller(cast.alice)
        first = alice.get(f"reviews/{review.pk}")
        tag = first.headers["ETag"]
        assert tag.startswith(f'"{first.json()["version"]}-')
        for known in (tag, f'"1-000000000000", {tag}', f"W/{tag}", "*"):
            again = alice.get(f"reviews/{review.pk}", If_None_Match=known)
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert alice("HEAD", f"reviews/{review.pk}", If_None_Match=tag).status_code == 304

    @pytest.mark.parametrize("other", ['"1-000000000000"', "nonsense", '"', "", "W/"])
    def test_anything_else_is_answered_in_full(self, cast, review, other):
        answer = caller(cast.alice).get(f"reviews/{review.pk}", If_None_Match=other)
        assert (answer.status_code, answer.json()["id"]) == (200, str(review.pk))

    def test_another_answer_under_the_same_version_has_another_tag(self, cast, review):
        alice, bob = caller(cast.alice), caller(cast.bob)
        tag = alice.get(f"reviews/{review.pk}").headers["ETag"]
        assert bob("PUT", f"reviews/{review.pk}/response", {"body": "Sorry."}).status_code == 201
        again = alice.get(f"reviews/{review.pk}", If_None_Match=tag)
        assert (again.status_code, again.json()["response"]["body"]) == (200, "Sorry.")

    def test_refusals_and_lists_have_no_tag(self, cast):
        alice = caller(cast.alice)
        assert "ETag" not in alice.get("reviews").headers
        assert_problem(alice.get("reviews/nobody", If_None_Match="*"), 404, "not_found")


class TestIfMatch:
    def test_takes_the_tag_of_an_answer(self, cast):
        laura = caller(cast.laura)
        draft = laura.post("policy/drafts", {"document": laura.get("policy").json()["document"]})
        tag, path = draft.headers["ETag"], f"policy/drafts/{draft.json()['id']}"
        assert laura("PATCH", path, {"title": "Next"}, If_Match=tag).status_code == 200
        assert_problem(laura("PATCH", path, {"title": "Again"}, If_Match=tag), 409, "stale_version")
        assert_problem(laura("DELETE", path, If_Match=tag), 409, "stale_version")
        assert laura("DELETE", path, If_Match=laura.get(path).headers["ETag"]).status_code == 200

    def test_without_a_version_a_change_is_refused(self, cast):
        laura = caller(cast.laura)
        draft = laura.post("policy/drafts", {"document": laura.get("policy").json()["document"]}).json()
        refused = laura("PATCH", f"policy/drafts/{draft['id']}", {"title": "Next"})
        assert_problem(refused, 422, "validation_failed", "/version")


class TestHeadAndOptions:
    def test_head_says_what_get_says_without_the_body(self, cast, review):
        alice = caller(cast.alice)
        head, get = alice("HEAD", f"reviews/{review.pk}"), alice.get(f"reviews/{review.pk}")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["ETag"] == get.headers["ETag"]

    def test_options_tells_the_methods_and_nothing_else(self, cast, review):
        answer = caller(cast.alice)("OPTIONS", f"reviews/{review.pk}")
        assert_problem(answer, 405, "method_not_allowed")
        assert {each.strip() for each in answer.headers["Allow"].split(",")} >= {"GET", "PATCH", "DELETE"}
