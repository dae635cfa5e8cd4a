"""A group is claimed at once and decided together: every case or none, each with a decision of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from audit.queries import entries_of
from disputes.actions.approve_decision import approve_decision
from disputes.actions.claim_group import UnableToClaimGroup, claim_group
from disputes.actions.claim_request import claim_request
from disputes.actions.decide_group import UnableToDecideGroup, decide_group
from disputes.actions.open_group_cases import open_group_cases
from disputes.actions.reply_to_request import reply_to_request
from disputes.models import Decision, GroupCase, JudgedFinding, Letter, RemovalRequest, Statement
from feedback.actions.withdraw_review import withdraw_review
from policy.document import preset
from tests.cast import NOW, make_mallory
from tests.disputes.acts import REPLY_OVER, codes, decide, filed, pointers, review_of
from tests.disputes.groups import FILED, attack, contested, grouped, published
from wire.refusals import NotPermitted, NotThere

LATER = FILED + timedelta(hours=1)
READY = LATER + REPLY_OVER


def all_opened(cast, size: int = 4) -> tuple[GroupCase, list[RemovalRequest]]:
    """A group with a case for every review, whose authors' time to reply is over at READY."""
    group, _, first = grouped(cast, size)
    others = open_group_cases(tenant=cast.tenant, by=cast.carol, group=group, now=LATER).cases
    return group, [first, *others]


def claimed(cast, group, at=READY, by=None) -> dict[str, int]:
    """The versions of the cases that Carol holds now."""
    held = claim_group(tenant=cast.tenant, by=by or cast.carol, group=group, now=at).cases
    return {str(case.pk): case.version for case in held}


def together(cast, group, versions, outcome: str = "remove", at=READY, **words: Any) -> list[Decision]:
    given = {
        "by": cast.carol,
        "findings": {"feedback_bombing": "not_met" if outcome == "keep" else "met"},
        "reason": "The accounts share one telephone.",
        **words,
    }
    return decide_group(tenant=cast.tenant, group=group, versions=versions, outcome=outcome, now=at, **given)


class TestClaimGroup:
    def test_takes_every_open_case(self, cast):
        group, cases = all_opened(cast)

        result = claim_group(tenant=cast.tenant, by=cast.carol, group=group, now=READY)

        assert {case.pk for case in result.cases} == {case.pk for case in cases}
        assert {case.claimed_by for case in result.cases} == {cast.carol}
        assert result.left_out == []

    def test_tells_which_others_hold(self, cast):
        group, cases = all_opened(cast)
        claim_request(tenant=cast.tenant, by=cast.dave, request=cases[1], now=READY)

        result = claim_group(tenant=cast.tenant, by=cast.carol, group=group, now=READY)

        assert len(result.cases) == 3
        [left] = result.left_out
        assert left.review == cases[1].review
        assert left.why.startswith("Dave is working on this until")

    def test_refuses_where_none_is_free(self, cast):
        group, cases = all_opened(cast)
        claimed(cast, group)

        with pytest.raises(UnableToClaimGroup) as refusal:
            claim_group(tenant=cast.tenant, by=cast.dave, group=group, now=READY)

        assert codes(refusal) == ["already_claimed"] * 4
        assert set(pointers(refusal)) == {f"/cases/{case.pk}" for case in cases}

    def test_is_for_agents_on_no_side(self, cast):
        group, _ = all_opened(cast)
        for other, refused in ((cast.laura, NotPermitted), (cast.bob, NotThere), (cast.alice, NotThere)):
            with pytest.raises(refused):
                claim_group(tenant=cast.tenant, by=other, group=group, now=READY)


class TestDecideTogether:
    def test_gives_each_case_a_decision_statements_letters_and_its_effect(self, cast):
        group, cases = all_opened(cast)

        decisions = together(cast, group, claimed(cast, group))

        assert {each.request_id for each in decisions} == {case.pk for case in cases}
        assert not any(each.held for each in decisions)
        for case in cases:
            case.refresh_from_db()
            case.review.refresh_from_db()
            assert (case.status, case.review.status, case.claimed_by) == ("decided", "removed", None)
            told = Statement.objects.filter(decision__request=case)
            assert {each.addressee for each in told} == {case.review.buyer, cast.bob}
            assert Letter.objects.filter(statement__in=told).count() == 2
        assert JudgedFinding.objects.count() == 4
        assert list(entries_of(group))[-1].action == "group.decided"

    def test_keeps_them_when_that_is_the_outcome(self, cast):
        group, cases = all_opened(cast)

        together(cast, group, claimed(cast, group), "keep", departure_reason="One family, four real orders.")

        cases[0].review.refresh_from_db()
        assert cases[0].review.status == "published"
        assert {each.departure_reason for each in Decision.objects.all()} == {"One family, four real orders."}

    def test_leaves_the_others_to_be_decided_one_by_one(self, cast):
        group, cases = all_opened(cast)
        versions = claimed(cast, group)
        alone = versions.pop(str(cases[3].pk))

        together(cast, group, versions)
        cases[3].refresh_from_db()
        decide(cast, cases[3], READY, "keep", version=alone, departure_reason="It was a real order.")

        outcomes = {each.request_id: each.outcome for each in Decision.objects.all()}
        assert [outcomes[case.pk] for case in cases] == ["remove"] * 3 + ["keep"]

    def test_judges_nobodys_faith_where_nobody_asked(self, cast):
        group, cases = all_opened(cast)

        together(cast, group, claimed(cast, group), "keep", good_faith=False, departure_reason="One family.")

        faith = {each.request_id: each.good_faith for each in Decision.objects.all()}
        assert [faith[case.pk] for case in cases] == [False, True, True, True]

    def test_answers_only_the_grounds_that_a_case_claims(self, cast):
        reviews = attack(cast, 3)
        first = contested(cast, reviews[0], FILED, "feedback_bombing", "duplicate")
        group = GroupCase.objects.get()
        open_group_cases(tenant=cast.tenant, by=cast.carol, group=group, now=LATER)
        findings = {"feedback_bombing": "met", "duplicate": "not_met"}

        together(cast, group, claimed(cast, group), findings=findings)

        assert Decision.objects.get(request=first).findings == findings
        others = Decision.objects.exclude(request=first)
        assert [each.findings for each in others] == [{"feedback_bombing": "met"}] * 2


class TestAllOrNothing:
    @pytest.fixture
    def ready_group(self, cast):
        group, cases = all_opened(cast)
        return group, cases, claimed(cast, group)

    def refused(self, cast, group, versions, **words) -> Any:
        before = set(RemovalRequest.objects.values_list("pk", "status", "version"))
        with pytest.raises(UnableToDecideGroup) as refusal:
            together(cast, group, versions, **words)
        assert not Decision.objects.exclude(request__in=self.decided).exists()
        assert set(RemovalRequest.objects.values_list("pk", "status", "version")) == before
        return refusal

    decided: tuple = ()

    def test_a_case_that_was_decided_meanwhile(self, cast, ready_group):
        group, cases, versions = ready_group
        cases[2].refresh_from_db()
        decide(cast, cases[2], READY)
        self.decided = (cases[2],)

        refusal = self.refused(cast, group, versions)

        assert (codes(refusal), pointers(refusal)) == (["conflict"], [f"/cases/{cases[2].pk}"])
        order = cases[2].review.order.external_id
        assert f"Order {order}: This case is already decided: Carol chose remove on" in str(refusal.value)

    def test_a_case_that_changed_since_it_was_seen(self, cast, ready_group):
        group, cases, versions = ready_group

        refusal = self.refused(cast, group, {**versions, str(cases[0].pk): 0, str(cases[1].pk): None})

        told = dict(zip(pointers(refusal), codes(refusal), strict=True))
        assert told == {f"/cases/{cases[0].pk}": "stale_version", f"/cases/{cases[1].pk}": "validation_failed"}

    def test_a_case_that_somebody_else_holds_or_nobody(self, cast):
        group, cases = all_opened(cast, 3)
        versions = {str(case.pk): case.version for case in cases}
        claim_request(tenant=cast.tenant, by=cast.carol, request=cases[0], now=READY)
        claim_request(tenant=cast.tenant, by=cast.dave, request=cases[1], now=READY)

        refusal = self.refused(cast, group, versions)

        told = dict(zip(pointers(refusal), codes(refusal), strict=True))
        assert told == {f"/cases/{cases[1].pk}": "already_claimed", f"/cases/{cases[2].pk}": "not_claimed"}

    def test_a_case_whose_author_may_still_reply(self, cast):
        group, cases = all_opened(cast)
        at = FILED + REPLY_OVER
        reply_to_request(tenant=cast.tenant, by=cases[1].review.buyer, request=cases[1], body="Mine.", now=LATER)

        refusal = self.refused(cast, group, claimed(cast, group, at), at=at)

        told = dict(zip(pointers(refusal), codes(refusal), strict=True))
        assert told == {f"/cases/{case.pk}": "too_early" for case in cases[2:]}

    def test_a_review_that_its_author_has_withdrawn(self, cast, ready_group):
        group, cases, versions = ready_group
        review = cases[2].review
        withdraw_review(tenant=cast.tenant, by=review.buyer, review=review, version=review.version, now=READY)

        refusal = self.refused(cast, group, versions)

        assert (codes(refusal), pointers(refusal)) == (["conflict"], [f"/cases/{cases[2].pk}"])
        cases[0].review.refresh_from_db()
        assert cases[0].review.status == "published"

    def test_a_case_that_rests_on_another_ground(self, cast):
        group, reviews, first = grouped(cast, 3)
        other = filed(cast, reviews[1], "unrelated", at=LATER)

        refusal = self.refused(cast, group, claimed(cast, group))

        assert set(pointers(refusal)) == {f"/cases/{other.pk}"}

    def test_a_case_of_another_group_or_of_none(self, cast, ready_group):
        group, cases, versions = ready_group
        stranger = filed(cast, review_of(cast), at=LATER)

        refusal = self.refused(cast, group, {**versions, str(stranger.pk): 1, "nonsense": 1})

        assert (set(codes(refusal)), len(pointers(refusal))) == ({"conflict"}, 2)

    @pytest.mark.parametrize(
        ("words", "pointer"),
        [
            ({"reason": " "}, "/reason"),
            ({"reason": "x" * 5001}, "/reason"),
            ({"outcome": "burn"}, "/outcome"),
            ({"outcome": "redact"}, "/outcome"),
            ({"outcome": "keep"}, "/departure_reason"),
            ({"findings": {"duplicate": "met"}}, "/findings/duplicate"),
            ({"findings": {"nonsense": "met"}}, "/findings/nonsense"),
        ],
    )
    def test_words_that_cannot_stand_are_told_once(self, cast, ready_group, words, pointer):
        group, cases, versions = ready_group

        refusal = self.refused(cast, group, versions, **words)

        assert (pointers(refusal), codes(refusal)) == ([pointer], ["validation_failed"])

    def test_no_case_at_all(self, cast, ready_group):
        group, _, _ = ready_group

        assert pointers(self.refused(cast, group, {})) == ["/cases"]

    def test_who_may_not(self, cast, ready_group):
        group, _, versions = ready_group
        for other, refused in ((cast.laura, NotPermitted), (cast.bob, NotThere), (cast.alice, NotThere)):
            with pytest.raises(refused):
                together(cast, group, versions, by=other)

    def test_who_is_elsewhere(self, cast, ready_group):
        group, _, versions = ready_group
        mallory = make_mallory()

        with mallory.inside(), pytest.raises(NotThere):
            together(mallory, group, versions)


class TestSecondApproval:
    @pytest.fixture
    def strict(self, cast):
        """A lead must agree to groups of four or more, and to what moves a rate of 20 ratings by 2 points."""
        document = preset("game_goods")
        document["removal"]["second_approval"] = preset("retail")["removal"]["second_approval"] | {"group_size": 4}
        published(cast, document, NOW)
        return cast

    def test_is_needed_for_a_large_group_whatever_it_moves(self, strict):
        group, cases = all_opened(strict, 4)

        decisions = together(strict, group, claimed(strict, group))

        assert all(each.held for each in decisions)
        assert {case.status for case in RemovalRequest.objects.all()} == {"awaiting_approval"}
        assert not Statement.objects.exists()

    def test_counts_the_group_and_not_what_is_decided_of_it(self, strict):
        group, cases = all_opened(strict, 4)
        versions = claimed(strict, group)

        [decision] = together(strict, group, {str(cases[0].pk): versions[str(cases[0].pk)]})

        assert decision.held

    def test_is_not_needed_for_a_small_group_or_to_keep(self, strict):
        group, _ = all_opened(strict, 3)

        assert not any(each.held for each in together(strict, group, claimed(strict, group)))

    def test_is_not_needed_one_by_one(self, strict):
        group, cases = all_opened(strict, 4)
        claimed(strict, group)
        cases[0].refresh_from_db()

        assert not decide(strict, cases[0], READY).held

    def test_counts_how_far_they_move_the_rate_together(self, strict):
        # 3 of 100: each alone moves the rate by about one point, any two of them by two.
        for minute in range(97):
            review_of(strict, "", 5, at=NOW - timedelta(days=1) + timedelta(minutes=minute))
        group, cases = all_opened(strict, 3)
        versions = claimed(strict, group)
        cases[0].refresh_from_db()

        assert not decide(strict, cases[0], READY, version=versions.pop(str(cases[0].pk))).held
        assert all(each.held for each in together(strict, group, versions))

    def test_lets_each_decision_be_approved_by_itself(self, strict):
        group, cases = all_opened(strict, 4)
        together(strict, group, claimed(strict, group))
        cases[0].refresh_from_db()

        approve_decision(tenant=strict.tenant, by=strict.laura, request=cases[0], version=cases[0].version, now=READY)

        statuses = {case.pk: case.status for case in RemovalRequest.objects.all()}
        assert [statuses[case.pk] for case in cases] == ["decided"] + ["awaiting_approval"] * 3
