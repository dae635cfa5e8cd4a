"""Workers that meet, die or come three times, and an agent who takes back at the last moment: one decision or none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes import tasks
from disputes.actions.claim_group import claim_group
from disputes.actions.take_back_decision import take_back_decision
from disputes.actions.take_back_group_decision import take_back_group_decision
from disputes.deciding.grace import GRACE
from disputes.jobs import apply_prepared as job
from disputes.jobs.apply_prepared import apply_prepared
from disputes.models import Decision, Letter, PreparedDecision, RemovalRequest, Statement
from feedback.models import Revision
from tests.cast import Cast, make_cast
from tests.disputes.acts import ready, review_of
from tests.disputes.prepared import prepare, prepare_all
from tests.disputes.test_groups_decide import READY, all_opened
from tests.disputes.test_parallel import at_once
from wire.refusals import Refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def waiting(cast):
    """A decision that Carol may still take back, and the moment at which it is due."""
    with cast.inside():
        case, now = ready(cast, review_of(cast))
        prepare(cast, case, now)
    return case, now + GRACE


@pytest.fixture
def waiting_together(cast):
    with cast.inside():
        group, _ = all_opened(cast)
        cases = claim_group(tenant=cast.tenant, by=cast.carol, group=group, now=READY).cases
        prepare_all(cast, group, cases, READY)
    return group, READY + GRACE


class KilledHere(BaseException):
    """Stands for kill -9: nothing after it runs, and the database rolls the transaction back."""


def decided_once() -> None:
    assert Decision.objects.count() == 1
    assert Revision.objects.filter(kind="removed").count() == 1
    assert Statement.objects.count() == 2
    assert Letter.objects.filter(kind__in=["statement", "notice"]).count() == 2
    assert not PreparedDecision.objects.exists()


def test_workers_at_once_make_one_decision(cast, waiting):
    _, due = waiting

    answers = at_once(cast, *[lambda: apply_prepared(tenant=cast.tenant, now=due)] * 4)

    assert sorted(answers) == [0, 0, 0, 1]
    with cast.inside():
        decided_once()


def test_workers_at_once_decide_a_group_once(cast, waiting_together):
    _, due = waiting_together

    answers = at_once(cast, *[lambda: apply_prepared(tenant=cast.tenant, now=due)] * 3)

    assert sorted(answers) == [0, 0, 4]
    with cast.inside():
        assert Decision.objects.count() == 4


@pytest.mark.parametrize("turn", range(4))
def test_taken_back_or_in_effect_and_never_both(cast, waiting, turn):
    case, due = waiting

    def take_back():
        return take_back_decision(tenant=cast.tenant, by=cast.carol, request=case, now=due)

    taken, applied = at_once(cast, take_back, lambda: apply_prepared(tenant=cast.tenant, now=due))

    with cast.inside():
        case = RemovalRequest.objects.get()
        assert not PreparedDecision.objects.exists()
        if isinstance(taken, Refused):
            assert applied == 1
            assert "already decided: Carol chose remove" in str(taken)
            decided_once()
        else:
            assert (applied, case.status, case.claimed_by) == (0, "in_review", cast.carol)
            assert not Decision.objects.exists()


@pytest.mark.parametrize("turn", range(3))
def test_a_group_is_taken_back_whole_or_in_effect_whole(cast, waiting_together, turn):
    group, due = waiting_together

    def take_back():
        return take_back_group_decision(tenant=cast.tenant, by=cast.carol, group=group, now=due)

    at_once(cast, take_back, lambda: apply_prepared(tenant=cast.tenant, now=due))

    with cast.inside():
        assert not PreparedDecision.objects.exists()
        assert Decision.objects.count() in (0, 4)
        assert RemovalRequest.objects.filter(status="decided").count() == Decision.objects.count()


def test_a_worker_killed_in_the_middle_leaves_everything_as_it_was(cast, waiting, monkeypatch):
    case, due = waiting
    works = job.conclude

    def dies(*given, **words):
        works(*given, **words)
        raise KilledHere

    monkeypatch.setattr(job, "conclude", dies)
    with pytest.raises(KilledHere):
        apply_prepared(tenant=cast.tenant, now=due)
    with cast.inside():
        assert not Decision.objects.exists()
        assert not Statement.objects.exists()
        assert PreparedDecision.objects.get().refused_at is None
    monkeypatch.setattr(job, "conclude", works)

    assert apply_prepared(tenant=cast.tenant, now=due + timedelta(seconds=5)) == 1
    with cast.inside():
        decided_once()


def test_a_worker_killed_in_the_middle_of_a_group_decides_none_of_it(cast, waiting_together, monkeypatch):
    from disputes.deciding import together

    _, due = waiting_together
    works, done = together.conclude, []

    def dies(*given, **words):
        if len(done) == 2:
            raise KilledHere
        done.append(works(*given, **words))
        return done[-1]

    monkeypatch.setattr(together, "conclude", dies)
    with pytest.raises(KilledHere):
        apply_prepared(tenant=cast.tenant, now=due)
    with cast.inside():
        assert not Decision.objects.exists()
        assert PreparedDecision.objects.count() == 4
    monkeypatch.setattr(together, "conclude", works)

    assert apply_prepared(tenant=cast.tenant, now=due) == 4


def test_the_task_delivered_three_times_decides_once(cast, waiting):
    for _ in range(3):
        tasks.apply_prepared()

    with cast.inside():
        # The cast's time is long ago, so by the real clock its half minute is over.
        decided_once()


def test_whoever_holds_the_case_is_not_waited_for(cast, waiting):
    case, due = waiting
    with cast.inside():
        RemovalRequest.objects.select_for_update().get(pk=case.pk)
        assert at_once(cast, lambda: apply_prepared(tenant=cast.tenant, now=due)) == [0]

    assert apply_prepared(tenant=cast.tenant, now=due) == 1
