"""An agent passes a case on with a note: to a colleague, who has it at once, or back to the queue."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from audit.queries import entries_of
from disputes.actions.claim_next import claim_next
from disputes.actions.claim_request import claim_request
from disputes.actions.hand_over_request import UnableToHandOver, hand_over_request
from disputes.models import HandOver
from disputes.progress import LEASE
from orders.models import SellerSeat
from tests.cast import browser, make_mallory, make_member
from tests.disputes.acts import codes, decide, pointers, ready
from tests.disputes.prepared import prepare
from tests.disputes.test_admin_case import QUEUE, REASON, act, filed_ago, typed
from wire.refusals import NotPermitted, NotThere

NOTE = "The chat of 3 June is what matters; I asked the seller for the whole of it."


def hand_over(cast, case, now, to=None, **changes):
    given = {"by": cast.carol, "to": to and to.pk, "note": NOTE, **changes}
    return hand_over_request(tenant=cast.tenant, request=case, now=now, **given)


@pytest.fixture
def case_and_now(cast):
    return ready(cast)


class TestHandOver:
    def test_to_a_colleague_makes_it_theirs_at_once(self, cast, case_and_now):
        case, now = case_and_now
        passed = hand_over(cast, case, now, cast.dave)
        case.refresh_from_db()
        assert (case.claimed_by, case.claimed_until) == (cast.dave, now + LEASE)
        assert (passed.by, passed.to, passed.note, passed.at) == (cast.carol, cast.dave, NOTE, now)
        assert claim_next(tenant=cast.tenant, by=cast.carol, now=now) is None
        assert decide(cast, case, now, by=cast.dave).decided_by == cast.dave

    def test_back_to_the_queue_leaves_it_to_anybody(self, cast, case_and_now):
        case, now = case_and_now
        assert hand_over(cast, case, now).to is None
        assert claim_next(tenant=cast.tenant, by=cast.dave, now=now) == case

    def test_is_free_again_when_the_colleague_does_not_come(self, cast, case_and_now):
        case, now = case_and_now
        hand_over(cast, case, now, cast.dave)
        assert claim_next(tenant=cast.tenant, by=cast.carol, now=now + LEASE) == case

    def test_is_in_the_log_without_the_words(self, cast, case_and_now):
        case, now = case_and_now
        passed = hand_over(cast, case, now, cast.dave)
        entry = list(entries_of(case))[-1]
        assert entry.action == "request.handed_over"
        assert entry.data == {"hand_over": str(passed.pk), "to": str(cast.dave.pk)}

    def test_leaves_what_others_have_seen_of_the_case_as_it_is(self, cast, case_and_now):
        case, now = case_and_now
        hand_over(cast, case, now, cast.dave)
        version = case.version
        case.refresh_from_db()
        assert case.version == version


class TestRefusals:
    def test_whoever_does_not_hold_it(self, cast, case_and_now):
        case, now = case_and_now
        with pytest.raises(UnableToHandOver) as another:
            hand_over(cast, case, now, by=cast.dave)
        with pytest.raises(UnableToHandOver) as ended:
            hand_over(cast, case, now + LEASE)
        assert (codes(another), codes(ended)) == (["already_claimed"], ["not_claimed"])

    @pytest.mark.parametrize("note", ["", "   ", "x" * 5001])
    def test_a_note_that_is_none_or_too_long(self, cast, case_and_now, note):
        case, now = case_and_now
        with pytest.raises(UnableToHandOver) as refusal:
            hand_over(cast, case, now, cast.dave, note=note)
        assert pointers(refusal) == ["/note"]

    def test_oneself_and_whoever_is_no_agent(self, cast, case_and_now):
        case, now = case_and_now
        for nobody in (cast.carol, cast.laura, cast.alice):
            with pytest.raises(UnableToHandOver) as refusal:
                hand_over(cast, case, now, nobody)
            assert pointers(refusal) == ["/to"]
        case.refresh_from_db()
        assert case.claimed_by == cast.carol
        assert not HandOver.objects.exists()

    def test_an_agent_of_another_marketplace_like_a_made_up_one(self, cast, case_and_now):
        case, now = case_and_now
        said = []
        for stranger in (make_mallory().carol.pk, uuid4()):
            with cast.inside(), pytest.raises(UnableToHandOver) as refusal:
                hand_over_request(tenant=cast.tenant, by=cast.carol, request=case, to=stranger, note=NOTE, now=now)
            said.append([problem.detail for problem in refusal.value.problems])
        assert said[0] == said[1]

    def test_a_colleague_whose_role_is_gone_since_the_page_was_opened(self, cast, case_and_now):
        case, now = case_and_now
        cast.dave.roles = ["buyer"]
        cast.dave.save()
        with pytest.raises(UnableToHandOver) as refusal:
            hand_over(cast, case, now, cast.dave)
        assert pointers(refusal) == ["/to"]
        assert "no agent of this marketplace any more" in refusal.value.problems[0].detail

    def test_a_colleague_on_one_side(self, cast, case_and_now):
        case, now = case_and_now
        SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=cast.dave)
        with pytest.raises(UnableToHandOver) as refusal:
            hand_over(cast, case, now, cast.dave)
        assert pointers(refusal) == ["/to"]
        assert "on one side" in refusal.value.problems[0].detail

    def test_what_is_decided_already(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now)
        with pytest.raises(UnableToHandOver) as refusal:
            hand_over(cast, case, now, cast.dave)
        assert codes(refusal) == ["conflict"]

    def test_whoever_is_no_agent_or_a_stranger(self, cast, case_and_now):
        case, now = case_and_now
        with pytest.raises(NotPermitted):
            hand_over(cast, case, now, by=cast.laura)
        with pytest.raises(NotThere):
            hand_over(cast, case, now, by=None)


@pytest.fixture
def case(cast):
    return filed_ago(cast)


@pytest.fixture
def carol(cast):
    return browser(cast.tenant, cast.carol)


class TestPage:
    def test_offers_colleagues_who_may_work_on_it(self, cast, carol, case):
        make_member(cast.tenant, "Erin", "agent")
        frank = make_member(cast.tenant, "Frank", "agent")
        SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=frank)
        carol.post(act(case, "claim"))
        offered = [each["label"] for each in carol.get(f"{QUEUE}{case.pk}/").context["hand_over_to"]]
        assert offered == ["Whoever takes it next", "Dave", "Erin"]

    def test_shows_every_note_to_whoever_works_next_the_newest_first(self, cast, carol, case):
        carol.post(act(case, "claim"))
        carol.post(act(case, "hand-over"), {"to": str(cast.dave.pk), "note": NOTE})
        dave = browser(cast.tenant, cast.dave)
        page = dave.get(f"{QUEUE}{case.pk}/")
        assert "Carol to you" in page.content.decode()
        assert page.context["is_mine"]
        dave.post(act(case, "hand-over"), {"to": "queue", "note": "I am off until Monday."})
        page = carol.get(f"{QUEUE}{case.pk}/").content.decode()
        assert "Dave to whoever takes it next" in page
        assert page.index("I am off until Monday.") < page.index(NOTE)

    def test_the_queue_tells_whom_it_was_handed_to(self, cast, carol, case):
        carol.post(act(case, "claim"))
        carol.post(act(case, "hand-over"), {"to": str(cast.dave.pk), "note": NOTE})
        assert "Handed over to you" in browser(cast.tenant, cast.dave).get(QUEUE).content.decode()
        assert "Handed over to you" not in carol.get(QUEUE).content.decode()

    def test_a_refusal_stands_beside_its_field_and_loses_nothing(self, cast, carol, case):
        carol.post(act(case, "claim"))
        cast.dave.roles = ["buyer"]
        cast.dave.save()
        beside = typed(case, draft="keep:")
        answer = carol.post(act(case, "hand-over"), {**beside, "to": str(cast.dave.pk), "note": NOTE})
        assert answer.status_code == 422
        assert "no agent of this marketplace any more" in answer.context["wrong"]["to"]
        assert NOTE in answer.content.decode() and REASON in answer.content.decode()
        assert answer.context["form"].outcome == "remove"

    def test_the_note_waits_where_the_lease_ran_out_while_typing(self, cast, carol, case):
        claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=timezone.now() - timedelta(minutes=20))
        answer = carol.post(act(case, "hand-over"), {"to": "queue", "note": NOTE})
        assert "Claim the case first" in answer.content.decode() and NOTE in answer.content.decode()
        again = carol.post(act(case, "claim"), {**typed(case), "note": NOTE, "to": "queue"})
        assert again.context["is_mine"] and again.context["written"]["note"] == NOTE

    def test_the_sides_never_read_the_note(self, cast, carol, case):
        carol.post(act(case, "claim"))
        carol.post(act(case, "hand-over"), {"to": "queue", "note": NOTE})
        for side in (cast.alice, cast.bob):
            assert NOTE not in browser(cast.tenant, side).get(f"/cases/{case.pk}").content.decode()
