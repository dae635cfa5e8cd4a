"""Either side may appeal once; somebody else decides; what is taken back is back to the digit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.queries import entries_of
from disputes.actions.claim_appeal import claim_appeal
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.file_request import UnableToFileRequest
from disputes.actions.lodge_appeal import UnableToAppeal, lodge_appeal
from disputes.actions.mark_read import mark_read
from disputes.models import Letter, Statement
from disputes.queries import fair_use_of, informed_at, standing_decision
from disputes.refusals import UnableToAct
from feedback.actions.remove_review import UnableToRemoveReview
from feedback.actions.withdraw_review import withdraw_review
from feedback.jobs.recompute_rate import recompute_rate
from feedback.queries import rating_of
from orders.models import SellerSeat
from policy.terms import Party
from tests.cast import NOW, make_member
from tests.disputes.acts import codes, decide, filed, pointers, ready, review_of
from wire.refusals import NotPermitted, NotThere

WRONG = "The chat shows the opposite."


def lodge(cast, decision, now, *, by=None, body=WRONG):
    return lodge_appeal(tenant=cast.tenant, by=by or cast.alice, decision=decision, body=body, now=now)


def settle(cast, appeal, now, outcome="upheld", *, by=None, **words):
    given = {"version": appeal.version, "reason": "Read again, it was about this order.", **words}
    return decide_appeal(tenant=cast.tenant, by=by or cast.dave, appeal=appeal, outcome=outcome, now=now, **given)


def removed(cast, review=None):
    case, now = ready(cast, review)
    return case, decide(cast, case, now), now


class TestLodgeAppeal:
    def test_is_confirmed_and_due(self, cast):
        case, decision, now = removed(cast)

        appeal = lodge(cast, decision, now)

        assert (appeal.party, appeal.status) == ("author", "lodged")
        assert appeal.due_at > now
        assert Letter.objects.get(kind="appeal_received").addressee == cast.alice

    def test_each_side_appeals_a_decision_once(self, cast):
        case, decision, now = removed(cast)
        lodge(cast, decision, now)

        with pytest.raises(UnableToAppeal) as refusal:
            lodge(cast, decision, now)

        assert codes(refusal) == ["not_appealable"]

    def test_a_decision_in_the_place_of_another_can_be_appealed_anew(self, cast):
        case, decision, now = removed(cast)
        third, fourth = (make_member(cast.tenant, name, "agent") for name in ("Nora", "Omar"))
        kept = settle(cast, lodge(cast, decision, now), now).new_decision
        again = settle(cast, lodge(cast, kept, now, by=cast.bob), now, by=third, new_outcome="remove").new_decision
        final = settle(cast, lodge(cast, again, now), now, by=fourth).new_decision

        assert [each.outcome for each in (kept, again, final)] == ["keep", "remove", "keep"]
        case.review.refresh_from_db()
        assert case.review.status == "published"
        with pytest.raises(UnableToAppeal) as refusal:
            lodge(cast, again, now)
        assert codes(refusal) == ["not_appealable"]

    def test_of_what_does_not_go_against_them_there_is_none(self, cast):
        case, decision, now = removed(cast)

        with pytest.raises(UnableToAppeal) as refusal:
            lodge(cast, decision, now, by=cast.bob)

        assert codes(refusal) == ["not_appealable"]

    def test_counts_its_window_from_being_informed(self, cast):
        case, decision, now = removed(cast)
        read_at = now + timedelta(days=100)
        statement = Statement.objects.get(kind="statement")
        assert informed_at(decision, Party.AUTHOR) is None
        mark_read(tenant=cast.tenant, by=cast.alice, statement=statement, now=read_at)
        assert informed_at(decision, Party.AUTHOR) == read_at
        last_day = read_at + timedelta(days=183)

        with pytest.raises(UnableToAppeal) as refusal:
            lodge(cast, decision, last_day + timedelta(days=1))
        assert codes(refusal) == ["not_appealable"]
        assert lodge(cast, decision, last_day)

    def test_an_agent_who_reads_a_statement_informs_nobody(self, cast):
        case, decision, now = removed(cast)
        statement = Statement.objects.get(kind="statement")

        for other in (cast.carol, cast.bob):
            assert not mark_read(tenant=cast.tenant, by=other, statement=statement, now=now)
        assert informed_at(decision, Party.AUTHOR) is None

    def test_is_for_the_two_sides(self, cast):
        case, decision, now = removed(cast)

        with pytest.raises(NotPermitted):
            lodge(cast, decision, now, by=cast.dave)
        with pytest.raises(NotThere):
            lodge(cast, decision, now, by=make_member(cast.tenant, "Mallory", "buyer"))

    def test_says_something(self, cast):
        case, decision, now = removed(cast)

        with pytest.raises(UnableToAppeal) as refusal:
            lodge(cast, decision, now, body=" ")

        assert pointers(refusal) == ["/body"]


class TestDecideAppeal:
    def test_upheld_puts_review_and_rate_back_to_the_digit(self, cast):
        for minute in range(6):
            review_of(cast, "Fine.", 5, at=NOW + timedelta(minutes=minute))
        review = review_of(cast)

        def rating_at(now):
            recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=now)
            shown = rating_of(cast.seller, now)
            return {key: shown[key] for key in ("rate", "status", "ratio", "windows", "criteria", "histogram")}

        case, now = ready(cast, review)
        before = rating_at(now)
        kept = {name: getattr(review, name) for name in ("status", "ground", "redactions", "comment", "published_on")}
        decision = decide(cast, case, now)
        assert rating_at(now)["rate"] == "1.0000" != before["rate"]

        appeal = settle(cast, lodge(cast, decision, now), now)

        review.refresh_from_db()
        assert {name: getattr(review, name) for name in kept} == kept
        assert rating_at(now) == before
        assert appeal.status == "upheld"
        assert appeal.new_decision.supersedes == decision
        assert standing_decision(case) == appeal.new_decision
        assert "taken back, exactly" in Statement.objects.filter(kind="statement").last().measure
        assert Statement.objects.count() == 4

    def test_takes_back_only_its_own_decision(self, retail):
        review = review_of(retail, "It never arrived.")
        case, now = ready(retail, review, "shipped_on_time")
        decide(retail, case, now, "strike", departure_reason="The tracking shows it.")
        later = now + timedelta(days=1)
        second, then = ready(retail, review, "product_review", at=later, evidence=())
        decision = decide(retail, second, then)

        settle(retail, lodge(retail, decision, then), then)

        review.refresh_from_db()
        assert (review.status, review.ground) == ("struck", "shipped_on_time")
        told = Statement.objects.filter(kind="statement").last().measure
        assert "By another decision it is struck through" in told

    def test_may_put_something_milder_in_its_place(self, cast):
        review = review_of(cast, "Slow, and a fool he is.")
        case, decision, now = removed(cast, review)

        settle(cast, lodge(cast, decision, now), now, new_outcome="redact", spans=[[10, 22]])

        review.refresh_from_db()
        assert (review.status, review.redactions) == ("published", [[10, 22]])

    def test_of_the_requester_needs_a_new_outcome_and_removes(self, cast):
        review = review_of(cast)
        case, now = ready(cast, review)
        decision = decide(cast, case, now, "keep", good_faith=False)
        appeal = lodge(cast, decision, now, by=cast.bob)

        for new_outcome in (None, "keep", "burn"):
            with pytest.raises(UnableToAct) as refusal:
                settle(cast, appeal, now, new_outcome=new_outcome)
            assert pointers(refusal) == ["/new_outcome"]
        settle(cast, appeal, now, new_outcome="remove")

        review.refresh_from_db()
        assert (review.status, review.ground) == ("removed", "unrelated")
        assert fair_use_of(cast.seller, policy=case.policy_version.policy, now=now).groundless == 0

    def test_upheld_allows_nothing_that_no_claimed_ground_allows(self, retail):
        review = review_of(retail, "It never arrived.")
        case, now = ready(retail, review, "shipped_on_time")
        decision = decide(retail, case, now, "keep", findings={"shipped_on_time": "not_met"})
        appeal = lodge(retail, decision, now, by=retail.bob)

        with pytest.raises(UnableToAct) as refusal:
            settle(retail, appeal, now, new_outcome="remove")

        assert (codes(refusal), pointers(refusal)) == (["validation_failed"], ["/new_outcome"])

    def test_rejected_leaves_everything_and_says_why_by_letter(self, cast):
        review = review_of(cast)
        case, decision, now = removed(cast, review)

        appeal = settle(cast, lodge(cast, decision, now), now, "rejected")

        review.refresh_from_db()
        assert (review.status, appeal.status) == ("removed", "rejected")
        assert Letter.objects.get(kind="appeal_rejected").addressee == cast.alice
        assert Statement.objects.count() == 2

    def test_is_never_for_whoever_decided_before(self, cast):
        case, decision, now = removed(cast)
        appeal = lodge(cast, decision, now)

        for act in (
            lambda: settle(cast, appeal, now, by=cast.carol),
            lambda: claim_appeal(tenant=cast.tenant, by=cast.carol, appeal=appeal, now=now),
        ):
            with pytest.raises(UnableToAct) as refusal:
                act()
            assert codes(refusal) == ["same_agent"]

    def test_is_a_leads_where_every_agent_decided_before(self, cast):
        case, decision, now = removed(cast)
        again = lodge(cast, settle(cast, lodge(cast, decision, now), now).new_decision, now, by=cast.bob)
        give = {"by": cast.laura, "new_outcome": "remove"}

        appeal = settle(cast, again, now, **give)

        assert (appeal.status, appeal.decided_by) == ("upheld", cast.laura)
        entry = next(each for each in entries_of(appeal) if each.action == "appeal.decided_by_lead")
        assert entry.data == {"because": "every agent decided in this case before"}

    def test_is_no_leads_while_an_agent_is_left_or_once_they_had_a_part(self, cast):
        case, decision, now = removed(cast)
        appeal = lodge(cast, decision, now)
        with pytest.raises(NotPermitted):
            settle(cast, appeal, now, by=cast.laura)
        again = lodge(cast, settle(cast, appeal, now).new_decision, now, by=cast.bob)
        nora = make_member(cast.tenant, "Nora", "agent")
        with pytest.raises(NotPermitted):
            settle(cast, again, now, by=cast.laura, new_outcome="remove")
        nora.roles = ["lead"]
        nora.save(update_fields=["roles"])
        SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=nora)
        with pytest.raises(NotPermitted):
            settle(cast, again, now, by=nora, new_outcome="remove")
        last = lodge(cast, settle(cast, again, now, by=cast.laura, new_outcome="remove").new_decision, now)
        with pytest.raises(NotPermitted):
            settle(cast, last, now, by=cast.laura)

    def test_refuses_while_another_works_on_it_and_once_it_is_decided(self, cast):
        case, decision, now = removed(cast)
        appeal = lodge(cast, decision, now)
        nora = make_member(cast.tenant, "Nora", "agent")
        appeal = claim_appeal(tenant=cast.tenant, by=nora, appeal=appeal, now=now)

        with pytest.raises(UnableToAct) as refusal:
            settle(cast, appeal, now)
        assert codes(refusal) == ["already_claimed"]
        settle(cast, appeal, now, by=nora)
        with pytest.raises(UnableToAct) as refusal:
            settle(cast, appeal, now)
        assert codes(refusal) == ["conflict"]
        assert "Nora upheld it" in str(refusal.value)

    def test_refuses_a_version_not_seen(self, cast):
        case, decision, now = removed(cast)
        appeal = lodge(cast, decision, now)

        for version, code in ((None, "validation_failed"), (7, "stale_version")):
            with pytest.raises(UnableToAct) as refusal:
                settle(cast, appeal, now, version=version)
            assert codes(refusal) == [code]

    def test_the_new_decision_can_be_appealed_by_the_other_side_only(self, cast):
        case, decision, now = removed(cast)
        new = settle(cast, lodge(cast, decision, now), now).new_decision

        with pytest.raises(UnableToAppeal) as refusal:
            lodge(cast, decision, now, by=cast.bob)
        assert codes(refusal) == ["not_appealable"]
        again = lodge(cast, new, now, by=cast.bob)
        for agent in (cast.carol, cast.dave):
            with pytest.raises(UnableToAct) as refusal:
                settle(cast, again, now, by=agent, new_outcome="remove")
            assert codes(refusal) == ["same_agent"]
        nora = make_member(cast.tenant, "Nora", "agent")
        settle(cast, again, now, by=nora, new_outcome="remove")
        case.review.refresh_from_db()
        assert case.review.status == "removed"


def test_what_the_author_withdrew_stays_withdrawn(cast):
    review = review_of(cast)
    case, now = ready(cast, review)
    decision = decide(cast, case, now, "keep")
    withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=now)
    appeal = lodge(cast, decision, now, by=cast.bob)

    with pytest.raises(UnableToRemoveReview) as refusal:
        settle(cast, appeal, now, new_outcome="remove")

    review.refresh_from_db()
    assert codes(refusal) == ["conflict"]
    assert review.status == "withdrawn"


def test_nothing_is_filed_about_a_withdrawn_review(cast):
    review = review_of(cast)
    withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=NOW)

    with pytest.raises(UnableToFileRequest) as refusal:
        filed(cast, review)

    assert codes(refusal) == ["conflict"]
