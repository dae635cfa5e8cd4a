"""How right the programs are: every decision answers what they had proposed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from disputes.models import JudgedFinding
from disputes.queries import agreements, together
from tests.cast import NOW, browser, make_cast
from tests.disputes.acts import decide, ready, review_of

DESK = "/admin/disputes/judgedfinding/"
COPY = "Awful, slow and late again, and nobody ever answered me."


def copied(cast, at=NOW):
    """Alice's second review in the words of her first."""
    closed = {"closed_at": at - timedelta(days=1)}
    review_of(cast, COPY, at=at - timedelta(hours=2), **closed)
    return review_of(cast, COPY + "!", at=at - timedelta(hours=1), **closed)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestEveryDecision:
    def test_answers_what_was_proposed_for_each_ground(self, cast):
        case, now = ready(cast, copied(cast), "duplicate", "unrelated")

        decide(cast, case, now, findings={"duplicate": "met", "unrelated": "not_met"})

        answered = {each.ground: each for each in JudgedFinding.objects.all()}
        assert {key: each.answer for key, each in answered.items()} == {"duplicate": "MET", "unrelated": "NOT_MET"}
        assert answered["duplicate"].proposed == "MET"
        assert answered["duplicate"].gatherer.startswith("wording ")
        assert answered["duplicate"].decided_at == now

    def test_that_departs_from_a_finding_disagrees(self, cast):
        case, now = ready(cast, copied(cast), "duplicate")
        words = {"findings": {"duplicate": "not_met"}, "departure_reason": "Two orders went wrong in the same way."}
        decide(cast, case, now, "keep", **words)

        (row,) = agreements(since=NOW, until=now, zone=cast.tenant.zone)
        assert (row.ground, row.answers, row.proposed, row.agreed) == ("duplicate", 1, 1, 0)


class TestSums:
    def test_are_by_gatherer_or_by_month_and_keep_their_base(self, cast):
        for at in (NOW, NOW + timedelta(days=40)):
            case, now = ready(cast, copied(cast, at), "duplicate", at=at)
            decide(cast, case, now)
        rows = agreements(since=NOW, until=NOW + timedelta(days=60), zone=cast.tenant.zone)

        assert [row.month.month for row in rows] == [6, 7]
        (both,) = together(rows)
        assert (both.answers, both.left_open, both.agreed) == (2, 0, 2)
        assert [(each.month.month, each.answers) for each in together(rows, by_month=True)] == [(6, 1), (7, 1)]

    def test_leave_out_what_was_decided_before(self, cast):
        case, now = ready(cast, copied(cast), "duplicate")
        decide(cast, case, now)

        assert agreements(since=now + timedelta(seconds=1), until=now + timedelta(days=1), zone=cast.tenant.zone) == []


@pytest.mark.django_db
class TestTheDesk:
    @pytest.fixture
    def disagreed(self, db):
        made = make_cast()
        at = timezone.now() - timedelta(days=10)
        with made.inside():
            case, now = ready(made, copied(made, at), "duplicate", at=at)
            words = {"findings": {"duplicate": "not_met"}, "departure_reason": "Two orders went wrong."}
            decide(made, case, now, "keep", **words)
        return made

    def test_shows_agreement_with_its_base_and_what_was_disagreed_on(self, disagreed):
        shown = text_of(browser(disagreed.tenant, disagreed.carol).get(DESK))

        assert "0 of 1" in shown
        assert "too few" in shown
        assert "Two orders went wrong." in shown
        assert "nobody ever answered me" in shown

    def test_narrows_to_what_was_agreed(self, disagreed):
        shown = text_of(browser(disagreed.tenant, disagreed.carol).get(DESK, {"agents": "agreed"}))

        assert "Two orders went wrong." not in shown
        assert "Nothing to compare" in shown
