"""An agent decides: what takes effect, what is kept, and everything that is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.claim_request import claim_request
from disputes.actions.decide_request import UnableToDecide
from disputes.actions.reply_to_request import reply_to_request
from disputes.finding.facts import from_snapshot
from disputes.models import Decision, Letter, Statement
from disputes.progress import LEASE
from disputes.queries import fair_use_of
from policy.grounds import find
from policy.terms import GroundKey
from tests.cast import NOW
from tests.disputes.acts import UNREAD, codes, decide, filed, pointers, ready, review_of
from wire.refusals import NotPermitted


class TestDecideRequest:
    def test_removes_the_review_and_tells_both_sides_once(self, cast):
        review = review_of(cast)
        case, now = ready(cast, review)

        decision = decide(cast, case, now)

        review.refresh_from_db()
        case.refresh_from_db()
        assert (review.status, review.ground) == ("removed", "unrelated")
        assert (case.status, case.closed_at, case.claimed_by) == ("decided", now, None)
        assert not decision.held
        told = {each.kind: each for each in Statement.objects.all()}
        assert told["statement"].addressee == cast.alice
        assert told["notice"].addressee == cast.bob
        assert told["notice"].seller == cast.seller
        assert Letter.objects.filter(kind__in=["statement", "notice"], state="waiting").count() == 2

    def test_keeps_a_review_and_counts_a_groundless_request(self, cast):
        review = review_of(cast)
        case, now = ready(cast, review)

        decide(cast, case, now, "keep", good_faith=False)

        review.refresh_from_db()
        use = fair_use_of(cast.seller, policy=case.policy_version.policy, now=now)
        assert review.status == "published"
        assert use.groundless == 1

    def test_a_loss_in_good_faith_never_counts(self, cast):
        case, now = ready(cast)

        decide(cast, case, now, "keep", good_faith=True)

        assert fair_use_of(cast.seller, policy=case.policy_version.policy, now=now).groundless == 0

    def test_shows_a_hidden_review_again_when_it_is_kept(self, cast):
        review = review_of(cast, "Write to bob.private@example.com, he is rude.")
        case, now = ready(cast, review, "personal_information", evidence=())

        decide(cast, case, now, "keep", departure_reason="That address is the shop's own.")

        review.refresh_from_db()
        assert (review.status, review.hidden_at) == ("published", None)

    def test_redacts_only_the_words_marked(self, cast):
        comment = "Write to bob.private@example.com, he is rude."
        review = review_of(cast, comment)
        case, now = ready(cast, review, "personal_information", evidence=())

        decide(cast, case, now, "redact", spans=[[9, 32]])

        review.refresh_from_db()
        assert (review.status, review.redactions, review.comment) == ("published", [[9, 32]], comment)

    def test_can_be_found_again_from_what_it_keeps(self, cast):
        case, now = ready(cast, None, "duplicate", "unrelated")

        decision = decide(cast, case, now, departure_reason="I see it differently.")

        decision.refresh_from_db()
        facts = from_snapshot(decision.facts)
        assert facts.gathered_at == now
        for ground, proposed in decision.proposed.items():
            parameters = decision.policy_version.policy.removal.grounds[ground].parameters
            assert find(GroundKey(ground), facts, parameters).to_json() == proposed
        assert decision.findings == {"duplicate": "met", "unrelated": "met"}

    def test_may_follow_the_reply_at_once(self, cast):
        case = filed(cast)
        reply_to_request(tenant=cast.tenant, by=cast.alice, request=case, body="Not so.", now=NOW)
        case = claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=NOW)

        decide(cast, case, NOW)

        assert "You replied on 15 June 2026" in Statement.objects.get(kind="statement").facts


class TestRefusals:
    def refuse(self, cast, case, now, *args, **words):
        before = case.version
        with pytest.raises(UnableToDecide) as refusal:
            decide(cast, case, now, *args, **words)
        assert not Statement.objects.exists()
        assert not Decision.objects.exists()
        case.refresh_from_db()
        assert case.version == before
        return refusal

    def test_before_the_reply_or_its_deadline(self, cast):
        case = claim_request(tenant=cast.tenant, by=cast.carol, request=filed(cast), now=NOW)

        refusal = self.refuse(cast, case, NOW)

        assert codes(refusal) == ["too_early"]
        assert "18 June 2026, 12:00 (UTC)" in str(refusal.value)

    def test_without_a_claim_or_after_it_ended(self, cast):
        case, now = ready(cast)

        assert codes(self.refuse(cast, case, now, by=cast.dave)) == ["already_claimed"]
        assert codes(self.refuse(cast, case, now + LEASE)) == ["not_claimed"]

    def test_on_a_version_not_seen(self, cast):
        case, now = ready(cast)

        refusal = self.refuse(cast, case, now, version=None)
        assert (codes(refusal), pointers(refusal)) == (["validation_failed"], ["/version"])
        assert codes(self.refuse(cast, case, now, version=case.version + 1)) == ["stale_version"]

    def test_while_a_ground_is_unknown(self, cast):
        case, now = ready(cast, review_of(cast, UNREAD))

        assert pointers(self.refuse(cast, case, now, "keep", findings={})) == ["/findings/unrelated"]

    def test_of_what_no_met_ground_allows(self, cast):
        case, now = ready(cast)

        refusal = self.refuse(cast, case, now, "remove", findings={"unrelated": "not_met"})
        assert (codes(refusal), pointers(refusal)) == (["validation_failed"], ["/outcome"])
        assert pointers(self.refuse(cast, case, now, "attribute")) == ["/outcome"]
        assert pointers(self.refuse(cast, case, now, "burn")) == ["/outcome"]

    def test_of_an_outcome_heavier_than_the_ground_allows(self, retail):
        review = review_of(retail, "It never arrived.")
        case, now = ready(retail, review, "shipped_on_time")

        refusal = self.refuse(retail, case, now, "remove")

        assert pointers(refusal) == ["/outcome"]

    @pytest.mark.parametrize("spans", [[[0, 500]], [[5, 5]], [[-1, 3]], [[9, 3]]])
    def test_of_spans_outside_the_text(self, cast, spans):
        case, now = ready(cast)

        refusal = self.refuse(cast, case, now, "redact", spans=spans)

        assert (codes(refusal), pointers(refusal)) == (["validation_failed"], ["/spans/0"])

    @pytest.mark.parametrize("spans", [[[1]], [["a", "b"]], [[True, 3]]])
    def test_of_spans_that_are_none(self, cast, spans):
        case, now = ready(cast)

        assert pointers(self.refuse(cast, case, now, "redact", spans=spans)) == ["/spans/0"]

    def test_of_a_departure_without_a_reason(self, cast):
        case, now = ready(cast, None, "duplicate")

        assert pointers(self.refuse(cast, case, now, departure_reason=" ")) == ["/departure_reason"]

    def test_without_a_reason_for_both_sides(self, cast):
        case, now = ready(cast)

        assert pointers(self.refuse(cast, case, now, reason=" ")) == ["/reason"]

    def test_of_grounds_that_nobody_claimed(self, cast):
        case, now = ready(cast)
        findings = {"unrelated": "met", "blackmail": "met", "sorcery": "met"}

        refusal = self.refuse(cast, case, now, findings=findings)

        assert set(pointers(refusal)) == {"/findings/blackmail", "/findings/sorcery"}

    def test_a_second_decision_is_told_what_happened(self, cast):
        case, now = ready(cast)
        decide(cast, case, now)

        with pytest.raises(UnableToDecide) as refusal:
            decide(cast, case, now + timedelta(minutes=1), "keep", by=cast.dave)

        assert codes(refusal) == ["conflict"]
        assert "already decided: Carol chose remove on 18 June 2026, 12:00 (UTC)" in str(refusal.value)
        assert Statement.objects.count() == 2

    def test_by_whoever_is_no_agent(self, cast):
        case, now = ready(cast)

        for other in (cast.alice, cast.bob, cast.laura):
            with pytest.raises(NotPermitted):
                decide(cast, case, now, by=other)
