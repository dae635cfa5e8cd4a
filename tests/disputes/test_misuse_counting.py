"""What counts as misuse, what the count proposes, and that it proposes it once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.dismiss_step import dismiss_step
from disputes.actions.lift_step import lift_step
from disputes.models import MisuseStep
from disputes.queries import cases_standing, fair_use_of, still_called_for
from tenants.queries import policy_in_force
from tests.cast import NOW, Cast
from tests.disputes.acts import REPLY_OVER, decide, ready, review_of
from tests.disputes.misuse import (
    DAY,
    blackmail,
    buyer,
    cautioned,
    confirmed,
    groundless,
    proposed,
    suspended,
    swept,
)

pytestmark = pytest.mark.django_db
DECIDED = NOW + REPLY_OVER


def fair_use(cast: Cast, now=DECIDED):
    return fair_use_of(cast.seller, policy=policy_in_force(at=now).policy, now=now)


def overturn(cast: Cast, decision, now) -> None:
    from disputes.actions.lodge_appeal import lodge_appeal

    appeal = lodge_appeal(tenant=cast.tenant, by=cast.bob, decision=decision, body="It was a threat.", now=now)
    decide_appeal(
        tenant=cast.tenant,
        by=cast.dave,
        appeal=appeal,
        version=appeal.version,
        outcome="upheld",
        new_outcome="remove",
        reason="It is unrelated after all.",
        now=now,
    )


class TestGroundlessRequests:
    def test_are_lost_and_were_not_made_in_good_faith(self, cast):
        groundless(cast, 2)
        groundless(cast, good_faith=True)
        case, now = ready(cast)
        decide(cast, case, now, "remove")

        assert (fair_use(cast).groundless, fair_use(cast).decided) == (2, 4)

    def test_count_for_the_span_and_no_second_longer(self, cast):
        groundless(cast)
        within = policy_in_force(at=NOW).policy.misuse.within_days

        assert fair_use(cast, DECIDED + within * DAY - DAY / 86400).groundless == 1
        assert fair_use(cast, DECIDED + within * DAY).groundless == 0

    def test_stop_counting_when_overturned(self, cast):
        decision = groundless(cast)[0]
        overturn(cast, decision, DECIDED + DAY)

        use = fair_use(cast, DECIDED + DAY)
        assert (use.groundless, use.decided) == (0, 1)


class TestProposing:
    def test_a_caution_at_the_third_groundless_request(self, cast):
        groundless(cast, 2)
        assert swept(cast, DECIDED) == []

        groundless(cast, 1)
        (step,) = swept(cast, DECIDED)
        assert (step.kind, step.status, step.counted, step.decided, step.share) == ("caution", "proposed", 3, 3, 1)
        assert step.reasons == ["3 groundless requests in 90 days."]
        assert len(step.cases) == 3

    def test_a_caution_at_the_second_about_one_review(self, cast):
        review = review_of(cast)
        groundless(cast, review=review)
        groundless(cast, review=review, at=NOW + 4 * DAY)

        (step,) = swept(cast, DECIDED + 4 * DAY)
        assert f"about the same review, of order {review.order.external_id}." in step.reasons[0]

    def test_happens_once(self, cast):
        groundless(cast, 3)
        assert len(swept(cast, DECIDED)) == 1
        groundless(cast, 1)
        assert swept(cast, DECIDED) == []
        assert MisuseStep.objects.count() == 1

    def test_keeps_share_and_base(self, cast):
        groundless(cast, 3)
        groundless(cast, 1, good_faith=True)
        (step,) = swept(cast, DECIDED)
        assert (step.counted, step.decided, step.share) == (3, 4, Decimal("0.7500"))

    def test_leaves_dismissed_cases_alone_until_a_new_one_comes(self, cast):
        groundless(cast, 3)
        (step,) = swept(cast, DECIDED)
        dismiss_step(tenant=cast.tenant, by=cast.laura, step=step, version=1, reason="They were unlucky.", now=DECIDED)
        assert swept(cast, DECIDED + DAY) == []

        groundless(cast, 1, at=NOW + DAY)
        assert [each.counted for each in swept(cast, DECIDED + DAY)] == [4]

    def test_leaves_the_cases_of_a_lifted_caution_alone(self, cast):
        step = cautioned(cast)
        lift_step(tenant=cast.tenant, by=cast.laura, step=step, version=2, reason="A mistake.", now=DECIDED)
        assert swept(cast, DECIDED) == []

    def test_a_suspension_only_after_a_caution_and_a_case_after_it(self, cast):
        cautioned(cast)
        groundless(cast, 1, at=NOW + DAY)
        assert swept(cast, DECIDED + DAY) == []
        groundless(cast, 1, at=NOW + DAY)
        (step,) = swept(cast, DECIDED + DAY)
        assert (step.kind, step.counted) == ("suspension", 5)

    def test_no_suspension_for_half_of_the_requests(self, cast):
        cautioned(cast)
        groundless(cast, 5, at=NOW + DAY, good_faith=True)
        groundless(cast, 2, at=NOW + DAY)
        assert swept(cast, DECIDED + DAY) == []

    def test_does_not_suspend_twice_for_the_same_cases(self, cast):
        step = suspended(cast)
        after = step.ends_at
        assert swept(cast, after) == []
        groundless(cast, 1, at=after)
        assert [each.kind for each in swept(cast, after + REPLY_OVER)] == ["suspension"]


class TestBlackmail:
    def test_of_one_buyer_calls_for_a_caution_at_once(self, cast):
        blackmail(cast)
        (step,) = swept(cast, DECIDED)
        assert (step.subject, step.member, step.kind, step.gravity) == ("buyer", cast.alice, "caution", "grave")

    def test_after_the_caution_calls_for_a_suspension(self, cast):
        blackmail(cast)
        confirmed(cast, proposed(cast, buyer(cast), at=DECIDED), at=DECIDED)
        blackmail(cast, at=NOW + DAY)
        (step,) = swept(cast, DECIDED + DAY)
        assert (step.subject, step.kind) == ("buyer", "suspension")


class TestOverturnedCases:
    def test_are_counted_on_the_step_and_it_is_no_longer_called_for(self, cast):
        decisions = groundless(cast, 3)
        step = proposed(cast, at=DECIDED)
        assert (len(cases_standing(step)), still_called_for(step)) == (3, True)

        overturn(cast, decisions[0], DECIDED + DAY)
        assert (len(cases_standing(step)), still_called_for(step)) == (2, False)
