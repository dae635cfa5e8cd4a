"""Programs look once at each claim, again after an edit, and never stand in the way."""

from __future__ import annotations

from datetime import timedelta

from disputes.finding.facts import facts_of, from_snapshot, to_snapshot
from disputes.jobs.gather_findings import cases_to_look_at, gather_findings
from disputes.models import Finding
from disputes.queries import findings_of
from feedback.actions.edit_review import edit_review
from policy.grounds import find
from policy.terms import GroundKey
from tests.cast import NOW
from tests.disputes.acts import UNREAD, decide, filed, ready, review_of
from wire.speaking import speaking


def gather(cast, case, now=NOW):
    return gather_findings(tenant=cast.tenant, request_id=case.pk, now=now)


class TestGatherFindings:
    def test_looks_at_each_claim_once_however_often_it_is_called(self, cast):
        case = filed(cast, review_of(cast, UNREAD), "unrelated", "duplicate")
        assert cases_to_look_at(10, now=NOW) == [case.pk]

        assert [gather(cast, case) for _ in range(3)] == [1, 0, 0]

        assert cases_to_look_at(10, now=NOW) == []
        assert {each.claim.ground: each.finding.verdict for each in findings_of(case)} == {
            "unrelated": "UNKNOWN",
            "duplicate": "NOT_MET",
        }

    def test_looks_again_after_an_edit_and_makes_the_case_stale(self, cast):
        review = review_of(cast, "Write to bob.private@example.com, he is rude.")
        case = filed(cast, review, "duplicate", "personal_information")
        edit = {"stars": {}, "comment": "He is rude.", "now": NOW + timedelta(hours=1)}
        edit_review(tenant=cast.tenant, by=cast.alice, review=review, version=review.version, **edit)
        assert cases_to_look_at(10, now=NOW) == [case.pk]

        assert gather(cast, case, NOW + timedelta(hours=2)) == 2

        newest = {each.claim.ground: each.finding.verdict for each in findings_of(case)}
        version = case.version
        case.refresh_from_db()
        assert newest["personal_information"] == "NOT_MET"
        assert case.version == version + 1
        assert Finding.objects.count() == 4

    def test_a_gatherer_that_fails_leaves_unknown_with_the_cause(self, cast, monkeypatch):
        def breaks(*_):
            raise RuntimeError("no dictionary")

        monkeypatch.setattr("disputes.finding.findings.gather", breaks)
        case = filed(cast, None, "duplicate")

        finding = findings_of(case)[0].finding
        assert finding.verdict == "UNKNOWN"
        assert "RuntimeError" in finding.explanation

    def test_names_the_gatherer_and_its_version(self, cast):
        review = review_of(cast, "Write to bob.private@example.com, he is rude.")
        case = filed(cast, review, "personal_information")

        assert findings_of(case)[0].finding.gatherer == "personal_information 2"

    def test_keeps_what_was_found_in_english_whoever_files(self, cast):
        review = review_of(cast, "Write to bob.private@example.com, he is rude.")
        with speaking("de"):
            case = filed(cast, review, "personal_information")

        found = Finding.objects.get(claim__request=case)
        assert found.explanation == "The comment holds personal information: 1 x email."
        assert found.references[0]["note"] == "email"

    def test_leaves_closed_cases_alone(self, cast):
        case, now = ready(cast)
        decide(cast, case, now)

        assert gather(cast, case, now) == 0


class TestFacts:
    def test_finds_the_same_from_its_snapshot(self, cast):
        review = review_of(cast, "Awful, slow and late again.")
        review_of(cast, "Awful, slow and late again!", at=NOW + timedelta(hours=1))
        facts = facts_of(review, claims=[], at=NOW + timedelta(days=1))

        again = from_snapshot(to_snapshot(facts))

        assert again == facts
        assert find(GroundKey.DUPLICATE, again) == find(GroundKey.DUPLICATE, facts)

    def test_knows_the_buyers_same_words_on_another_order(self, cast):
        review_of(cast, "Awful, slow and late again.")
        copy = review_of(cast, "Awful, slow and late again!", at=NOW + timedelta(hours=1))

        case = filed(cast, copy, "duplicate", at=NOW + timedelta(hours=2))

        assert findings_of(case)[0].finding.verdict == "MET"

    def test_tells_no_stars(self, cast):
        snapshot = to_snapshot(facts_of(review_of(cast), claims=[], at=NOW))

        assert not {"fulfilment", "start_time", "communication", "stars", "sentiment"} & set(snapshot)

    def test_a_case_reads_its_chat(self, cast):
        review = review_of(cast)
        review.order.messages.create(tenant=cast.tenant, sender="buyer", body="One star unless…", sent_at=NOW)

        facts = facts_of(review, claims=filed(cast, review).claims.all(), at=NOW)

        assert [(line.from_buyer, line.text) for line in facts.chat] == [(True, "One star unless…")]
