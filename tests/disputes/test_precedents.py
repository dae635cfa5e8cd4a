"""Which decided cases stand beside an open one, and which never do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.models import SecondLook
from disputes.precedents import nearest
from disputes.queries import story_of
from orders.models import SellerSeat
from tests.cast import NOW, make_member
from tests.disputes.acts import decide, filed, ready, review_of

RUDE = "The seller is an idiot and I hate him."


@pytest.fixture
def case(cast):
    """An open case about a rude review."""
    return filed(cast, review_of(cast, RUDE))


def decided(cast, comment=RUDE, outcome="remove", **words):
    case, now = ready(cast, review_of(cast, comment))
    return decide(cast, case, now, outcome, **words)


def found(case, **given):
    return nearest(case, claims=story_of(case).claims, **given)


class TestNearest:
    def test_are_those_of_the_same_ground_the_nearest_first(self, cast, case):
        far = decided(cast, "An idiot, they said, and I hated waiting for him.")
        near = decided(cast)
        precedents = found(case)
        assert [each.decision for each in precedents.near][:1] == [near]
        assert precedents.looked_at == 2
        assert far in [each.decision for each in precedents.near] or len(precedents.near) == 1

    def test_sums_up_how_they_ended(self, cast, case):
        for _ in range(2):
            decided(cast)
        decided(cast, outcome="keep")
        assert found(case).sums == {"remove": 2, "keep": 1}

    def test_leave_out_the_case_itself_and_other_grounds(self, cast):
        case, now = ready(cast, review_of(cast, RUDE))
        decide(cast, case, now)
        other, now = ready(cast, review_of(cast, RUDE), "duplicate")
        decide(cast, other, now, "keep", departure_reason="")
        assert found(case).looked_at == 0

    def test_leave_out_what_somebody_is_still_to_decide_without_seeing_it(self, cast, case):
        decision = decided(cast)
        look, _ = SecondLook.objects.get_or_create(decision=decision, defaults={"tenant": cast.tenant, "drawn_at": NOW})
        assert found(case).looked_at == 0
        look.by, look.answered_at, look.outcome = cast.dave, NOW, "remove"
        look.save()
        assert found(case).looked_at == 1

    def test_leave_out_held_and_superseded_decisions(self, cast, case, monkeypatch):
        monkeypatch.setattr("disputes.deciding.judging.must_be_approved", lambda *_, **__: True)
        assert decided(cast).held
        assert found(case).looked_at == 0

    def test_leave_out_cases_on_whose_side_the_reader_is(self, cast, case):
        decided(cast)
        eve = make_member(cast.tenant, "Eve", "agent", "seller")
        SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=eve)
        assert found(case, member=cast.dave).looked_at == 1
        assert found(case, member=eve).looked_at == 0

    def test_can_be_asked_for_as_they_were_at_a_moment(self, cast, case):
        decision = decided(cast)
        assert found(case, before=decision.decided_at).looked_at == 0
        assert found(case, before=decision.decided_at + timedelta(seconds=1)).looked_at == 1
        assert found(case, leaving_out=[decision.request_id]).looked_at == 0

    def test_are_read_in_one_query_however_many_there_are(self, cast, case):
        claims = story_of(case).claims
        decided(cast)
        with CaptureQueriesContext(connection) as few:
            nearest(case, claims=claims)
        for _ in range(3):
            decided(cast)
        with CaptureQueriesContext(connection) as many:
            nearest(case, claims=claims)
        assert len(few) == len(many) == 1
