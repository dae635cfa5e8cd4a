"""The leads' figures of the demo are what anybody finds who counts its rows one by one."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from statistics import median, quantiles

import pytest
from django.conf import settings

from audit.models import Entry
from disputes.models import Appeal, Approval, Claim, Decision, RemovalRequest
from disputes.workload.backlog import appeals_now, backlog_now, held_now
from disputes.workload.pace import by_ground, days_of, done_in, first_filing
from disputes.workload.people import by_agent
from disputes.workload.spans import Deadlines, Span
from marketplace.demo.load import load_demo
from tenants.queries import tenant_of_slug
from tenants.scope import tenant_scope
from tests.conftest import empty_every_table

NOW = datetime.fromisoformat("2026-06-15T12:00:00+00:00")
OPEN = {"submitted", "awaiting_buyer", "in_review", "more_information", "awaiting_approval"}
SPANS = (30, 90, 365, 730)
A_MOMENT = timedelta(milliseconds=1)


@pytest.fixture(scope="module")
def market(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("marketplace.demo.load.SLUGS", ("game-goods",))
        patch.setattr(settings, "DEMO", True)
        load_demo(now=NOW, say=lambda said: None)
        yield tenant_of_slug("game-goods")
        empty_every_table()


@pytest.fixture
def demo(market, db):
    with tenant_scope(market):
        yield market


@pytest.fixture
def cases(demo):
    return list(RemovalRequest.objects.all())


def local_day(moment, tenant):
    return moment.astimezone(tenant.zone).date()


def decided_since(cases, tenant, days):
    first = local_day(NOW, tenant) - timedelta(days=days - 1)
    return [each for each in cases if each.status == "decided" and local_day(each.closed_at, tenant) >= first]


def p95_of(lengths):
    """The 95th percentile of a list, on the straight line between its neighbours."""
    return quantiles(lengths, n=20, method="inclusive")[-1] if len(lengths) > 1 else lengths[0]


def same(one, other):
    return abs(one - other) < A_MOMENT


def seconds(lengths):
    return [each.total_seconds() for each in lengths]


class TestBacklog:
    def test_of_the_demo_is_its_open_rows(self, demo, cases):
        waiting = [each for each in cases if each.status in OPEN]
        tonight = local_day(NOW, demo)
        expected = Counter(
            "overdue"
            if each.due_at <= NOW
            else "due_today"
            if local_day(each.due_at, demo) == tonight
            else "due_soon"
            if local_day(each.due_at, demo) <= tonight + timedelta(days=3)
            else "due_later"
            for each in waiting
        )

        found = backlog_now(Deadlines.at(NOW, demo.zone))

        assert found.cases == len(waiting) > 5
        for bucket in ("overdue", "due_today", "due_soon", "due_later"):
            assert getattr(found, bucket) == expected[bucket], bucket
        assert found.first_due_at == min(each.due_at for each in waiting)
        assert found.first_filed_at == min(each.filed_at for each in waiting)

    def test_has_the_held_and_the_appealed_beside_it(self, demo, cases):
        answered = set(Approval.objects.values_list("decision_id", flat=True))
        held = [each for each in Decision.objects.filter(held=True) if each.pk not in answered]
        appeals = [each for each in Appeal.objects.all() if each.decided_at is None]

        assert held_now().number == len(held)
        found = appeals_now(NOW)
        assert (found.number, found.overdue) == (len(appeals), sum(each.due_at <= NOW for each in appeals))
        assert found.since == min(each.lodged_at for each in appeals)


@pytest.mark.parametrize("days", SPANS)
class TestPace:
    def test_of_the_demo_counts_each_day_once(self, demo, cases, days):
        filed = Counter(local_day(each.filed_at, demo) for each in cases)
        closed = Counter((local_day(each.closed_at, demo), each.status) for each in cases if each.closed_at)

        found = days_of(Span(days, NOW, demo.zone))

        assert [each.day for each in found] == [
            local_day(NOW, demo) - timedelta(days=number) for number in reversed(range(days))
        ]
        for each in found:
            expected = (filed[each.day], closed[each.day, "decided"], closed[each.day, "withdrawn"])
            assert (each.filed, each.decided, each.withdrawn) == expected
        assert first_filing() == min(each.filed_at for each in cases)

    def test_of_the_demo_takes_as_long_as_its_cases_took(self, demo, cases, days):
        decided = decided_since(cases, demo, days)
        times = [each.closed_at - each.filed_at for each in decided]

        found = done_in(Span(days, NOW, demo.zone))

        assert found.decided == len(decided) > 5
        assert found.in_time == sum(each.closed_at < each.due_at for each in decided)
        assert same(found.median, median(times))
        assert same(found.p95, timedelta(seconds=p95_of(seconds(times))))

    def test_of_each_ground_is_that_of_the_cases_that_name_it(self, demo, cases, days):
        first = local_day(NOW, demo) - timedelta(days=days - 1)
        by_id = {each.pk: each for each in cases}
        decided_ids = {each.pk for each in decided_since(cases, demo, days)}
        expected = {}
        for ground, case_id in Claim.objects.values_list("ground", "request_id"):
            expected.setdefault(ground, []).append(by_id[case_id])

        found = {each.ground: each for each in by_ground(Span(days, NOW, demo.zone))}

        for ground, named in expected.items():
            waiting = [each for each in named if each.status in OPEN]
            decided = [each for each in named if each.pk in decided_ids]
            filed = [each for each in named if local_day(each.filed_at, demo) >= first]
            if not (waiting or decided or filed):
                assert ground not in found
                continue
            row = found[ground]
            assert (row.open, row.filed, row.done.decided) == (len(waiting), len(filed), len(decided)), ground
            assert row.overdue == sum(each.due_at <= NOW for each in waiting)
            assert row.done.in_time == sum(each.closed_at < each.due_at for each in decided)
            if decided:
                times = [each.closed_at - each.filed_at for each in decided]
                assert same(row.done.median, median(times))
                assert same(row.done.p95, timedelta(seconds=p95_of(seconds(times))))

    def test_of_each_agent_is_that_of_their_decisions(self, demo, cases, days):
        decided = {each.pk: each for each in decided_since(cases, demo, days)}
        claims = list(Entry.objects.filter(tenant_id=demo.pk, action="request.claimed"))
        first_in_effect = {}
        for decision in Decision.objects.select_related("decided_by").order_by("-decided_at"):
            approval = Approval.objects.filter(decision=decision).first()
            if decision.request_id in decided and (not decision.held or (approval and approval.approved)):
                first_in_effect[decision.request_id] = decision
        theirs: dict = {}
        for decision in first_in_effect.values():
            theirs.setdefault(decision.decided_by.name, []).append(decision)

        found = by_agent(Span(days, NOW, demo.zone))

        assert [each.name for each in found] == sorted(theirs)
        assert sum(each.decided for each in found) == len(decided)
        for each in found:
            decisions = theirs[each.name]
            handled = [
                decision.decided_at
                - max(
                    entry.at
                    for entry in claims
                    if entry.subject_id == decision.request_id
                    and entry.actor_id == decision.decided_by_id
                    and entry.at <= decision.decided_at
                )
                for decision in decisions
            ]
            assert (each.decided, each.timed) == (len(decisions), len(handled))
            assert each.in_time == sum(one.decided_at < decided[one.request_id].due_at for one in decisions)
            assert same(each.median, median(handled))
