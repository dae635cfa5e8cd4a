"""Cases decided together wait together: all of them take effect or none, and leads approve held ones at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from audit.queries import entries_of
from disputes.actions.approve_group import approve_group
from disputes.actions.claim_group import UnableToClaimGroup, claim_group
from disputes.actions.decide_group import UnableToDecideGroup, decide_group
from disputes.actions.take_back_decision import take_back_decision
from disputes.actions.take_back_group_decision import take_back_group_decision
from disputes.deciding.grace import GRACE
from disputes.grouping.keeping import keep_group
from disputes.models import Decision, GroupCase, PreparedDecision, RemovalRequest
from disputes.queries import refused_decisions_of
from disputes.refusals import UnableToAct
from feedback.actions.edit_review import edit_review
from feedback.actions.withdraw_review import withdraw_review
from policy.document import preset
from tests.cast import make_member
from tests.disputes.acts import codes, decide, pointers, review_of
from tests.disputes.groups import FILED, found_with, published
from tests.disputes.prepared import prepare, prepare_all, time_runs_out
from tests.disputes.test_groups_decide import READY, all_opened, claimed
from wire.refusals import NotPermitted, NotThere

A_SECOND = timedelta(seconds=1)


@pytest.fixture
def group_and_cases(cast) -> tuple[GroupCase, list[RemovalRequest]]:
    """Four cases that Carol holds and may decide at READY."""
    group, _ = all_opened(cast)
    return group, claim_group(tenant=cast.tenant, by=cast.carol, group=group, now=READY).cases


class TestPreparing:
    def test_waits_together_and_takes_effect_together(self, cast, group_and_cases):
        group, cases = group_and_cases

        rows = prepare_all(cast, group, cases, READY)

        assert {(row.group, row.by, row.prepared_at) for row in rows} == {(group, cast.carol, READY)}
        assert not Decision.objects.exists()
        assert not RemovalRequest.objects.filter(claimed_by__isnull=False).exists()
        assert time_runs_out(cast, READY) == 4
        assert {each.decided_by for each in Decision.objects.all()} == {cast.carol}
        assert "group.decided" in {each.action for each in entries_of(group)}
        assert not PreparedDecision.objects.exists()

    def test_is_refused_as_deciding_is(self, cast, group_and_cases):
        group, cases = group_and_cases
        versions = {str(each.pk): each.version for each in cases}
        good = {"outcome": "remove", "findings": {"feedback_bombing": "met"}, "reason": "One person."}
        for wrong in (
            {"reason": " "},
            {"outcome": "redact"},
            {"findings": {"blackmail": "met"}},
            {"versions": {}},
            {"versions": {**versions, str(cases[0].pk): 9}},
        ):
            given = {"versions": versions, **good, **wrong}
            told = []
            for action in (lambda **words: prepare_all(cast, group, (), READY, **words), decide_now(cast, group)):
                with pytest.raises(UnableToDecideGroup) as refusal:
                    action(**given)
                told.append((codes(refusal), pointers(refusal)))
            assert told[0] == told[1]
        assert not PreparedDecision.objects.exists()

    def test_one_that_a_colleague_decided_stops_all(self, cast, group_and_cases):
        group, cases = group_and_cases
        decide(cast, cases[1], READY, "keep")

        with pytest.raises(UnableToDecideGroup) as refusal:
            prepare_all(cast, group, cases, READY)

        assert pointers(refusal) == [f"/cases/{cases[1].pk}"]
        assert "already decided: Carol chose keep" in str(refusal.value)
        assert not PreparedDecision.objects.exists()

    def test_one_that_waits_by_itself_stops_all(self, cast, group_and_cases):
        group, cases = group_and_cases
        prepare(cast, cases[1], READY)

        with pytest.raises(UnableToDecideGroup) as refusal:
            prepare_all(cast, group, cases, READY + A_SECOND)

        assert "Carol decided this at" in str(refusal.value)

    def test_others_find_nothing_to_claim(self, cast, group_and_cases):
        group, cases = group_and_cases
        prepare_all(cast, group, cases, READY)

        with pytest.raises(UnableToClaimGroup) as refusal:
            claim_group(tenant=cast.tenant, by=cast.dave, group=group, now=READY + A_SECOND)

        assert set(codes(refusal)) == {"conflict"}
        assert str(refusal.value).count("until then Carol can take it back") == 4


class TestTakingBack:
    def test_gives_all_of_them_back(self, cast, group_and_cases):
        group, cases = group_and_cases
        prepare_all(cast, group, cases, READY)

        rows = take_back_group_decision(tenant=cast.tenant, by=cast.carol, group=group, now=READY + A_SECOND)

        assert {row.request_id for row in rows} == {each.pk for each in cases}
        assert {row.words["reason"] for row in rows} == {"The accounts belong to one person."}
        assert set(RemovalRequest.objects.values_list("claimed_by", flat=True)) == {cast.carol.pk}
        assert time_runs_out(cast, READY) == 0

    def test_is_for_whoever_decided_and_for_all_at_once(self, cast, group_and_cases):
        group, cases = group_and_cases
        prepare_all(cast, group, cases, READY)
        acting = {"tenant": cast.tenant, "group": group, "now": READY}

        for by, refusal in (
            (cast.dave, UnableToAct),
            (cast.laura, NotPermitted),
            (cast.bob, NotThere),
            (None, NotThere),
        ):
            with pytest.raises(refusal):
                take_back_group_decision(by=by, **acting)
        with pytest.raises(UnableToAct) as one:
            take_back_decision(tenant=cast.tenant, by=cast.carol, request=cases[0], now=READY)
        assert "on the group's page" in str(one.value)
        assert PreparedDecision.objects.count() == 4


class TestWhatCannotTakeEffect:
    def test_one_edited_comment_stops_all(self, cast, group_and_cases):
        group, cases = group_and_cases
        prepare_all(cast, group, cases, READY)
        review = cases[2].review
        words = {"version": review.version, "stars": {}, "comment": "It came after all."}
        edit_review(tenant=cast.tenant, by=review.buyer, review=review, now=READY + A_SECOND, **words)

        assert time_runs_out(cast, READY) == 0

        assert not Decision.objects.exists()
        rows = list(refused_decisions_of(cast.carol))
        assert len(rows) == 4
        assert {each["pointer"] for row in rows for each in row.refusals} == {f"/cases/{cases[2].pk}"}
        assert len(claimed(cast, group, READY + GRACE, cast.dave)) == 4

    def test_one_withdrawn_review_stops_all(self, cast, group_and_cases):
        group, cases = group_and_cases
        prepare_all(cast, group, cases, READY)
        review = cases[0].review
        withdraw_review(tenant=cast.tenant, by=review.buyer, review=review, now=READY + A_SECOND)

        assert time_runs_out(cast, READY) == 0
        assert not Decision.objects.exists()
        assert set(type(review).objects.exclude(pk=review.pk).values_list("status", flat=True)) == {"published"}

    def test_a_role_that_was_taken_away_stops_all(self, cast, group_and_cases):
        group, cases = group_and_cases
        prepare_all(cast, group, cases, READY)
        cast.carol.roles = ["lead"]
        cast.carol.save(update_fields=["roles"])

        assert time_runs_out(cast, READY) == 0
        assert {row.refusals[0]["code"] for row in refused_decisions_of(cast.carol)} == {"permission_denied"}

    def test_a_group_that_became_part_of_an_older_one_decides_all_the_same(self, cast, group_and_cases):
        group, cases = group_and_cases
        prepare_all(cast, group, cases, READY)
        older = older_group(cast)
        found = found_with(*[each.review for each in cases[1:]], older.members.first().review, to=cases[0].review)
        keep_group(cases[0], found, explanation="One set.", tenant=cast.tenant, now=READY + A_SECOND)
        assert not GroupCase.objects.filter(pk=group.pk).exists()

        assert time_runs_out(cast, READY) == 4


class TestApprovingAll:
    @pytest.fixture
    def held(self, cast):
        document = preset("game_goods")
        document["removal"]["second_approval"] = preset("retail")["removal"]["second_approval"] | {"group_size": 3}
        published(cast, document, FILED - timedelta(days=30))
        group, _ = all_opened(cast)
        cases = claim_group(tenant=cast.tenant, by=cast.carol, group=group, now=READY).cases
        rows = prepare_all(cast, group, cases, READY)
        assert all(row.held_then for row in rows)
        assert time_runs_out(cast, READY) == 4
        return group

    def versions(self) -> dict[str, int]:
        return {str(pk): version for pk, version in RemovalRequest.objects.values_list("pk", "version")}

    def test_brings_all_into_effect(self, cast, held):
        decisions = approve(cast, held, self.versions(), reason="Plainly one person.")

        assert len(decisions) == 4
        assert set(RemovalRequest.objects.values_list("status", flat=True)) == {"decided"}
        assert {each.approval.by for each in Decision.objects.all()} == {cast.laura}
        assert "group.approved" in {each.action for each in entries_of(held)}

    def test_is_all_or_nothing(self, cast, held):
        versions = self.versions()
        first = next(iter(versions))

        for wrong, code in (
            ({first: 0}, "stale_version"),
            ({first: None}, "validation_failed"),
            ({"x": 1}, "conflict"),
        ):
            with pytest.raises(UnableToAct) as refusal:
                approve(cast, held, {**versions, **wrong})
            assert codes(refusal) == [code]
        with pytest.raises(UnableToAct) as nothing:
            approve(cast, held, {})
        assert pointers(nothing) == ["/cases"]
        assert set(RemovalRequest.objects.values_list("status", flat=True)) == {"awaiting_approval"}

    def test_is_a_leads_and_never_the_deciders(self, cast, held):
        for by, refusal in ((cast.dave, NotPermitted), (cast.bob, NotThere), (None, NotThere)):
            with pytest.raises(refusal):
                approve(cast, held, self.versions(), by=by)
        both = make_member(cast.tenant, "Carol", "lead", "agent")
        with pytest.raises(UnableToAct) as own:
            approve(cast, held, self.versions(), by=both)
        assert set(codes(own)) == {"same_agent"}

    def test_refuses_a_second_time(self, cast, held):
        approve(cast, held, self.versions())

        with pytest.raises(UnableToAct) as refusal:
            approve(cast, held, self.versions())

        assert set(codes(refusal)) == {"conflict"}


def approve(cast, group, versions, **given: Any):
    given = {"by": cast.laura, "now": READY + timedelta(hours=1), **given}
    return approve_group(tenant=cast.tenant, group=group, versions=versions, **given)


def decide_now(cast, group):
    return lambda **words: decide_group(
        tenant=cast.tenant, by=cast.carol, group=group, now=READY, departure_reason="I compared the accounts.", **words
    )


def older_group(cast) -> GroupCase:
    """A group of two other reviews that was found the day before."""
    reviews = [review_of(cast), review_of(cast)]
    case = RemovalRequest.objects.first()
    group = GroupCase.objects.create(
        tenant=cast.tenant,
        seller=case.seller,
        explanation="Two of them.",
        opened_at=FILED - timedelta(days=1),
        changed_at=FILED - timedelta(days=1),
    )
    for each in reviews:
        group.members.create(tenant=cast.tenant, review=each, added_at=FILED)
    return group
