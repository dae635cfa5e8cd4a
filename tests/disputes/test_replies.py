"""Both sides are heard before a case is decided, each until a deadline that the clock keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.ask_information import ask_information
from disputes.actions.claim_request import claim_request
from disputes.actions.give_information import UnableToGiveInformation, give_information
from disputes.actions.reply_to_request import UnableToReply, reply_to_request
from disputes.actions.withdraw_request import withdraw_request
from disputes.jobs.sweep_cases import sweep_cases
from disputes.models import Letter
from disputes.refusals import UnableToAct
from policy.eligibility import Evidence
from tests.cast import NOW, make_member
from tests.disputes.acts import REPLY_OVER, codes, filed, pointers, ready, review_of
from wire.refusals import NotPermitted, NotThere

SOON = NOW + timedelta(hours=1)


def reply(cast, case, *, by=None, body="I never threatened anybody.", now=SOON):
    return reply_to_request(tenant=cast.tenant, by=by or cast.alice, request=case, body=body, now=now)


class TestReplyToRequest:
    def test_moves_the_case_to_the_agents_and_makes_it_due(self, cast):
        case = filed(cast)

        reply(cast, case)

        case.refresh_from_db()
        assert case.status == "in_review"
        assert case.due_at == SOON + timedelta(hours=72)
        assert case.version == 2

    def test_is_the_authors_alone(self, cast):
        case = filed(cast)
        stranger = make_member(cast.tenant, "Mallory", "buyer")

        with pytest.raises(NotThere):
            reply(cast, case, by=stranger)
        for other in (cast.bob, cast.carol):
            with pytest.raises(NotPermitted):
                reply(cast, case, by=other)

    def test_is_refused_from_the_deadline_on_whether_or_not_it_was_swept(self, cast):
        case = filed(cast)

        with pytest.raises(UnableToReply) as refusal:
            reply(cast, case, now=NOW + REPLY_OVER)

        assert codes(refusal) == ["window_closed"]
        assert reply(cast, case, now=NOW + REPLY_OVER - timedelta(seconds=1))

    def test_is_given_once(self, cast):
        case = filed(cast)
        reply(cast, case)

        with pytest.raises(UnableToReply) as refusal:
            reply(cast, case)

        assert codes(refusal) == ["conflict"]

    @pytest.mark.parametrize("body", ["", "  \n", "x" * 5001])
    def test_has_something_to_say(self, cast, body):
        with pytest.raises(UnableToReply) as refusal:
            reply(cast, filed(cast), body=body)

        assert pointers(refusal) == ["/body"]


class TestMoreInformation:
    def ask(self, cast):
        case, now = ready(cast)
        ask_information(
            tenant=cast.tenant,
            by=cast.carol,
            request=case,
            version=case.version,
            question="Which message do you mean?",
            now=now,
        )
        case.refresh_from_db()
        return case, now

    def test_frees_the_case_and_asks_by_letter(self, cast):
        case, now = self.ask(cast)

        assert case.status == "more_information"
        assert case.claimed_by is None
        assert case.more_information_due_at == now + timedelta(hours=72)
        assert Letter.objects.get(kind="information_asked").addressee == cast.bob

    def test_the_answer_brings_it_back_with_more_evidence(self, cast):
        case, now = self.ask(cast)

        give_information(
            tenant=cast.tenant,
            by=cast.bob,
            request=case,
            answer="The second one.",
            evidence=[Evidence("text", text="The second one of 3 June.")],
            now=now,
        )

        case.refresh_from_db()
        assert case.status == "in_review"
        assert case.evidence.count() == 2

    def test_the_answer_is_refused_after_its_deadline_and_the_case_goes_on(self, cast):
        case, now = self.ask(cast)
        late = now + timedelta(hours=72)

        with pytest.raises(UnableToGiveInformation) as refusal:
            give_information(tenant=cast.tenant, by=cast.bob, request=case, answer="Here.", now=late)

        assert codes(refusal) == ["window_closed"]
        assert claim_request(tenant=cast.tenant, by=cast.dave, request=case, now=late).status == "in_review"

    def test_a_made_up_reference_is_refused_where_it_stands(self, cast):
        case, now = self.ask(cast)
        evidence = [Evidence("file", ref="made up"), Evidence("letter", text="x"), Evidence("order")]

        with pytest.raises(UnableToGiveInformation) as refusal:
            give_information(tenant=cast.tenant, by=cast.bob, request=case, answer="Here.", evidence=evidence, now=now)

        assert sorted(pointers(refusal)) == ["/evidence/0/ref", "/evidence/1/kind", "/evidence/2/ref"]


class TestWithdrawRequest:
    def test_closes_the_case_and_shows_a_hidden_review_again(self, cast):
        review = review_of(cast, "Write to bob.private@example.com, he is rude.")
        case = filed(cast, review, "personal_information", "unrelated")
        assert case.status == "awaiting_buyer"

        withdrawn = withdraw_request(tenant=cast.tenant, by=cast.bob, request=case, now=SOON)

        review.refresh_from_db()
        assert withdrawn.status == "withdrawn"
        assert review.hidden_at is None
        assert filed(cast, review, at=SOON)

    def test_is_refused_once_agents_have_it(self, cast):
        case = filed(cast)
        reply(cast, case)

        with pytest.raises(UnableToAct) as refusal:
            withdraw_request(tenant=cast.tenant, by=cast.bob, request=case, now=SOON)

        assert codes(refusal) == ["conflict"]
        assert "in_review -> withdrawn" in str(refusal.value)

    def test_is_refused_when_the_reply_time_is_over_even_if_nobody_swept(self, cast):
        case = filed(cast)

        with pytest.raises(UnableToAct):
            withdraw_request(tenant=cast.tenant, by=cast.bob, request=case, now=NOW + REPLY_OVER)


class TestSweepCases:
    def test_moves_passed_deadlines_and_frees_ended_leases(self, cast):
        waits, (held, then) = filed(cast), ready(cast)

        assert sweep_cases(tenant=cast.tenant, now=then - timedelta(seconds=1)) == 0
        sweep_cases(tenant=cast.tenant, now=then)
        waits.refresh_from_db()
        held.refresh_from_db()
        assert waits.status == "in_review"
        assert held.claimed_by == cast.carol

        sweep_cases(tenant=cast.tenant, now=then + timedelta(minutes=15))
        held.refresh_from_db()
        assert held.claimed_by is None
