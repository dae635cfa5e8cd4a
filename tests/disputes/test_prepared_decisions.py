"""A decision at the desk waits half a minute: nothing has happened before, and whoever decided may take it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery import current_app

from audit.queries import entries_of
from disputes import tasks, waking
from disputes.actions.ask_information import ask_information
from disputes.actions.claim_next import claim_next
from disputes.actions.claim_request import claim_request
from disputes.actions.decide_request import decide_request
from disputes.actions.prepare_decision import prepare_decision
from disputes.actions.put_away_refusal import put_away_refusal
from disputes.actions.renew_claim import renew_claim
from disputes.actions.take_back_decision import take_back_decision
from disputes.deciding.grace import GRACE
from disputes.jobs import apply_prepared as job
from disputes.jobs.apply_prepared import TOLD_FOR, apply_prepared
from disputes.models import Decision, Letter, PreparedDecision, RemovalRequest, Statement
from disputes.queries import refused_decisions_of, standing_decision, waiting_decision
from disputes.refusals import UnableToAct
from feedback.actions.edit_review import edit_review
from feedback.actions.withdraw_review import withdraw_review
from feedback.models import Revision
from policy.terms import RequestStatus
from tests.disputes.acts import UNREAD, codes, decide, ready, review_of
from tests.disputes.prepared import REASON, prepare, time_runs_out
from wire.refusals import NotPermitted, NotThere

A_SECOND = timedelta(seconds=1)


@pytest.fixture
def case_and_now(cast):
    return ready(cast)


def actions_of(case) -> list[str]:
    return [entry.action for entry in entries_of(case).order_by("id")]


class TestPreparing:
    def test_changes_nothing_yet_and_leaves_the_case_to_nobody(self, cast, case_and_now):
        case, now = case_and_now

        row = prepare(cast, case, now)

        case.refresh_from_db()
        assert (case.status, case.review.status) == ("in_review", "published")
        assert (case.claimed_by, case.claimed_until) == (None, None)
        assert not Decision.objects.exists()
        assert not Statement.objects.exists()
        assert not Letter.objects.filter(kind__in=["statement", "notice"]).exists()
        assert row.takes_effect_at - row.prepared_at == GRACE == timedelta(seconds=30)
        assert not row.held_then
        assert actions_of(case)[-1] == "decision.prepared"

    def test_takes_effect_when_the_time_is_over(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now, good_faith=False)

        assert apply_prepared(tenant=cast.tenant, now=now + GRACE - A_SECOND) == 0
        assert time_runs_out(cast, now) == 1

        case.refresh_from_db()
        case.review.refresh_from_db()
        decision = standing_decision(case)
        assert (case.status, case.review.status) == ("decided", "removed")
        assert (decision.decided_by, decision.reason, decision.good_faith) == (cast.carol, REASON, False)
        assert decision.decided_at == case.closed_at == now + GRACE
        assert Statement.objects.count() == 2
        assert not PreparedDecision.objects.exists()

    def test_does_what_deciding_at_once_does(self, cast):
        one, now = ready(cast, review_of(cast))
        other, _ = ready(cast, review_of(cast))
        prepare(cast, one, now)
        time_runs_out(cast, now)
        decide(cast, other, now + GRACE)

        first, second = Decision.objects.get(request=one), Decision.objects.get(request=other)
        for name in ("outcome", "findings", "ground", "reason", "departure_reason", "spans", "good_faith", "held"):
            assert getattr(first, name) == getattr(second, name)
        assert actions_of(one.review) == actions_of(other.review)

    def test_is_judged_at_once_with_the_same_problems(self, cast):
        case, now = ready(cast, review_of(cast, UNREAD))
        given = {"tenant": cast.tenant, "by": cast.carol, "request": case, "version": case.version, "now": now}
        for words in (
            {"outcome": "burn", "findings": {"nonsense": "met"}, "reason": ""},
            {"outcome": "remove", "findings": {}, "reason": " "},
            {"outcome": "redact", "findings": {"unrelated": "met"}, "reason": "Yes.", "spans": [[0, 4000]]},
            {"outcome": "redact", "findings": {"unrelated": "met"}, "reason": "Yes.", "spans": [["a", 4]]},
            {"outcome": "attribute", "findings": {"unrelated": "met"}, "reason": "x" * 5001},
        ):
            refused = []
            for action in (decide_request, prepare_decision):
                with pytest.raises(UnableToAct) as refusal:
                    action(**given, **words)
                refused.append([(str(each.code), each.pointer, each.detail) for each in refusal.value.problems])
            assert refused[0] == refused[1]
        assert not PreparedDecision.objects.exists()
        case.refresh_from_db()
        assert case.claimed_by == cast.carol

    def test_needs_the_claim_the_version_and_the_reply(self, cast, case_and_now):
        case, now = case_and_now
        with pytest.raises(UnableToAct) as stale:
            prepare(cast, case, now, version=case.version + 1)
        with pytest.raises(UnableToAct) as taken:
            prepare(cast, case, now, by=cast.dave)
        with pytest.raises(UnableToAct) as ran_out:
            prepare(cast, case, now + timedelta(minutes=15))

        assert [codes(each) for each in (stale, taken, ran_out)] == [
            ["stale_version"],
            ["already_claimed"],
            ["not_claimed"],
        ]

    def test_is_for_agents_on_no_side(self, cast, case_and_now):
        case, now = case_and_now
        for other in (cast.bob, cast.alice, cast.laura):
            with pytest.raises(NotPermitted):
                prepare(cast, case, now, by=other)
        with pytest.raises(NotThere):
            prepare(cast, case, now, by=None)

    def test_says_when_a_lead_would_have_to_agree(self, cast, case_and_now, monkeypatch):
        monkeypatch.setattr("disputes.deciding.judging.must_be_approved", lambda *_, **__: True)
        case, now = case_and_now

        assert prepare(cast, case, now).held_then
        assert time_runs_out(cast, now) == 1

        case.refresh_from_db()
        assert case.status == "awaiting_approval"
        assert Decision.objects.get().held

    def test_counts_as_in_time_if_it_was_prepared_in_time(self, cast, case_and_now):
        case, now = case_and_now
        late, _ = ready(cast)
        deadlines = {case: now + timedelta(seconds=10), late: now - A_SECOND}
        for each, due_at in deadlines.items():
            each.due_at = due_at
            each.save(update_fields=["due_at"])
            prepare(cast, each, now)

        time_runs_out(cast, now)

        for each in deadlines:
            each.refresh_from_db()
        assert case.closed_at <= case.due_at
        assert late.closed_at > late.due_at == now - A_SECOND
        assert "decision.in_time" in actions_of(case)


class TestWhileItWaits:
    def test_nobody_else_may_touch_the_case(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now)
        told = f"Carol decided this at {now:%H:%M:%S} (UTC); it takes effect at {now + GRACE:%H:%M:%S} (UTC)"
        acting = {"tenant": cast.tenant, "request": case, "now": now + A_SECOND}
        for by in (cast.dave, cast.carol):
            for act in (
                lambda by=by: claim_request(by=by, **acting),
                lambda by=by: renew_claim(by=by, **acting),
                lambda by=by: ask_information(by=by, version=case.version, question="Why?", **acting),
                lambda by=by: decide(cast, case, now + A_SECOND, by=by),
                lambda by=by: prepare(cast, case, now + A_SECOND, by=by),
            ):
                with pytest.raises(UnableToAct) as refusal:
                    act()
                assert codes(refusal) == ["conflict"]
                assert str(refusal.value).startswith(told)
                assert "until then Carol can take it back" in str(refusal.value)

    def test_it_is_not_the_next_to_be_claimed(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now)

        assert claim_next(tenant=cast.tenant, by=cast.dave, now=now + A_SECOND) is None
        take_back_decision(tenant=cast.tenant, by=cast.carol, request=case, now=now + A_SECOND)
        assert claim_next(tenant=cast.tenant, by=cast.dave, now=now + timedelta(minutes=20)) == case


class TestTakingBack:
    def test_gives_the_case_back_with_the_words(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now, "redact", spans=[(0, 4)])

        row = take_back_decision(tenant=cast.tenant, by=cast.carol, request=case, now=now + A_SECOND)

        case.refresh_from_db()
        assert row.words["reason"] == REASON
        assert (row.words["outcome"], row.words["spans"]) == ("redact", [[0, 4]])
        assert case.claimed_by == cast.carol
        assert case.claimed_until == now + A_SECOND + timedelta(minutes=15)
        assert actions_of(case)[-2:] == ["decision.taken_back", "request.claimed"]
        assert time_runs_out(cast, now) == 0
        assert not Decision.objects.exists()
        assert decide(cast, case, now + GRACE).outcome == "remove"

    def test_is_for_whoever_decided(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now)

        with pytest.raises(NotPermitted) as refusal:
            take_back_decision(tenant=cast.tenant, by=cast.dave, request=case, now=now)
        assert "Only Carol" in refusal.value.detail
        with pytest.raises(NotThere):
            take_back_decision(tenant=cast.tenant, by=None, request=case, now=now)
        assert waiting_decision(case)

    def test_ends_with_the_worker_and_not_before(self, cast, case_and_now):
        case, now = case_and_now
        with pytest.raises(UnableToAct) as nothing:
            take_back_decision(tenant=cast.tenant, by=cast.carol, request=case, now=now)
        assert codes(nothing) == ["conflict"]
        prepare(cast, case, now)
        take_back_decision(tenant=cast.tenant, by=cast.carol, request=case, now=now + GRACE + A_SECOND)
        prepare(cast, case, now + timedelta(minutes=1))
        time_runs_out(cast, now + timedelta(minutes=1))

        with pytest.raises(UnableToAct) as refusal:
            take_back_decision(tenant=cast.tenant, by=cast.carol, request=case, now=now + timedelta(minutes=2))

        assert "already decided: Carol chose remove" in str(refusal.value)


class TestWhatCannotTakeEffect:
    def refused(self, cast, case, now):
        """Nothing was decided, and Carol finds why; her words are kept and the case is free."""
        assert time_runs_out(cast, now) == 0
        assert not Decision.objects.exists()
        case.refresh_from_db()
        assert case.claimed_by is None
        [row] = refused_decisions_of(cast.carol)
        assert (row.request, row.refused_at, row.words["reason"]) == (case, now + GRACE, REASON)
        assert actions_of(case)[-1] == "decision.refused"
        # It is not tried again.
        assert apply_prepared(tenant=cast.tenant, now=now + timedelta(hours=1)) == 0
        return row

    def test_the_author_edited_the_review(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now, "redact", spans=[(0, 4)])
        review = case.review
        edit_review(
            tenant=cast.tenant,
            by=cast.alice,
            review=review,
            version=review.version,
            stars={},
            comment="No.",
            now=now + A_SECOND,
        )

        row = self.refused(cast, case, now)

        assert [each["code"] for each in row.refusals] == ["conflict"]
        assert "has edited the review since" in row.refusals[0]["detail"]
        assert claim_request(tenant=cast.tenant, by=cast.dave, request=case, now=now + GRACE)

    def test_the_author_withdrew_the_review(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now)
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=case.review, now=now + A_SECOND)

        row = self.refused(cast, case, now)

        assert row.refusals

    def test_the_role_was_taken_away_a_second_ago(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now)
        cast.carol.roles = ["buyer"]
        cast.carol.save(update_fields=["roles"])

        row = self.refused(cast, case, now)

        assert [each["code"] for each in row.refusals] == ["permission_denied"]
        with pytest.raises(NotThere):
            take_back_decision(tenant=cast.tenant, by=cast.carol, request=case, now=now + GRACE)

    def test_the_agent_came_to_be_on_a_side(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now)
        cast.seller.seats.create(tenant=cast.tenant, member=cast.carol)

        row = self.refused(cast, case, now)

        assert "one side of this case" in row.refusals[0]["detail"]

    @pytest.mark.parametrize("status", [RequestStatus.WITHDRAWN, RequestStatus.MORE_INFORMATION])
    def test_the_case_moved_on(self, cast, case_and_now, status):
        case, now = case_and_now
        prepare(cast, case, now)
        closed = (
            {"closed_at": now} if status is RequestStatus.WITHDRAWN else {"more_information_due_at": now + 2 * GRACE}
        )
        RemovalRequest.objects.filter(pk=case.pk).update(status=status, **closed)

        row = self.refused(cast, case, now)

        assert row.refusals[0]["code"] == ("conflict" if status is RequestStatus.WITHDRAWN else "too_early")

    def test_the_version_changed(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now)
        case.version += 1
        case.save(update_fields=["version"])

        assert self.refused(cast, case, now).refusals[0]["code"] == "stale_version"

    def test_makes_room_for_the_next_decision(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now)
        case.version += 1
        case.save(update_fields=["version"])
        self.refused(cast, case, now)
        later = now + timedelta(minutes=1)
        claim_request(tenant=cast.tenant, by=cast.dave, request=case, now=later)

        prepare(cast, case, later, "keep", by=cast.dave)

        assert not refused_decisions_of(cast.carol)
        assert time_runs_out(cast, later) == 1
        assert Decision.objects.get().decided_by == cast.dave

    def test_is_gone_once_it_is_read_decided_anew_or_old(self, cast):
        now = None
        for _ in range(3):
            case, now = ready(cast, review_of(cast))
            prepare(cast, case, now)
            case.version += 1
            case.save(update_fields=["version"])
        time_runs_out(cast, now)
        read, again, old = (row.request for row in refused_decisions_of(cast.carol).order_by("request__filed_at", "id"))

        put_away_refusal(tenant=cast.tenant, by=cast.carol, request=read, now=now)
        with pytest.raises(UnableToAct):
            put_away_refusal(tenant=cast.tenant, by=cast.carol, request=read, now=now)
        claim_request(tenant=cast.tenant, by=cast.carol, request=again, now=now)
        decide(cast, again, now)
        assert [row.request for row in refused_decisions_of(cast.carol)] == [old]
        claim_request(tenant=cast.tenant, by=cast.dave, request=old, now=now)
        decide(cast, old, now, by=cast.dave)
        apply_prepared(tenant=cast.tenant, now=now + TOLD_FOR + GRACE)
        assert not PreparedDecision.objects.exists()


class TestTheJob:
    def test_may_come_again_and_again(self, cast, case_and_now):
        case, now = case_and_now
        prepare(cast, case, now)

        assert [time_runs_out(cast, now) for _ in range(3)] == [1, 0, 0]
        assert Decision.objects.count() == 1
        assert Revision.objects.filter(kind="removed").count() == 1

    def test_goes_on_where_one_breaks(self, cast, case_and_now, monkeypatch):
        case, now = case_and_now
        other, _ = ready(cast, review_of(cast))
        for each in (case, other):
            prepare(cast, each, now)
        works = job.conclude

        def breaks(judged, **words):
            if judged.case == case:
                raise RuntimeError("a disk is full")
            return works(judged, **words)

        monkeypatch.setattr(job, "conclude", breaks)
        assert time_runs_out(cast, now) == 1
        assert waiting_decision(case)
        monkeypatch.setattr(job, "conclude", works)
        assert time_runs_out(cast, now) == 1

    def test_wakes_tasks_that_there_are(self):
        assert tasks.apply_prepared.name == "disputes.apply_prepared"
        assert {waking.DELIVER_LETTERS, waking.PROPOSE_STEPS} <= set(current_app.tasks)


def test_pointers_are_kept_with_the_refusal(cast, case_and_now):
    case, now = case_and_now
    prepare(cast, case, now)
    PreparedDecision.objects.update(words={"outcome": "remove", "findings": {"unrelated": "met"}, "reason": ""})

    time_runs_out(cast, now)

    [row] = refused_decisions_of(cast.carol)
    assert "/reason" in [each["pointer"] for each in row.refusals]
