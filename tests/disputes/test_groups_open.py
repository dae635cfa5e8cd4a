"""Cases for the other reviews of a group: in whose name, by which rules, who is heard, and what counts against whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.queries import entries_of
from disputes.actions.claim_request import claim_request
from disputes.actions.open_group_cases import UnableToOpenGroupCases, open_group_cases
from disputes.actions.reply_to_request import reply_to_request
from disputes.jobs.gather_findings import gather_findings
from disputes.jobs.propose_steps import who_to_look_at
from disputes.models import GroupCase, Letter, RemovalRequest
from disputes.queries import fair_use_of, findings_of
from feedback.actions.withdraw_review import withdraw_review
from policy.document import preset
from tenants.queries import policy_in_force
from tests.cast import make_mallory
from tests.disputes.acts import REPLY_OVER, codes, decide, filed, pointers, ready
from tests.disputes.groups import FILED, contested, grouped, published
from tests.disputes.misuse import groundless
from wire.refusals import NotPermitted, NotThere

LATER = FILED + timedelta(hours=1)


def opened(cast, group, at=LATER, by=None):
    return open_group_cases(tenant=cast.tenant, by=by or cast.carol, group=group, now=at)


def claimed(cast, case, now):
    return claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=now)


def why(result, review) -> str:
    [found] = [each.why for each in result.left_out if each.review.pk == review.pk]
    return found


class TestOpenGroupCases:
    def test_opens_one_for_each_review_that_has_none(self, cast):
        group, reviews, first = grouped(cast)

        result = opened(cast, group)

        assert {case.review_id for case in result.cases} == {each.pk for each in reviews[1:]}
        for case in result.cases:
            assert (case.origin, case.status, case.filed_by) == ("group", "awaiting_buyer", cast.bob)
            assert case.policy_version == policy_in_force(at=LATER)
            assert [claim.ground for claim in case.claims.all()] == ["feedback_bombing"]
            assert [piece.review for piece in case.evidence.all()] == [first.review]
        assert why(result, reviews[0]) == "It has an open case already."
        assert [each.action for each in entries_of(group)] == ["group.opened", "group.cases_opened"]

    def test_hears_every_author_and_tells_them_nothing_of_the_others(self, cast):
        group, reviews, first = grouped(cast)

        result = opened(cast, group)

        letters = Letter.objects.filter(request__in=result.cases)
        assert {each.addressee for each in letters.filter(kind="reply_invited")} == {each.buyer for each in reviews[1:]}
        assert letters.filter(kind="case_received", addressee=cast.bob).count() == 3
        statement = result.cases[0].claims.get().statement
        assert "one set with 3 other reviews" in statement
        assert not [each for each in reviews if each.order.external_id in statement or each.buyer.name in statement]
        reply_to_request(
            tenant=cast.tenant, by=reviews[1].buyer, request=result.cases[0], body="It is mine.", now=LATER
        )

    def test_has_programs_look_at_them(self, cast):
        group, _, _ = grouped(cast)
        result = opened(cast, group)

        for case in result.cases:
            gather_findings(tenant=cast.tenant, request_id=case.pk, now=LATER)

        assert {findings_of(case)[0].finding.verdict for case in result.cases} == {"MET"}
        assert GroupCase.objects.get().version == group.version

    def test_leaves_out_with_the_reason_what_cannot_be_looked_at(self, cast):
        group, reviews, first = grouped(cast, 5)
        withdraw_review(
            tenant=cast.tenant, by=reviews[1].buyer, review=reviews[1], version=reviews[1].version, now=LATER
        )
        decided, now = ready(cast, reviews[2], "unrelated", at=FILED)
        decide(cast, decided, now, "keep")

        result = opened(cast, group, at=now)

        assert {case.review_id for case in result.cases} == {reviews[3].pk, reviews[4].pk}
        assert "it is withdrawn" in why(result, reviews[1])
        assert why(result, reviews[2]).startswith("Its case was decided on 18 June 2026")

    def test_leaves_out_what_is_past_the_cut_off(self, cast):
        group, reviews, _ = grouped(cast)
        too_late = FILED + timedelta(days=366)

        with pytest.raises(UnableToOpenGroupCases) as refusal:
            opened(cast, group, at=too_late)

        assert pointers(refusal) == [f"/reviews/{each.pk}" for each in reviews]
        assert set(codes(refusal)) == {"conflict"}
        assert "That day has passed." in str(refusal.value)
        assert RemovalRequest.objects.count() == 1

    def test_is_governed_by_the_policy_in_force_now(self, cast):
        group, _, _ = grouped(cast)
        changed = preset("game_goods")
        changed["removal"]["buyer_reply_hours"] = 48
        published(cast, changed, LATER)

        [case, *_] = opened(cast, group).cases

        assert case.policy_version.number == 2
        assert case.buyer_reply_due_at == LATER + timedelta(hours=48)

    def test_a_second_time_opens_none(self, cast):
        group, _, _ = grouped(cast)
        opened(cast, group)

        with pytest.raises(UnableToOpenGroupCases) as refusal:
            opened(cast, group)

        assert codes(refusal) == ["conflict"] * 4
        assert RemovalRequest.objects.count() == 4

    def test_is_for_agents_on_no_side(self, cast):
        group, _, _ = grouped(cast)

        for other, refused in ((cast.laura, NotPermitted), (cast.bob, NotThere), (cast.alice, NotThere)):
            with pytest.raises(refused):
                opened(cast, group, by=other)

    def test_is_not_there_from_elsewhere(self, cast):
        group, _, _ = grouped(cast)
        mallory = make_mallory()

        with mallory.inside(), pytest.raises(NotThere):
            open_group_cases(tenant=mallory.tenant, by=mallory.carol, group=group, now=LATER)


class TestWhatCountsAgainstWhom:
    def test_nothing_that_the_seller_never_asked_for(self, cast):
        group, _, first = grouped(cast, 6)
        others = opened(cast, group).cases
        now = LATER + REPLY_OVER
        policy = policy_in_force(at=now).policy
        for case in others:
            decided = claimed(cast, case, now)
            decide(cast, decided, now, "keep", good_faith=False, departure_reason="Read one by one.")

        use = fair_use_of(cast.seller, policy=policy, now=now)

        assert (use.groundless, use.decided) == (0, 0)
        assert who_to_look_at(now=now) == []

    def test_but_what_they_asked_for_does(self, cast):
        group, _, first = grouped(cast)
        opened(cast, group)
        now = LATER + REPLY_OVER
        groundless(cast, 1)
        decided = claimed(cast, first, now)
        decide(cast, decided, now, "keep", good_faith=False, departure_reason="Read one by one.")

        use = fair_use_of(cast.seller, policy=policy_in_force(at=now).policy, now=now)

        assert (use.groundless, use.decided) == (2, 2)

    def test_no_buyer_is_taken_for_a_blackmailer(self, cast):
        group, _, first = grouped(cast, 6)
        now = LATER + REPLY_OVER
        for case in opened(cast, group).cases:
            decided = claimed(cast, case, now)
            decide(cast, decided, now)

        assert who_to_look_at(now=now) == []

    def test_the_seller_may_file_again_once_its_case_is_closed(self, cast):
        group, reviews, _ = grouped(cast)
        case = opened(cast, group).cases[0]
        now = LATER + REPLY_OVER
        decided = claimed(cast, case, now)
        decide(cast, decided, now, "keep", departure_reason="Read one by one.")

        assert filed(cast, case.review, "unrelated", at=now).status == "awaiting_buyer"


def test_a_case_is_contested_by_hand_while_its_group_has_none(cast):
    group, reviews, _ = grouped(cast)
    mine = contested(cast, reviews[1])

    result = opened(cast, group)

    assert mine.review_id not in {case.review_id for case in result.cases}
