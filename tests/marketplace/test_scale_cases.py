"""Bulk cases for measuring are cases like others: found where an agent would find them."""

from __future__ import annotations

import pytest

from disputes.models import Claim, Decision, QueueMark, RemovalRequest
from disputes.queries import QueueFilters, free_to_decide, queue_counts, queue_for
from disputes.queue.marks import keep_marks
from marketplace.scale import load
from marketplace.scale_cases import load_cases
from tests.cast import NOW, Cast, make_cast

DRAWN = ("language", "group")
"""Marks that are drawn instead of read, as comments and groups are not made."""


def silent(line: str) -> None:
    pass


@pytest.fixture
def cast(db) -> Cast:
    cast = make_cast()
    load(tenant=cast.tenant, reviews=60, hot=20, sellers=5, seed=1, now=NOW, say=silent)
    load_cases(tenant=cast.tenant, requests=200, still_open=60, seed=1, now=NOW, say=silent)
    return cast


def test_so_many_and_so_many_of_them_open(cast):
    with cast.inside():
        assert RemovalRequest.objects.count() == 200
        assert RemovalRequest.objects.filter(closed_at__isnull=True).count() == 60
        assert Claim.objects.count() >= 200
        assert Decision.objects.count() == RemovalRequest.objects.filter(status="decided").count() > 100
        assert not QueueMark.objects.exclude(request__closed_at__isnull=True).exists()


def test_their_marks_are_those_that_an_opened_case_has(cast):
    with cast.inside():
        for case in RemovalRequest.objects.filter(closed_at__isnull=True)[:10]:
            before = marks_of(case)
            keep_marks(case, now=NOW)
            after = marks_of(case)
            # The bulk words are of the claims; comments and buyers have a few of their own.
            assert {each for each in before if each[0] == "word"} <= {each for each in after if each[0] == "word"}
            assert [each for each in before if each[0] != "word"] == [each for each in after if each[0] != "word"]


def marks_of(case) -> list[tuple[str, str, str]]:
    rows = QueueMark.objects.filter(request=case).exclude(name__in=DRAWN).order_by("name", "value")
    return list(rows.values_list("name", "value", "due_at"))


def test_agents_find_and_take_them(cast):
    with cast.inside():
        counts = queue_counts(cast.carol, now=NOW)
        assert sum(counted.number for counted in counts["status"].values()) == 60
        for ground, counted in counts["ground"].items():
            assert queue_for(cast.carol, filters=QueueFilters(ground=ground), now=NOW).cases.count() == counted.number
        ready = RemovalRequest.objects.filter(status="in_review").count()
        assert 0 < ready <= free_to_decide(cast.carol, now=NOW).count()


def test_no_more_can_be_open_than_there_are_reviews(cast):
    with pytest.raises(ValueError, match="There are 80 reviews"):
        load_cases(tenant=cast.tenant, requests=200, still_open=100, seed=2, now=NOW, say=silent)
