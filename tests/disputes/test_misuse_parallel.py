"""Two leads at once confirm one proposal, and two workers propose it: it happens once, and is told once."""

from __future__ import annotations

import pytest

from disputes.models import Letter, MisuseStep
from tests.cast import Cast, make_cast, make_member
from tests.disputes.acts import REPLY_OVER
from tests.disputes.misuse import NOW, confirmed, groundless, proposed
from tests.disputes.test_parallel import at_once
from wire.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)
DECIDED = NOW + REPLY_OVER


@pytest.fixture
def cast() -> Cast:
    return make_cast()


class TestAtOnce:
    def test_one_lead_confirms_and_the_other_is_told_what_happened(self, cast):
        lionel = make_member(cast.tenant, "Lionel", "lead")
        with cast.inside():
            groundless(cast, 3)
            step = proposed(cast, at=DECIDED)

        answers = at_once(
            cast, *[lambda by=by: confirmed(cast, step, at=DECIDED, by=by) for by in (cast.laura, lionel)]
        )

        refusals = [each for each in answers if isinstance(each, Refused)]
        assert [refusal.code for refusal in refusals] == ["conflict"]
        with cast.inside():
            step.refresh_from_db()
            assert f"{step.confirmed_by} confirmed this caution on" in str(refusals[0])
            assert Letter.objects.filter(step=step).count() == 1

    def test_two_workers_propose_one_caution(self, cast):
        with cast.inside():
            groundless(cast, 3)

        answers = at_once(cast, *[lambda: proposed(cast, at=DECIDED)] * 2)

        assert sum(step is not None for step in answers) == 1
        with cast.inside():
            assert MisuseStep.objects.count() == 1
