"""Reviews that belong together become one group case: once, with all of them, and with nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.queries import entries_of
from disputes.grouping.keeping import keep_group
from disputes.jobs.gather_findings import gather_findings
from disputes.models import GroupCase, GroupReview
from disputes.queries import (
    cases_by_review,
    cases_of_group,
    group_about,
    groups_visible_to,
    members_of,
    with_counts,
)
from tests.cast import make_mallory, make_member, make_seller
from tests.disputes.acts import decide, filed, ready, review_of
from tests.disputes.groups import FILED, attack, contested, found_with, grouped

LATER = FILED + timedelta(hours=2)


def ids(reviews) -> set:
    return {each.pk for each in reviews}


def kept(cast, case, *others, at=LATER, **found):
    set_found = found_with(*others, **found)
    return keep_group(case, set_found, explanation="They share a device.", tenant=cast.tenant, now=at)


class TestAFinding:
    def test_that_a_review_is_one_of_a_set_makes_a_group_case_of_all(self, cast):
        reviews = attack(cast, 5)
        honest = review_of(cast, "It took a while and came broken.")

        contested(cast, reviews[2])

        group = GroupCase.objects.get()
        assert group.seller == cast.seller
        assert {each.review_id for each in members_of(group)} == ids(reviews)
        assert honest.pk not in {each.review_id for each in members_of(group)}
        assert group.explanation.startswith("The review is one of a set of 5")
        assert all({"device"} == {link["by"] for link in each.links} for each in members_of(group))
        [opened] = entries_of(group)
        assert (opened.action, opened.actor, len(opened.data["added"])) == ("group.opened", "system", 5)

    def test_of_another_ground_or_of_no_set_makes_none(self, cast):
        contested(cast, attack(cast, 5)[0], FILED, "unrelated")
        contested(cast, review_of(cast, "It took a while."))

        assert not GroupCase.objects.exists()

    def test_that_comes_again_changes_nothing(self, cast):
        group, reviews, case = grouped(cast)

        contested(cast, reviews[1])
        gather_findings(tenant=cast.tenant, request_id=case.pk, now=LATER, again=["feedback_bombing"])

        again = GroupCase.objects.get()
        assert (again.pk, again.version, again.changed_at) == (group.pk, 1, FILED)
        assert entries_of(group).count() == 1

    def test_with_one_more_review_makes_the_group_larger(self, cast):
        group, reviews, case = grouped(cast)
        late = attack(cast, 6, begins=FILED)[4:]

        gather_findings(tenant=cast.tenant, request_id=case.pk, now=LATER, again=["feedback_bombing"])

        group.refresh_from_db()
        assert {each.review_id for each in members_of(group)} >= ids(reviews) | ids(late)
        assert (group.version, group.changed_at) == (2, LATER)
        assert [each.action for each in entries_of(group)] == ["group.opened", "group.changed"]

    def test_leaves_a_closed_case_alone(self, cast):
        reviews = attack(cast, 5)
        case, now = ready(cast, reviews[0], "feedback_bombing", at=FILED)
        decide(cast, case, now)

        gather_findings(tenant=cast.tenant, request_id=case.pk, now=now, again=["feedback_bombing"])

        assert not GroupCase.objects.exists()


class TestKeepGroup:
    def test_keeps_only_reviews_of_that_seller_that_there_are(self, cast):
        case = filed(cast, review_of(cast))
        mine = review_of(cast, "Late.")
        other = make_seller(cast.tenant, "eves-store")
        theirs = review_of(cast, "Later.", seller=other)
        gone = type("Gone", (), {"pk": "0190a0a0-0000-7000-8000-000000000000"})
        odd = type("Odd", (), {"pk": "not an id"})

        group = kept(cast, case, mine, theirs, gone, odd)

        assert {each.review_id for each in members_of(group)} == {case.review_id, mine.pk}
        assert kept(cast, filed(cast, review_of(cast)), theirs, gone) is None

    def test_keeps_each_link_at_both_ends_and_what_linked_them_once(self, cast):
        case, other = filed(cast, review_of(cast)), review_of(cast, "Late.")
        kept(cast, case, other, to=case.review)

        group = kept(cast, case, other, to=case.review, by="words")

        mine, its = str(case.review_id), str(other.pk)
        links = {str(each.review_id): each.links for each in members_of(group)}
        assert links == {
            mine: [{"review": its, "by": "device"}, {"review": its, "by": "words"}],
            its: [{"review": mine, "by": "device"}, {"review": mine, "by": "words"}],
        }
        assert group.version == 2

    def test_merges_groups_that_have_a_review_in_common_into_the_older(self, cast):
        first, second = filed(cast, review_of(cast)), filed(cast, review_of(cast))
        one, other, between = (review_of(cast, f"Bad, {number}.") for number in range(3))
        older = kept(cast, first, one, at=LATER)
        younger = kept(cast, second, other, at=LATER + timedelta(minutes=1))

        group = kept(cast, second, one, between, at=LATER + timedelta(minutes=2))

        assert group == older
        assert list(GroupCase.objects.all()) == [older]
        everybody = {first.review_id, second.review_id, one.pk, other.pk, between.pk}
        assert {each.review_id for each in members_of(group)} == everybody
        newest = list(entries_of(group))[-1]
        assert (newest.action, newest.data["merged"]) == ("group.changed", [str(younger.pk)])

    def test_keeps_a_review_in_one_group(self, cast):
        case, other = filed(cast, review_of(cast)), review_of(cast, "Late.")
        kept(cast, case, other)
        kept(cast, case, other)

        assert GroupReview.objects.count() == 2


class TestWhoSeesGroups:
    def test_agents_and_leads_on_no_side(self, cast):
        group, reviews, _ = grouped(cast)
        seller_and_agent = make_member(cast.tenant, "Bob", "agent")
        assert seller_and_agent.pk == cast.bob.pk

        assert list(groups_visible_to(cast.carol)) == [group]
        assert list(groups_visible_to(cast.laura)) == [group]
        for other in (cast.alice, seller_and_agent, None):
            assert not groups_visible_to(other).exists()

    def test_but_no_agent_who_wrote_one_of_the_reviews(self, cast):
        reviews = attack(cast, 4)
        reviews.append(review_of(cast, "Bad.", buyer=cast.dave))
        kept(cast, filed(cast, reviews[0]), *reviews[1:])

        assert not groups_visible_to(cast.dave).exists()

    def test_nobody_elsewhere(self, cast):
        grouped(cast)
        mallory = make_mallory()

        with mallory.inside():
            assert not GroupCase.objects.exists()
            assert not groups_visible_to(mallory.carol).exists()


class TestCounts:
    def test_reviews_and_how_many_have_an_open_and_a_decided_case(self, cast):
        group, reviews, case = grouped(cast, 5)
        contested(cast, reviews[1])
        decided, now = ready(cast, reviews[2], "feedback_bombing", at=FILED)
        decide(cast, decided, now)

        counted = with_counts(groups_visible_to(cast.carol)).get()

        assert (counted.size, counted.open_cases, counted.decided_cases) == (5, 2, 1)
        assert group_about(cast.carol, reviews[4].pk).size == 5
        assert group_about(cast.carol, review_of(cast).pk) is None

    @pytest.mark.parametrize("again", [False, True])
    def test_the_open_case_is_the_one_that_matters(self, cast, again):
        group, reviews, case = grouped(cast)
        decided, now = ready(cast, reviews[1], "unrelated", at=FILED)
        decide(cast, decided, now, "keep")
        newest = filed(cast, reviews[1], "feedback_bombing", at=now) if again else decided

        assert cases_by_review(cases_of_group(group)) == {reviews[0].pk: case, reviews[1].pk: newest}
