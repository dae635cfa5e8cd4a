"""Linkage carries the claim of a set, weaker signs only together, and the time is told apart from both."""

from dataclasses import replace
from datetime import date

import pytest

from policy.facts import Burst, Coordination, Finding, Link
from policy.grounds import find
from policy.terms import GroundKey, Verdict
from tests.policy.cast import contested

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
IDS = ("review-1", "review-2", "review-3")


def links(by: str, *ids: str) -> tuple[Link, ...]:
    return tuple(Link(each, "review-2" if each == "review-1" else "review-1", by) for each in ids or IDS)


LINKED = Coordination(3, IDS[1:], linked_accounts=3, author_linked=True, accounts=3, days=2, links=links("device"))
WORDS = Coordination(
    3, IDS[1:], shared_wording=3, accounts=3, days=2, links=links("words"), young_accounts=IDS, burst_seen_from=5
)
BURST = Burst(date(2026, 5, 10), 1, 6, 1200, 0.5, ("review-7",))


def found(coordination: Coordination, **parameters: float) -> Finding:
    return find(GroundKey.FEEDBACK_BOMBING, contested(coordination=coordination), parameters)


class TestWeakerSigns:
    @pytest.mark.parametrize(
        ("change", "verdict"),
        [
            ({}, MET),
            ({"days": 7}, MET),
            ({"days": 8}, UNKNOWN),
            ({"days": 30, "burst_likelihood": 0.01}, MET),
            ({"days": 31, "burst_likelihood": 0.01}, UNKNOWN),
            ({"days": 30, "burst_likelihood": 0.011}, UNKNOWN),
            ({"days": 8, "canceled_soon": IDS}, MET),
            ({"days": 8, "links": links("words") + links("address")}, MET),
            ({"young_accounts": IDS[:2]}, UNKNOWN),
            ({"young_accounts": (*IDS[1:], "review-4")}, UNKNOWN),
            ({"links": links("words", *IDS[1:])}, UNKNOWN),
            ({"links": (), "shared_wording": 0, "canceled_soon": IDS}, UNKNOWN),
            ({"accounts": 2}, UNKNOWN),
            ({"cluster_size": 2}, UNKNOWN),
        ],
    )
    def test_carry_it_only_together(self, change: dict, verdict: Verdict) -> None:
        assert found(replace(WORDS, **change)).verdict is verdict

    def test_are_less_sure_than_links(self) -> None:
        three, four = found(WORDS).confidence, found(replace(WORDS, canceled_soon=IDS)).confidence
        assert three < four < found(LINKED).confidence < found(replace(LINKED, burst_likelihood=0.01)).confidence

    def test_heed_the_policys_size_of_a_set(self) -> None:
        assert found(WORDS, least_reviews=4).verdict is UNKNOWN
        assert found(replace(WORDS, cluster_size=9), least_reviews=4).verdict is UNKNOWN


class TestHousehold:
    PAIR = replace(LINKED, linked_accounts=2, accounts=2)

    @pytest.mark.parametrize(
        ("change", "verdict"),
        [
            ({}, UNKNOWN),
            ({"young_accounts": IDS[:1], "canceled_soon": IDS[:1]}, UNKNOWN),
            ({"burst_likelihood": 0.001}, UNKNOWN),
            ({"young_accounts": IDS[:2]}, MET),
            ({"canceled_soon": IDS[:2]}, MET),
            ({"competitor_members": 1}, MET),
            ({"accounts": 3}, MET),
        ],
    )
    def test_two_accounts_need_more_than_a_shared_thing(self, change: dict, verdict: Verdict) -> None:
        finding = found(replace(self.PAIR, **change))
        assert finding.verdict is verdict
        assert ("may be a household" in finding.explanation) is (verdict is UNKNOWN)


class TestSentences:
    @pytest.mark.parametrize(
        ("kinds", "words"),
        [
            (("device",), "that share a device with another one"),
            (("payment",), "that share a means of payment with another one"),
            (("device", "payment"), "that share a device or a means of payment with another one"),
            (("words",), "3 accounts linked to another one"),
        ],
    )
    def test_say_what_is_shared(self, kinds: tuple[str, ...], words: str) -> None:
        shared = tuple(link for kind in kinds for link in links(kind))
        assert words in found(replace(LINKED, links=shared)).explanation

    @pytest.mark.parametrize("kinds", [("device",), ("payment",), ("device", "payment"), ("words",)])
    def test_count_the_accounts_that_share_it(self, kinds: tuple[str, ...]) -> None:
        shared = replace(LINKED, links=tuple(link for kind in kinds for link in links(kind)))
        assert "a set of 3: 3 accounts " in found(shared).explanation
        assert "not enough of them: 1 account " in found(replace(shared, linked_accounts=1)).explanation

    def test_count_a_single_review_too(self) -> None:
        alone = Coordination(1, shared_wording=1, accounts=1, days=1, links=links("address", "review-1"))
        assert found(alone).explanation.startswith(
            "There are signs of a coordinated set, but not enough of them: 1 review in nearly the same words as "
            "another and 1 review from the same network address as another."
        )

    @pytest.mark.parametrize(("days", "time"), [(1, "in the day"), (3, "in the 3 days")])
    def test_count_a_single_review_of_the_time_and_say_the_chance_with_three_digits(self, days: int, time: str) -> None:
        burst = replace(BURST, days=days, negatives=1, reviews=1)
        told = found(replace(LINKED, burst_likelihood=0.001234, burst=burst)).explanation
        assert f"the time: {time} from 10 May 2026, 1 of 1 review " in told
        assert "in 1.23 of 1,000 such pasts." in told

    def test_say_nothing_of_a_household_where_only_words_are_shared(self) -> None:
        assert found(replace(WORDS, accounts=2, young_accounts=())).explanation == (
            "There are signs of a coordinated set, but not enough of them: 3 reviews in nearly the same words as "
            "another. Whether more came at once than usual was not measured: too few of the seller's reviews are "
            "known. A bad batch can look the same; an agent must judge who is behind the reviews."
        )

    def test_days_that_stand_out_less_than_the_policy_asks_are_as_good_as_none(self) -> None:
        finding = found(Coordination(1, accounts=1, days=1, burst_likelihood=0.011, burst=BURST))
        assert (finding.verdict, finding.references) == (NOT_MET, ())
        assert finding.explanation.endswith("No unusual number came at once.")

    def test_tell_the_time_apart_from_the_links(self) -> None:
        told = found(replace(LINKED, burst_likelihood=0.004, burst=BURST)).explanation
        assert told == (
            "The review is one of a set of 3: 3 accounts that share a device with another one. Apart from that, the "
            "time: in the day from 10 May 2026, 6 of 1,200 reviews were negative where about 0.5 would be usual, and "
            "chance makes so many at once in 4 of 1,000 such pasts."
        )

    @pytest.mark.parametrize(("seen_from", "weak"), [(5, False), (6, True)])
    def test_say_when_the_eyes_for_a_burst_are_weak(self, seen_from: int, weak: bool) -> None:
        told = found(Coordination(1, accounts=1, days=1, burst_likelihood=0.5, burst_seen_from=seen_from)).explanation
        assert ("weak eyes" in told) is weak
        assert "No unusual number came at once" in told

    def test_name_every_link_of_a_review(self) -> None:
        both = replace(LINKED, links=links("device") + links("competitor"), canceled_soon=("review-3",))
        notes = [each.note for each in found(both).references]
        same = "same device as this review, same competing seller as this review"
        assert notes == [same, f"{same}, order canceled soon"]

    def test_a_review_that_joins_the_set_otherwise_is_of_the_same_set(self) -> None:
        assert [each.note for each in found(replace(LINKED, links=())).references] == ["of the same set"] * 2


@pytest.mark.parametrize(("missing", "verdict"), [((), NOT_MET), (("devices",), UNKNOWN)])
def test_a_set_that_nothing_speaks_for_is_shown_all_the_same(missing: tuple[str, ...], verdict: Verdict) -> None:
    finding = found(Coordination(3, IDS[1:], accounts=3, days=2, not_recorded=missing))
    assert (finding.verdict, [each.ref for each in finding.references]) == (verdict, ["review-2", "review-3"])


@pytest.mark.parametrize(
    ("missing", "verdict"),
    [((), NOT_MET), (("competitors",), NOT_MET), (("devices",), UNKNOWN), (("devices", "competitors"), UNKNOWN)],
)
def test_what_was_not_recorded_was_not_compared(missing: tuple[str, ...], verdict: Verdict) -> None:
    finding = found(Coordination(1, accounts=1, days=1, not_recorded=missing))
    assert finding.verdict is verdict
    assert finding.explanation.count("so that was not compared") == len(missing)
