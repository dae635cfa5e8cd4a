"""Reviews and responses over HTTP: the contract, who reads what, and bad input."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback.actions.put_response import put_response
from feedback.models import Review
from tests.cast import NOW, finished_order, make_cast, make_mallory, make_member, make_seller
from tests.feedback.standing import FIVES, ONES, WORDS, posted, standing
from tests.integrations.calls import Caller, assert_problem, caller

FIELDS = {
    "id", "order", "seller", "fulfilment", "start_time", "communication", "comment", "sentiment", "status",
    "published_at", "edited_at", "response", "version",
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    """The clock of pages and API stands at NOW."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def alice(cast):
    return caller(cast.alice)


@pytest.fixture
def bob(cast):
    return caller(cast.bob)


@pytest.fixture
def order(cast):
    with cast.inside():
        return finished_order(cast, external_id="GG-1")


class TestPostReview:
    def test_answers_201_with_the_review(self, alice, order):
        answer = alice.post("orders/GG-1/review", {**FIVES, "comment": "Lovely."})
        assert answer.status_code == 201
        body = answer.json()
        assert body.keys() >= FIELDS
        assert (body["order"], body["seller"], body["comment"]) == ("GG-1", "bobs-store", "Lovely.")
        assert (body["sentiment"], body["status"], body["version"]) == ("positive", "published", 1)
        assert (body["published_at"], body["edited_at"], body["response"]) == (
            "2026-06-15T12:00:00Z",
            None,
            None,
        )

    def test_a_comment_may_be_left_out(self, alice, order):
        assert alice.post("orders/GG-1/review", ONES).json()["comment"] == ""

    def test_refuses_a_second_review(self, alice, order):
        alice.post("orders/GG-1/review", FIVES)
        assert_problem(alice.post("orders/GG-1/review", ONES), 409, "already_reviewed")

    def test_refuses_an_unfinished_and_a_too_old_order(self, cast, alice):
        with cast.inside():
            finished_order(cast, external_id="young", status="in_progress")
            finished_order(cast, external_id="old", closed_at=NOW - timedelta(days=92))
        assert_problem(alice.post("orders/young/review", FIVES), 409, "not_reviewable")
        assert_problem(alice.post("orders/old/review", FIVES), 409, "window_closed")

    def test_somebody_elses_and_a_made_up_order_answer_alike(self, cast, order):
        mia = caller(make_member(cast.tenant, "Mia", "buyer"))
        foreign = assert_problem(mia.post("orders/GG-1/review", FIVES), 404, "not_found")
        assert foreign == assert_problem(mia.post("orders/none/review", FIVES), 404, "not_found")

    def test_the_seller_cannot_review(self, bob, order):
        assert_problem(bob.post("orders/GG-1/review", FIVES), 403, "permission_denied")

    def test_an_integrator_posts_for_the_buyer(self, cast, order):
        ida = caller(make_member(cast.tenant, "Ida", "integrator"))
        answer = ida.post("orders/GG-1/review", {**FIVES, "acting_for": {"buyer": "alice"}})
        assert answer.status_code == 201

    @pytest.mark.parametrize("stars", [0, 6, -1, 4.5, "5", True, None, [5]])
    def test_refuses_what_is_no_whole_number_of_stars(self, cast, alice, order, stars):
        answer = alice.post("orders/GG-1/review", {**FIVES, "communication": stars})
        assert_problem(answer, 422, "validation_failed", "/communication")
        with cast.inside():
            assert not Review.objects.exists()

    def test_refuses_missing_stars_each_at_its_place(self, alice, order):
        assert_problem(alice.post("orders/GG-1/review", {"start_time": 5}), 422, "validation_failed", "/communication")
        assert_problem(
            alice.post("orders/GG-1/review", {"start_time": 5, "communication": 5}),
            422,
            "validation_failed",
            "/fulfilment",
        )

    @pytest.mark.parametrize("comment", ["x" * 100_000, "bell \u0007", "nul \u0000", 5, ["x"]])
    def test_refuses_a_comment_that_cannot_stand(self, alice, order, comment):
        answer = alice.post("orders/GG-1/review", {**FIVES, "comment": comment})
        assert_problem(answer, 422, "validation_failed", "/comment")

    def test_refuses_unknown_fields(self, alice, order):
        assert_problem(alice.post("orders/GG-1/review", {**FIVES, "mood": 5}), 422, "validation_failed", "/mood")


class TestEditAndWithdraw:
    def test_edits_with_the_version_seen(self, cast, alice):
        with cast.inside():
            review = posted(cast)
        answer = alice("PATCH", f"reviews/{review.pk}", {**FIVES, "version": 1})
        assert answer.status_code == 200
        body = answer.json()
        assert (body["sentiment"], body["version"], body["comment"]) == ("positive", 2, WORDS)
        assert body["edited_at"] == "2026-06-15T12:00:00Z"
        assert answer.headers["ETag"].startswith('"2-')

    def test_if_match_stands_in_for_the_version(self, cast, alice):
        with cast.inside():
            review = posted(cast)
        answer = alice("PATCH", f"reviews/{review.pk}", {"comment": "Mild."}, If_Match='"1"')
        assert answer.json()["comment"] == "Mild."

    def test_a_missing_and_a_stale_version_are_refused(self, cast, alice):
        with cast.inside():
            review = posted(cast)
        path = f"reviews/{review.pk}"
        assert_problem(alice("PATCH", path, FIVES), 422, "validation_failed", "/version")
        alice("PATCH", path, {**FIVES, "version": 1})
        assert_problem(alice("PATCH", path, {**ONES, "version": 1}), 409, "stale_version")
        assert alice.get(path).json()["fulfilment"] == 5

    def test_withdraws_for_good(self, cast, alice):
        with cast.inside():
            review = posted(cast)
        assert alice("DELETE", f"reviews/{review.pk}").status_code == 204
        assert alice.get(f"reviews/{review.pk}").json()["status"] == "withdrawn"
        assert_problem(alice("DELETE", f"reviews/{review.pk}"), 409, "conflict")

    def test_only_the_author_may(self, cast, bob):
        with cast.inside():
            review = posted(cast)
        assert_problem(bob("PATCH", f"reviews/{review.pk}", {**FIVES, "version": 1}), 403, "permission_denied")
        assert_problem(bob("DELETE", f"reviews/{review.pk}"), 403, "permission_denied")

    def test_the_window_closes(self, cast, alice):
        with cast.inside():
            review = posted(cast, at=NOW - timedelta(days=31))
        answer = alice("PATCH", f"reviews/{review.pk}", {**FIVES, "version": 1})
        assert_problem(answer, 409, "window_closed")


class TestResponse:
    def test_answers_201_first_and_200_after(self, cast, bob):
        with cast.inside():
            review = posted(cast)
        path = f"reviews/{review.pk}/response"
        first = bob("PUT", path, {"body": "Sorry."})
        assert (first.status_code, first.json()["body"], first.json()["version"]) == (201, "Sorry.", 1)
        assert bob("PUT", path, {"body": "Very sorry."}).status_code == 200
        assert bob.get(f"reviews/{review.pk}").json()["response"]["body"] == "Very sorry."
        assert bob("DELETE", path).status_code == 204
        assert bob.get(f"reviews/{review.pk}").json()["response"] is None

    def test_the_buyer_cannot_respond(self, cast, alice):
        with cast.inside():
            review = posted(cast)
        answer = alice("PUT", f"reviews/{review.pk}/response", {"body": "I answer myself."})
        assert_problem(answer, 403, "permission_denied")

    @pytest.mark.parametrize("body", ["", " ", "x" * 100_000, 5, None])
    def test_refuses_what_is_no_answer(self, cast, bob, body):
        with cast.inside():
            review = posted(cast)
        answer = bob("PUT", f"reviews/{review.pk}/response", {"body": body})
        assert_problem(answer, 422, "validation_failed", "/body")


# What each sees of a review by its state: every word, what everyone sees, a tombstone, or nothing.
SIGHTS = [
    ("published", "whole", "public", "public", "whole", "public"),
    ("struck", "whole", "public", "public", "whole", "public"),
    ("attributed", "whole", "public", "public", "whole", "public"),
    ("redacted", "whole", "public", "public", "whole", "public"),
    ("removed", "whole", "tombstone", "nothing", "whole", "tombstone"),
    ("withdrawn", "whole", "tombstone", "nothing", "whole", "tombstone"),
    ("hidden", "whole", "public", "nothing", "whole", "tombstone"),
]


class TestWhoReadsWhat:
    @pytest.mark.parametrize(("state", "author", "seller", "other", "agent", "integrator"), SIGHTS)
    def test_by_role(self, cast, state, author, seller, other, agent, integrator):
        with cast.inside():
            review = standing(cast, state)
        readers = {
            cast.alice: author,
            cast.bob: seller,
            make_member(cast.tenant, "Mia", "buyer"): other,
            cast.carol: agent,
            make_member(cast.tenant, "Ida", "integrator"): integrator,
        }
        for member, sight in readers.items():
            asker = caller(member)
            answer = asker.get(f"reviews/{review.pk}")
            listed = [each["id"] for each in asker.get("reviews").json()["results"]]
            assert listed == ([] if sight == "nothing" else [str(review.pk)]), (member, sight)
            if sight == "nothing":
                assert_problem(answer, 404, "not_found")
                continue
            body = answer.json()
            if sight == "tombstone":
                assert (body["comment"], body["fulfilment"], body["sentiment"]) == (None, None, None)
            else:
                hides = state == "redacted" and sight == "public"
                assert (body["comment"] == WORDS) is not hides, (member, sight)
                assert body["fulfilment"] == 1

    def test_a_tombstone_names_the_ground(self, cast, bob):
        with cast.inside():
            review = standing(cast, "removed")
        body = bob.get(f"reviews/{review.pk}").json()
        assert (body["status"], body["ground"], body["comment"]) == ("removed", "blackmail", None)

    def test_an_attributed_one_names_the_partner(self, cast, alice):
        with cast.inside():
            review = standing(cast, "attributed")
        assert alice.get(f"reviews/{review.pk}").json()["attributed_to"] == "north"

    def test_another_marketplace_sees_nothing(self, cast):
        with cast.inside():
            review = posted(cast)
        mallory = caller(make_mallory().alice)
        foreign = assert_problem(mallory.get(f"reviews/{review.pk}"), 404, "not_found")
        assert foreign == assert_problem(mallory.get("reviews/none-such"), 404, "not_found")
        assert mallory.get("reviews").json()["results"] == []

    def test_a_stranger_signs_in_first(self, cast):
        assert_problem(Caller(cast.tenant).get("reviews"), 401, "not_authenticated")


class TestList:
    def test_filters_and_pages(self, cast, bob):
        with cast.inside():
            old = posted(cast, at=NOW - timedelta(days=10))
            new = posted(cast, stars=FIVES)
            make_seller(cast.tenant, "other")

        def found(query):
            return [each["id"] for each in bob.get(f"reviews?{query}").json()["results"]]

        assert found("seller=bobs-store") == [str(new.pk), str(old.pk)]
        assert found("seller=other") == []
        assert found("sentiment=negative") == [str(old.pk)]
        assert found("since=2026-06-10T00:00:00Z") == [str(new.pk)]
        assert found("until=2026-06-10T00:00:00Z") == [str(old.pk)]
        assert found("status=removed") == []
        first = bob.get("reviews?page_size=1").json()
        assert [each["id"] for each in first["results"]] == [str(new.pk)]
        assert str(old.pk) in bob.client.get(first["next"]).content.decode()

    @pytest.mark.parametrize("query", ["mood=good", "sentiment=cross", "status=gone", "since=yesterday", "page_size=0"])
    def test_refuses_what_it_does_not_know(self, bob, query):
        assert_problem(bob.get(f"reviews?{query}"), 422, "validation_failed", f"/{query.split('=')[0]}")

    def test_asks_as_often_for_many_as_for_few(self, cast, bob, django_assert_max_num_queries):
        with cast.inside():
            for _ in range(12):
                standing(cast, "removed")
        with django_assert_max_num_queries(14):
            assert len(bob.get("reviews?status=removed").json()["results"]) == 12


def test_a_response_shows_in_the_review(cast, alice):
    with cast.inside():
        review = posted(cast)
        put_response(tenant=cast.tenant, by=cast.bob, review=review, body="Sorry.", now=NOW)
    assert alice.get(f"reviews/{review.pk}").json()["response"]["body"] == "Sorry."
