"""A share of decided cases is looked at a second time, blind: who may, what counts, and that nothing comes of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from audit.queries import entries_of
from disputes.actions.answer_second_look import UnableToAnswerSecondLook, answer_second_look
from disputes.actions.approve_decision import approve_decision
from disputes.actions.claim_next_second_look import claim_next_second_look
from disputes.actions.claim_request import claim_request
from disputes.actions.claim_second_look import UnableToClaimSecondLook, claim_second_look
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.actions.release_second_look import UnableToReleaseSecondLook, release_second_look
from disputes.consistency.drawing import is_drawn
from disputes.models import Approval, Decision, JudgedFinding, Letter, Reading, SecondLook
from disputes.progress import LEASE
from tenants.actions.set_second_look_percent import UnableToSetSecondLookPercent, set_second_look_percent
from tenants.models import Role
from tests.cast import NOW, make_cast, make_member
from tests.disputes.acts import UNREAD, codes, decide, pointers, ready, review_of
from tests.disputes.notices import noticed_and_claimed
from wire.refusals import NotPermitted, NotThere

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WORDS = {"outcome": "keep", "findings": {"unrelated": "not_met"}, "reason": "It speaks of the order."}


def looking(cast, percent: int = 100):
    """Of the marketplace's decisions so many are drawn."""
    cast.tenant.second_look_percent = percent
    cast.tenant.save()
    return cast


@pytest.fixture
def cast():
    cast = looking(make_cast())
    with cast.inside():
        yield cast


def drawn(cast, outcome: str = "remove", **words) -> SecondLook:
    """Carol has decided, and the case is drawn."""
    case, now = ready(cast, review_of(cast, UNREAD))
    return decide(cast, case, now, outcome, **words).second_look


def at(look: SecondLook):
    return look.drawn_at + DAY


def claimed(cast, look: SecondLook, by=None, **when) -> SecondLook:
    return claim_second_look(tenant=cast.tenant, by=by or cast.dave, look=look, now=when.get("now", at(look)))


def answer(cast, look: SecondLook, by=None, **words) -> SecondLook:
    return answer_second_look(
        tenant=cast.tenant, by=by or cast.dave, look=look, **{**WORDS, "now": at(look) + timedelta(minutes=5), **words}
    )


class TestTheDraw:
    def test_is_found_again_from_the_id_alone(self, cast):
        looking(cast, 50)
        for number in range(6):
            case, now = ready(cast, review_of(cast, UNREAD, at=NOW + number * DAY), at=NOW + number * DAY)
            decide(cast, case, now, "keep" if number % 2 else "remove")
        drawn_ids = set(SecondLook.objects.values_list("decision", flat=True))
        assert drawn_ids == {each.pk for each in Decision.objects.all() if is_drawn(50, each.pk)}

    def test_draws_close_to_its_share_of_many_ids(self):
        ids = [UUID(int=number << 64 | number) for number in range(20_000)]
        assert 1850 < sum(is_drawn(10, each) for each in ids) < 2150
        assert not any(is_drawn(0, each) for each in ids) and all(is_drawn(100, each) for each in ids)

    def test_with_a_larger_share_all_of_a_smaller_one_are_drawn(self):
        ids = [UUID(int=number) for number in range(2_000)]
        assert {each for each in ids if is_drawn(10, each)} < {each for each in ids if is_drawn(20, each)}

    def test_none_is_drawn_at_nought(self, cast):
        looking(cast, 0)
        case, now = ready(cast)
        decide(cast, case, now)
        assert not SecondLook.objects.exists()

    def test_is_kept_with_an_entry_that_names_the_share(self, cast):
        (entry,) = entries_of(drawn(cast))
        assert (entry.action, entry.actor, entry.data) == ("second_look.drawn", "system", {"percent": 100})

    def test_takes_cases_of_notices_too(self, cast):
        case, _ = noticed_and_claimed(cast, review_of(cast, UNREAD))
        assert decide(cast, case, NOW, "keep").second_look

    def test_waits_until_a_held_decision_is_approved_and_counts_the_approval(self, cast, monkeypatch):
        monkeypatch.setattr("disputes.deciding.judging.must_be_approved", lambda *_, **__: True)
        looking(cast, 50)
        for number in range(5):
            case, now = ready(cast, review_of(cast, UNREAD, at=NOW + number * DAY), at=NOW + number * DAY)
            decision = decide(cast, case, now)
            assert decision.held and not SecondLook.objects.filter(decision=decision).exists()
            case.refresh_from_db()
            approve_decision(tenant=cast.tenant, by=cast.laura, request=case, version=case.version, now=now)
            approval = Approval.objects.get(decision=decision)
            drawn_now = SecondLook.objects.filter(decision=decision).exists()
            assert drawn_now == is_drawn(50, decision.pk, approval.pk)

    def test_never_takes_what_an_appeal_decided(self, cast):
        look = drawn(cast)
        appeal = lodge_appeal(tenant=cast.tenant, by=cast.alice, decision=look.decision, body="No.", now=at(look))
        decide_appeal(
            tenant=cast.tenant,
            by=cast.dave,
            appeal=appeal,
            version=appeal.version,
            outcome="upheld",
            reason="She is right.",
            now=at(look) + DAY,
        )
        assert Decision.objects.count() == 2 and SecondLook.objects.get() == look


class TestClaiming:
    def test_gives_it_to_one_agent_for_a_while(self, cast):
        look = claimed(cast, drawn(cast))
        assert (look.claimed_by, look.claimed_until) == (cast.dave, look.drawn_at + DAY + LEASE)
        assert [entry.action for entry in entries_of(look)] == ["second_look.drawn", "second_look.claimed"]

    def test_tells_who_comes_second(self, cast):
        look = claimed(cast, drawn(cast))
        with pytest.raises(UnableToClaimSecondLook) as refused:
            claimed(cast, look, make_member(cast.tenant, "Erin", "agent"))
        assert codes(refused) == ["already_claimed"]

    def test_an_ended_lease_leaves_it_free(self, cast):
        look, erin = claimed(cast, drawn(cast)), make_member(cast.tenant, "Erin", "agent")
        assert claimed(cast, look, erin, now=at(look) + LEASE).claimed_by == erin

    def test_can_be_given_back(self, cast):
        look = claimed(cast, drawn(cast))
        with pytest.raises(UnableToReleaseSecondLook) as refused:
            release_second_look(
                tenant=cast.tenant, by=make_member(cast.tenant, "Erin", "agent"), look=look, now=at(look)
            )
        assert codes(refused) == ["already_claimed"]
        assert release_second_look(tenant=cast.tenant, by=cast.dave, look=look, now=at(look)).claimed_by is None

    def test_next_is_the_one_that_has_waited_longest(self, cast):
        first, second = drawn(cast), drawn(cast)
        SecondLook.objects.filter(pk=second.pk).update(drawn_at=first.drawn_at - DAY)
        taken = [claim_next_second_look(tenant=cast.tenant, by=cast.dave, now=at(first)) for _ in range(3)]
        assert taken == [second, first, None]

    def test_next_is_for_agents(self, cast):
        drawn(cast)
        for by in (cast.alice, cast.bob, cast.laura, None):
            with pytest.raises(NotPermitted):
                claim_next_second_look(tenant=cast.tenant, by=by, now=NOW)


class TestWhoMayLook:
    def refused(self, cast, look, by) -> None:
        """For them it is not there, and it is not the next one either."""
        with pytest.raises(NotThere):
            claimed(cast, look, by)
        if by.has_role(Role.AGENT):
            assert claim_next_second_look(tenant=cast.tenant, by=by, now=at(look)) is None

    def test_not_the_first_decider(self, cast):
        self.refused(cast, drawn(cast), cast.carol)

    def test_not_who_had_the_case_in_hand_before(self, cast):
        case, now = ready(cast, by=cast.dave)
        look = decide(cast, *_taken_over(cast, case, now)).second_look
        self.refused(cast, look, cast.dave)

    def test_not_who_has_read_the_case_since_it_was_decided(self, cast):
        look = drawn(cast)
        Reading.objects.create(
            tenant=cast.tenant, request=look.decision.request, by=cast.dave, version=1, at=look.drawn_at
        )
        self.refused(cast, look, cast.dave)

    def test_but_who_only_read_it_before(self, cast):
        look = drawn(cast)
        before = look.drawn_at - timedelta(minutes=1)
        Reading.objects.create(tenant=cast.tenant, request=look.decision.request, by=cast.dave, version=1, at=before)
        assert claimed(cast, look)

    def test_not_who_works_on_its_appeal(self, cast):
        look = drawn(cast)
        appeal = lodge_appeal(tenant=cast.tenant, by=cast.alice, decision=look.decision, body="No.", now=at(look))
        appeal.claimed_by = cast.dave
        appeal.save()
        self.refused(cast, look, cast.dave)

    @pytest.mark.parametrize("side", ["alice", "bob"])
    def test_not_a_side_of_the_case_though_they_are_agents(self, cast, side):
        member = getattr(cast, side)
        member.roles = [*member.roles, Role.AGENT]
        member.save()
        self.refused(cast, drawn(cast), member)

    def test_not_who_sent_the_notice(self, cast):
        case, _ = noticed_and_claimed(cast, review_of(cast, UNREAD), email=cast.dave.email.upper())
        self.refused(cast, decide(cast, case, NOW, "keep").second_look, cast.dave)

    def test_not_a_lead_who_is_no_agent(self, cast):
        with pytest.raises(NotPermitted):
            claimed(cast, drawn(cast), cast.laura)

    def test_nobody_whose_role_is_gone(self, cast):
        look = claimed(cast, drawn(cast))
        cast.dave.roles = ["buyer"]
        cast.dave.save()
        with pytest.raises(NotThere):
            answer(cast, look)
        assert SecondLook.objects.get().answered_at is None


def _taken_over(cast, case, now):
    """Carol has the case after somebody else's lease ended."""
    later = now + LEASE
    return claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=later), later


class TestAnswering:
    def test_keeps_the_answer_beside_the_first(self, cast):
        look = answer(cast, claimed(cast, drawn(cast)))
        assert (look.by, look.outcome, look.findings) == (cast.dave, "keep", {"unrelated": "not_met"})
        assert look.reason == "It speaks of the order." and look.claimed_by is None
        (*_, entry) = entries_of(look)
        assert entry.action == "second_look.answered" and entry.data["outcome"] == "keep"

    def test_changes_nothing_and_tells_nobody(self, cast):
        look = claimed(cast, drawn(cast, "strike"))
        case, review = look.decision.request, look.decision.review
        before = (case.version, case.status, review.version, review.status, Letter.objects.count())
        judged, log = JudgedFinding.objects.count(), entries_of(case).count()
        answer(cast, look)
        case.refresh_from_db()
        review.refresh_from_db()
        assert (case.version, case.status, review.version, review.status, Letter.objects.count()) == before
        assert JudgedFinding.objects.count() == judged and entries_of(case).count() == log
        assert Decision.objects.get().outcome == "strike"

    @pytest.mark.parametrize(
        ("words", "pointer"),
        [
            ({"outcome": "banish"}, "/outcome"),
            ({"outcome": "remove"}, "/outcome"),
            ({"reason": "  "}, "/reason"),
            ({"reason": "x" * 5001}, "/reason"),
            ({"findings": {}}, "/findings/unrelated"),
            ({"findings": {"unrelated": "perhaps"}}, "/findings/unrelated"),
            ({"findings": {"unrelated": "not_met", "blackmail": "met"}}, "/findings/blackmail"),
        ],
    )
    def test_holds_the_words_to_what_a_decision_is_held_to(self, cast, words, pointer):
        look = claimed(cast, drawn(cast))
        with pytest.raises(UnableToAnswerSecondLook) as refused:
            answer(cast, look, **words)
        assert pointer in pointers(refused) and pointers(refused).count("/reason") <= 1

    def test_asks_for_no_passages_to_hide(self, cast):
        case, now = ready(cast, review_of(cast, "Call me at +49 30 901820, liar."), "personal_information")
        look = claimed(cast, decide(cast, case, now, "keep").second_look)
        again = answer(cast, look, outcome="redact", findings={"personal_information": "met"})
        assert again.outcome == "redact"

    def test_goes_by_the_findings_of_the_first_decision(self, cast):
        """What programs would find today is nothing to it."""
        look = claimed(cast, drawn(cast))
        review = look.decision.review
        review.comment = "Edited since."
        review.save()
        assert answer(cast, look).findings == {"unrelated": "not_met"}

    def test_needs_a_claim(self, cast):
        with pytest.raises(UnableToAnswerSecondLook) as refused:
            answer(cast, drawn(cast))
        assert codes(refused) == ["not_claimed"]

    def test_is_refused_after_the_lease(self, cast):
        look = claimed(cast, drawn(cast))
        with pytest.raises(UnableToAnswerSecondLook) as refused:
            answer(cast, look, now=at(look) + LEASE)
        assert codes(refused) == ["not_claimed"]

    def test_is_given_once(self, cast):
        look = answer(cast, claimed(cast, drawn(cast)))
        for act in (claimed, answer):
            with pytest.raises((UnableToClaimSecondLook, UnableToAnswerSecondLook)) as refused:
                act(cast, look)
            assert codes(refused) == ["conflict"]


class TestTheShare:
    def test_is_set_by_a_lead_and_kept_in_the_log(self, cast):
        tenant = set_second_look_percent(tenant=cast.tenant, by=cast.laura, percent=25, now=NOW)
        assert tenant.second_look_percent == 25
        (*_, entry) = entries_of(tenant)
        assert (entry.action, entry.data) == ("tenant.second_look_percent", {"percent": [100, 25]})

    @pytest.mark.parametrize("percent", [-1, 101, None, True])
    def test_is_a_whole_number_of_a_hundred(self, cast, percent):
        with pytest.raises(UnableToSetSecondLookPercent) as refused:
            set_second_look_percent(tenant=cast.tenant, by=cast.laura, percent=percent, now=NOW)
        assert pointers(refused) == ["/percent"]

    def test_is_nobody_elses_to_set(self, cast):
        for by in (cast.carol, cast.bob, None):
            with pytest.raises(NotPermitted):
                set_second_look_percent(tenant=cast.tenant, by=by, percent=25, now=NOW)
