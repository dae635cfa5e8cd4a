"""The policy's next version over HTTP: drafted, replayed, read and published by leads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from disputes.jobs.replay_policy import replay_next
from policy.document import preset
from tests.integrations.calls import assert_problem, caller


@pytest.fixture
def laura(cast):
    return caller(cast.laura, "policy:read", "policy:write")


def document(**removal):
    made = preset("game_goods")
    made["removal"] |= removal
    return made


def drafted(laura, **removal):
    answer = laura.post("policy/drafts", {"document": document(**removal)})
    assert answer.status_code == 201, answer.content
    return answer.json()


def replayed(cast, laura, draft):
    answer = laura.post(f"policy/drafts/{draft['id']}/replay", {"days": 90})
    assert answer.status_code == 202, answer.content
    replay_next(tenant=cast.tenant, clock=timezone.now)
    return answer.json()


class TestDrafts:
    def test_from_the_draft_to_the_version_in_force(self, cast, laura):
        draft = drafted(laura, cutoff_days=90)
        assert (draft["state"], draft["version"], draft["based_on"]) == ("open", 1, 1)
        assert (draft["replay"], draft["report"]) == (None, None)
        assert_problem(laura.post(f"policy/drafts/{draft['id']}/publish", {}), 409, "conflict")

        asked = replayed(cast, laura, draft)
        assert (asked["id"], asked["replay"]["state"], asked["replay"]["days"]) == (draft["id"], "waiting", 90)
        read = laura.get(f"policy/drafts/{draft['id']}").json()
        assert read["document"] == document(cutoff_days=90)
        assert (read["replay"]["state"], read["replay"]["done"], read["replay"]["current"]) == ("done", 1, True)
        assert read["report"]["cases"] == {
            "looked_at": 0,
            "changed": 0,
            "refused": 0,
            "refused_by": {},
            "recommendation_changed": 0,
            "listed": [],
        }

        published = laura.post(f"policy/drafts/{draft['id']}/publish", {})
        assert published.status_code == 201
        assert published.json()["number"] == 2
        assert laura.get("policy").json() == published.json()
        assert laura.get(f"policy/drafts/{draft['id']}").json()["published_as"] == 2
        assert_problem(laura.post(f"policy/drafts/{draft['id']}/publish", {}), 409, "conflict")

    def test_with_a_date(self, cast, laura):
        draft = drafted(laura)
        replayed(cast, laura, draft)
        past, later = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=7)
        path = f"policy/drafts/{draft['id']}/publish"
        body = {"effective_from": past.isoformat()}
        assert_problem(laura.post(path, body), 422, "validation_failed", "/effective_from")
        assert_problem(laura.post(path, {"effective_from": "soon"}), 422, "validation_failed", "/effective_from")
        assert laura.post(path, {"effective_from": later.isoformat()}).status_code == 201
        assert laura.get("policy").json()["number"] == 1
        assert laura.get("policy/versions/2").json()["effective_from"] > timezone.now().isoformat()

    def test_wrong_fields_are_named_below_document(self, laura):
        wrong = document(cutoff_days="90")
        wrong["misuse"]["suspenson_days"] = 3
        answer = laura.post("policy/drafts", {"document": wrong})
        assert_problem(
            answer, 422, "validation_failed", "/document/removal/cutoff_days", "/document/misuse/suspenson_days"
        )
        assert_problem(laura.post("policy/drafts", {}), 422, "validation_failed", "/document")
        assert_problem(laura.post("policy/drafts", {"document": []}), 422, "validation_failed", "/document")

    def test_changed_with_the_version_that_was_seen(self, laura):
        draft = drafted(laura)
        path = f"policy/drafts/{draft['id']}"
        assert_problem(laura("PATCH", path, {"title": "Other"}), 422, "validation_failed", "/version")
        changed = laura("PATCH", path, {"title": "Other", "version": 1}).json()
        assert (changed["title"], changed["version"]) == ("Other", 2)
        assert_problem(laura("PATCH", path, {"title": "Mine", "version": 1}), 409, "stale_version", "/version")

    def test_listed_and_laid_aside(self, laura):
        first, second = drafted(laura), drafted(laura, cutoff_days=30)
        assert [row["id"] for row in laura.get("policy/drafts").json()["results"]] == [second["id"], first["id"]]
        assert laura("DELETE", f"policy/drafts/{first['id']}", {"version": 1}).json()["state"] == "discarded"
        assert_problem(laura.post(f"policy/drafts/{first['id']}/replay", {"days": 1}), 409, "conflict")

    @pytest.mark.parametrize("days", [0, 3651])
    def test_a_span_that_makes_no_sense(self, laura, days):
        draft = drafted(laura)
        answer = laura.post(f"policy/drafts/{draft['id']}/replay", {"days": days})
        assert_problem(answer, 422, "validation_failed", "/days")

    def test_one_replay_at_a_time(self, laura):
        path = f"policy/drafts/{drafted(laura)['id']}/replay"
        assert laura.post(path, {"days": 1}).status_code == 202
        assert_problem(laura.post(path, {"days": 1}), 409, "conflict")


class TestOthers:
    @pytest.mark.parametrize("name", ["alice", "bob", "carol"])
    def test_are_no_leads(self, cast, laura, name):
        draft = drafted(laura)
        other = caller(getattr(cast, name))
        for method, path, body in (
            ("GET", "policy/drafts", None),
            ("POST", "policy/drafts", {"document": document()}),
            ("GET", f"policy/drafts/{draft['id']}", None),
            ("PATCH", f"policy/drafts/{draft['id']}", {"version": 1}),
            ("POST", f"policy/drafts/{draft['id']}/replay", {"days": 1}),
            ("POST", f"policy/drafts/{draft['id']}/publish", {}),
        ):
            assert_problem(other(method, path, body), 403, "permission_denied")

    def test_marketplaces_have_no_such_draft(self, laura, elsewhere):
        draft = drafted(laura)
        other = caller(elsewhere.laura)
        assert_problem(other.get(f"policy/drafts/{draft['id']}"), 404, "not_found")
        assert_problem(other.post(f"policy/drafts/{draft['id']}/publish", {}), 404, "not_found")
        assert other.get("policy/drafts").json()["results"] == []

    def test_a_key_that_may_only_read(self, cast, laura):
        draft = drafted(laura)
        reader = caller(cast.laura, "policy:read")
        assert reader.get(f"policy/drafts/{draft['id']}").status_code == 200
        assert_problem(reader.post(f"policy/drafts/{draft['id']}/publish", {}), 403, "permission_denied")
