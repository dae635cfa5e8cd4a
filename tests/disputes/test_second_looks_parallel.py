"""Agents who take second looks at once, on real connections: each look is taken once, and answered once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.answer_second_look import answer_second_look
from disputes.actions.claim_next_second_look import claim_next_second_look
from disputes.actions.claim_second_look import claim_second_look
from disputes.models import SecondLook
from tests.cast import NOW, Cast, make_cast, make_member
from tests.disputes.acts import UNREAD, decide, ready, review_of
from tests.disputes.test_parallel import at_once
from wire.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=30)
LOOKS = 12


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    cast.tenant.second_look_percent = 100
    cast.tenant.save()
    with cast.inside():
        for number in range(LOOKS):
            at = NOW + timedelta(hours=number)
            case, now = ready(cast, review_of(cast, UNREAD, at=at), at=at)
            decide(cast, case, now, "keep")
    return cast


class TestManyAtOnce:
    def test_each_look_goes_to_one_agent_and_none_is_left(self, cast):
        agents = [make_member(cast.tenant, f"Agent{number}", "agent") for number in range(6)]

        def take_two(by):
            return [claim_next_second_look(tenant=cast.tenant, by=by, now=LATER) for _ in range(2)]

        answers = at_once(cast, *[lambda by=by: take_two(by) for by in agents])
        taken = [look.pk for pair in answers for look in pair if look is not None]
        assert len(taken) == len(set(taken)) == LOOKS
        with cast.inside():
            assert not SecondLook.objects.filter(claimed_by=None).exists()

    def test_of_two_who_claim_one_the_second_is_told(self, cast):
        erin = make_member(cast.tenant, "Erin", "agent")
        with cast.inside():
            look = SecondLook.objects.order_by("drawn_at").first()
        answers = at_once(
            cast,
            *[
                lambda by=by: claim_second_look(tenant=cast.tenant, by=by, look=look, now=LATER)
                for by in (cast.dave, erin)
            ],
        )
        assert [each.code for each in answers if isinstance(each, Refused)] == ["already_claimed"]

    def test_of_two_answers_sent_at_once_one_is_kept(self, cast):
        with cast.inside():
            look = claim_next_second_look(tenant=cast.tenant, by=cast.dave, now=LATER)

        def say(outcome: str):
            met = "not_met" if outcome == "keep" else "met"
            words = {"outcome": outcome, "findings": {"unrelated": met}, "reason": "As I see it."}
            return answer_second_look(tenant=cast.tenant, by=cast.dave, look=look, now=LATER, **words)

        answers = at_once(cast, lambda: say("keep"), lambda: say("remove"))
        assert [each.code for each in answers if isinstance(each, Refused)] == ["conflict"]
        (kept,) = [each for each in answers if not isinstance(each, Refused)]
        with cast.inside():
            assert SecondLook.objects.get(pk=look.pk).outcome == kept.outcome
