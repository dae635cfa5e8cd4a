"""What leads are told about the work: what waits, comes and is done, and how long it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.approve_decision import approve_decision
from disputes.actions.ask_information import ask_information
from disputes.actions.give_information import give_information
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.actions.send_back_decision import send_back_decision
from disputes.actions.withdraw_request import withdraw_request
from disputes.workload.backlog import appeals_now, backlog_now, held_now
from disputes.workload.pace import by_ground, days_of, done_in, first_filing
from disputes.workload.people import by_agent
from disputes.workload.spans import Deadlines, Span
from feedback.jobs.recompute_rate import recompute_rate
from tests.cast import NOW
from tests.disputes.acts import claim_request, decide, filed, ready, review_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DUE = timedelta(hours=72 + 72)


def buckets(cast, now):
    found = backlog_now(Deadlines.at(now, cast.tenant.zone))
    return found.overdue, found.due_today, found.due_soon, found.due_later


def span(cast, now, days=30) -> Span:
    return Span(days, now, cast.tenant.zone)


def taken(cast, case, at, by=None):
    """The case, claimed at a moment when the last lease may be over."""
    return claim_request(tenant=cast.tenant, by=by or cast.carol, request=case, now=at)


def heavy(cast):
    """One negative among twenty: its removal raises the rate far, so that a lead has to agree."""
    for minute in range(19):
        review_of(cast, "Fine.", 5, at=NOW + timedelta(minutes=minute))
    bad = review_of(cast, "The blade itself is blunt.", at=NOW + HOUR)
    case, now = ready(cast, bad, "product_review", at=NOW + HOUR, evidence=())
    recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=now)
    assert decide(cast, case, now).held
    case.refresh_from_db()
    return case, now


class TestBacklog:
    @pytest.mark.parametrize(
        ("before_due", "expected"),
        [
            (timedelta(0), (1, 0, 0, 0)),
            (timedelta(seconds=1), (0, 1, 0, 0)),
            (11 * HOUR, (0, 1, 0, 0)),
            (13 * HOUR, (0, 0, 1, 0)),
            (3 * DAY, (0, 0, 1, 0)),
            (3 * DAY + 13 * HOUR, (0, 0, 0, 1)),
        ],
        ids=["at the deadline", "a second before", "this day", "the day before", "three days", "four days"],
    )
    def test_stands_in_the_bucket_of_its_deadline(self, cast, before_due, expected):
        filed(cast)  # due at noon

        assert buckets(cast, NOW + DUE - before_due) == expected

    def test_is_of_open_cases(self, cast):
        decided, now = ready(cast)
        decide(cast, decided, now)
        withdraw_request(tenant=cast.tenant, by=cast.bob, request=filed(cast, at=now), now=now)
        waiting = filed(cast, at=now + HOUR)

        found = backlog_now(Deadlines.at(now + HOUR, cast.tenant.zone))

        assert found.cases == 1
        assert (found.first_due_at, found.first_filed_at) == (waiting.due_at, waiting.filed_at)

    def test_says_nothing_of_the_first_where_nothing_waits(self, cast):
        found = backlog_now(Deadlines.at(NOW, cast.tenant.zone))

        assert (found.cases, found.first_due_at) == (0, None)


class TestDays:
    def test_count_what_came_and_went_on_each_local_day(self, cast):
        cast.tenant.timezone = "Asia/Tokyo"  # NOW is nine in the evening there
        case, now = ready(cast)
        decide(cast, taken(cast, case, now + 4 * HOUR), now + 4 * HOUR)
        withdraw_request(tenant=cast.tenant, by=cast.bob, request=filed(cast, at=now), now=now)

        days = {each.day.day: each for each in days_of(span(cast, now + 5 * HOUR, 5))}

        assert list(days) == [15, 16, 17, 18, 19]
        assert [(each.filed, each.decided, each.withdrawn) for each in days.values()] == [
            *[(1, 0, 0), (0, 0, 0), (0, 0, 0)],
            *[(1, 0, 1), (0, 1, 0)],
        ]
        assert first_filing() == NOW


class TestTime:
    def test_runs_from_filing_to_the_decision_in_effect(self, retail):
        case, now = heavy(retail)
        approve_decision(
            tenant=retail.tenant, by=retail.laura, request=case, version=case.version, now=now + 100 * HOUR
        )

        done = done_in(span(retail, now + 101 * HOUR))

        assert (done.decided, done.in_time) == (1, 0)  # a lead took too long …
        assert done.median == done.p95 == (72 + 100) * HOUR
        (carol,) = by_agent(span(retail, now + 101 * HOUR))
        assert (carol.name, carol.in_time) == ("Carol", 1)  # … and not the agent

    def test_is_that_of_the_middle_and_of_the_slow_end(self, cast):
        for extra in (0, 1, 2, 10):
            case, now = ready(cast)
            decide(cast, case, now + extra * HOUR / 60)

        done = done_in(span(cast, NOW + 4 * DAY))

        minutes = [(each - 72 * HOUR).total_seconds() / 60 for each in done.times]
        assert minutes == [pytest.approx(1.5), pytest.approx(2 + 0.85 * 8)]

    def test_is_measured_against_the_last_deadline(self, cast):
        case, now = ready(cast)
        case = taken(cast, case, now + 71 * HOUR)
        given = {"tenant": cast.tenant, "request": case}
        ask_information(by=cast.carol, version=case.version, question="Which order?", now=now + 71 * HOUR, **given)
        give_information(by=cast.bob, answer="The first.", now=now + 80 * HOUR, **given)
        late_for_the_first = now + 100 * HOUR
        decide(cast, taken(cast, case, late_for_the_first), late_for_the_first)

        assert done_in(span(cast, late_for_the_first)).in_time == 1

    def test_at_the_deadline_itself_is_too_late(self, cast):
        case = filed(cast)
        decide(cast, taken(cast, case, case.due_at - HOUR / 60), case.due_at)

        assert done_in(span(cast, case.due_at)).in_time == 0

    def test_is_nothing_where_nothing_was_decided(self, cast):
        done = done_in(span(cast, NOW))

        assert (done.decided, done.median, done.p95) == (0, None, None)


class TestGrounds:
    def test_each_have_the_cases_that_name_them(self, cast):
        case, now = ready(cast, None, "unrelated", "wrong_order")
        decide(cast, taken(cast, case, now + HOUR), now + HOUR)
        filed(cast, None, "wrong_order", at=now)

        found = {each.ground: each for each in by_ground(span(cast, now + DUE))}

        counts = {key: (each.open, each.overdue, each.filed, each.done.decided) for key, each in found.items()}
        assert counts == {"unrelated": (0, 0, 1, 1), "wrong_order": (1, 1, 2, 1)}
        assert found["unrelated"].done.median == 73 * HOUR


class TestAgents:
    def test_each_have_their_own_decisions_and_the_time_from_their_claim(self, cast):
        for minutes in (4, 8):
            case, now = ready(cast)
            decide(cast, case, now + minutes * HOUR / 60)
        other, now = ready(cast, by=cast.dave)
        decide(cast, other, now + HOUR / 60, by=cast.dave)

        carol, dave = by_agent(span(cast, now + DAY))

        assert (carol.name, carol.decided, carol.timed, carol.median) == ("Carol", 2, 2, 6 * HOUR / 60)
        assert (dave.name, dave.decided, dave.in_time, dave.median) == ("Dave", 1, 1, HOUR / 60)

    def test_have_nothing_of_what_was_sent_back_or_overturned(self, retail):
        case, now = heavy(retail)
        given = {"tenant": retail.tenant, "request": case}
        assert held_now().number == 1
        send_back_decision(by=retail.laura, version=case.version, reason="Look again.", now=now + HOUR, **given)
        case = taken(retail, case, now + 2 * HOUR, by=retail.dave)
        decide(retail, case, now + 2 * HOUR, "keep", by=retail.dave)

        (dave,) = by_agent(span(retail, now + DAY))

        assert (dave.name, dave.decided) == ("Dave", 1)
        assert held_now().number == 0


class TestAppeals:
    def test_are_counted_until_they_are_decided(self, cast):
        case, now = ready(cast)
        decision = decide(cast, case, now)
        appeal = lodge_appeal(tenant=cast.tenant, by=cast.alice, decision=decision, body="No.", now=now + DAY)

        assert appeals_now(now + DAY).since == appeal.lodged_at
        assert (appeals_now(appeal.due_at).number, appeals_now(appeal.due_at).overdue) == (1, 1)
