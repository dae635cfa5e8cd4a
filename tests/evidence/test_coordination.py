"""Links between the authors make a set; households, carriers and strangers who complain alike do not."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.coordination import group_of, read
from evidence.coordination.wording import are_copies, told_by
from evidence.gather import gather
from evidence.material import Author, Material, SellerHistory
from policy.facts import Coordination
from policy.terms import GroundKey, Verdict
from tests.evidence.coordination_cast import LONG, SPUN, compared, found, material, review
from tests.policy.cast import contested

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN


class TestStrongLinks:
    @pytest.mark.parametrize("shared", ["device:a", "payment:a", "card:a", "a"])
    def test_a_device_or_a_means_of_payment_makes_a_set(self, shared: str) -> None:
        finding = found(*(review(number, shared, days=number) for number in range(4)))
        assert finding.verdict is MET
        assert [each.ref for each in finding.references] == ["review-1", "review-2", "review-3"]
        assert "4 accounts that share" in finding.explanation

    def test_one_account_may_hold_two_devices_together(self) -> None:
        set_ = compared(review(0, "device:a"), review(1, "device:a", "payment:b"), review(2, "payment:b"))
        assert set_.cluster_size == set_.linked_accounts == 3

    def test_members_of_the_same_competing_seller(self) -> None:
        rivals = [review(number, f"device:{number}", of=frozenset({"rival"})) for number in range(3)]
        assert compared(*rivals).competitor_members == 3
        assert found(*rivals).verdict is MET

    def test_members_of_different_sellers_have_nothing_in_common(self) -> None:
        others = [review(number, f"device:{number}", of=frozenset({f"shop-{number}"})) for number in range(3)]
        assert compared(*others).cluster_size == 1

    def test_notes_say_by_what_but_neither_the_hash_nor_who(self) -> None:
        reviews = [review(number, "device:9f2c", age=2) for number in range(3)]
        told = str(found(*reviews).to_json())
        assert "same device as this review, fresh account" in told
        assert "9f2c" not in told
        assert "buyer-" not in told


class TestWhatIsNoSet:
    @pytest.mark.parametrize(("days", "verdict"), [(44, MET), (46, NOT_MET)])
    def test_people_of_one_home_are_disappointed_months_apart(self, days: int, verdict: Verdict) -> None:
        assert found(*(review(number, "device:a", days=number * days) for number in range(3))).verdict is verdict

    def test_two_accounts_may_be_a_household(self) -> None:
        finding = found(review(0, "device:a"), review(1, "device:a"), review(2, "device:a", buyer="buyer-1"))
        assert finding.verdict is UNKNOWN
        assert "may be a household" in finding.explanation

    def test_one_buyer_alone_is_no_set(self) -> None:
        assert compared(*(review(number, "device:a", buyer="alice") for number in range(5))).cluster_size == 1

    @pytest.mark.parametrize("kind", ["device", "address"])
    def test_what_content_buyers_share_as_well_links_nobody(self, kind: str) -> None:
        bad = [review(number, f"{kind}:carrier", age=2) for number in range(4)]
        good = [review(number, f"{kind}:carrier", negative=False) for number in range(10, 13)]
        assert compared(*bad).cluster_size == 4
        assert compared(*bad, *good).cluster_size == 1

    def test_an_address_alone_is_left_to_the_agent(self) -> None:
        finding = found(*(review(number, f"device:{number}", "address:home") for number in range(5)))
        assert finding.verdict is UNKNOWN
        assert "same network address" in finding.explanation

    def test_a_set_elsewhere_says_nothing_of_this_review(self) -> None:
        elsewhere = [review(number, "device:farm", age=1) for number in range(1, 6)]
        assert found(review(0, "device:own"), *elsewhere).verdict is NOT_MET

    def test_an_address_does_not_drag_strangers_into_a_set(self) -> None:
        attack = [review(number, "device:farm", "address:net") for number in range(3)]
        strangers = [review(number, f"device:{number}", "address:net") for number in range(3, 6)]
        assert compared(*attack, *strangers).other_reviews == ("review-1", "review-2")
        assert found(strangers[0], *attack, *strangers[1:]).verdict is not MET

    @pytest.mark.parametrize("none", [None, frozenset()])
    def test_devices_that_nobody_recorded_are_said_to_be_so(self, none: frozenset[str] | None) -> None:
        unknown = [replace(review(number), author=Author(f"buyer-{number}", none)) for number in range(3)]
        finding = found(*unknown)
        assert finding.verdict is UNKNOWN
        assert "Devices and means of payment of the authors are not recorded" in finding.explanation


class TestWeakerSigns:
    def attack(self, **change: object) -> list:
        return [
            replace(review(number, f"device:{number}", text=text, age=2, days=number), **change)
            for number, text in enumerate(SPUN)
        ]

    def test_fresh_accounts_with_the_same_words_within_days(self) -> None:
        finding = found(*self.attack())
        assert finding.verdict is MET
        assert finding.confidence == 0.6

    def test_canceled_orders_add_to_it(self) -> None:
        assert found(*self.attack(canceled_soon=True)).confidence == 0.7

    def test_old_accounts_in_the_same_words_are_left_to_the_agent(self) -> None:
        old = [review(number, f"device:{number}", text=text) for number, text in enumerate(SPUN)]
        assert found(*old).verdict is UNKNOWN

    def test_fresh_accounts_in_their_own_words_are_nothing(self) -> None:
        assert found(*(review(number, f"device:{number}", age=1) for number in range(6))).verdict is NOT_MET

    @pytest.mark.parametrize("text", ["scam!!!", "never received my order", "Bad", "👎👎👎", "质量很差", ""])
    def test_everybodys_words_link_nobody(self, text: str) -> None:
        same = [review(number, f"device:{number}", text=text or " ", age=1) for number in range(6)]
        assert compared(*same).cluster_size == 1

    def test_words_that_are_heard_all_year_are_a_common_complaint(self) -> None:
        year = [review(number, f"device:{number}", text=LONG, days=30 * number) for number in range(4, 10)]
        assert compared(*self.attack(), *year).shared_wording == 0
        assert compared(*self.attack(), *year[:1]).shared_wording == 3

    def test_where_all_buyers_are_new_a_new_account_is_no_sign(self) -> None:
        new = [review(number, f"device:{number}", age=1, negative=False) for number in range(10, 20)]
        assert compared(*self.attack(), *new).young_accounts == ()

    @pytest.mark.parametrize(
        ("one", "other", "copies"),
        [
            (SPUN[0], SPUN[1], True),
            ("Worst seller ever, stay away!!!", "worst seller EVER stay away", True),
            ("Dieser Laden nimmt das Geld und liefert nie", "Dieser Laden nimmt dein Geld und liefert nie!", True),
            ("商家是骗子，收了钱不发货，大家千万不要买", "商家是骗子！收了钱不发货，大家不要买", True),
            ("The parcel was wet and the book inside was ruined", "The parcel was late and the box was open", False),
            ("Worst seller ever, stay away!!!", "Best seller ever, come again", False),
            ("item never arrived", "Item never arrived", False),
        ],
    )
    def test_copies_are_told_from_complaints_of_the_same_kind(self, one: str, other: str, copies: bool) -> None:
        assert are_copies(told_by(review(1, text=one)), told_by(review(2, text=other))) is copies

    def test_one_buyer_may_repeat_herself(self) -> None:
        assert compared(*(review(number, text=LONG, buyer="alice", age=1) for number in range(4))).shared_wording == 0


class TestGroupCase:
    def test_holds_the_same_reviews_whichever_is_contested(self) -> None:
        reviews = [review(number, "device:a") for number in range(4)]
        groups = set()
        for first in reviews:
            given_ = material(first, *(each for each in reviews if each is not first))
            gathered = gather(GroundKey.FEEDBACK_BOMBING, given_)
            groups.add(group_of(gathered.facts, gathered.finding))
        assert groups == {("review-0", "review-1", "review-2", "review-3")}

    def test_there_is_none_where_the_ground_is_not_met(self) -> None:
        gathered = gather(GroundKey.FEEDBACK_BOMBING, material(review(0, "device:a"), review(1, "device:a")))
        assert group_of(gathered.facts, gathered.finding) == ()


class TestReading:
    def test_what_an_agent_has_read_is_kept(self) -> None:
        given_ = material(review(0, "device:a"), review(1, "device:a"))
        read_ = replace(given_.facts, coordination=Coordination(7))
        assert read(replace(given_, facts=read_)) is read_

    def test_without_a_history_nobody_looked(self) -> None:
        assert read(Material(contested())).coordination is None
        assert read(Material(contested(), history=SellerHistory(()))).coordination is None

    def test_the_order_in_which_reviews_are_given_does_not_matter(self) -> None:
        reviews = [review(number, "device:a", text=text, age=2) for number, text in enumerate((*SPUN, "alone"))]
        seen = {compared(reviews[0], *rest) for rest in permutations(reviews[1:])}
        assert len(seen) == 1

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.text(max_size=200), min_size=1, max_size=12), st.integers(0, 2**32))
    def test_any_text_by_anyone_gives_the_same_answer_twice(self, texts: list[str], seed: int) -> None:
        draw = Random(seed)
        reviews = [
            review(
                number,
                *draw.sample(["device:a", "payment:b", "address:c", ":", ""], draw.randrange(4)),
                text=text or " ",
                days=draw.randrange(90),
                age=draw.choice([None, -1, 0, 3, 500]),
                of=draw.choice([None, frozenset(), frozenset({"x"})]),
                negative=draw.random() < 0.7,
                canceled_soon=draw.choice([None, True, False]),
            )
            for number, text in enumerate(texts)
        ]
        set_ = compared(*reviews)
        assert set_ == compared(*reviews)
        assert set_.cluster_size == 1 + len(set_.other_reviews)
        assert {link.review_id for link in set_.links} <= {"review-0", *set_.other_reviews}
        assert found(*reviews).explanation.endswith(".")

    @pytest.mark.parametrize("text", ["a@" * 5000, "(" * 10_000, "e\u0301" * 5000, "骗" * 10_000, "word " * 2000])
    def test_explosive_texts_are_read_as_any_other(self, text: str) -> None:
        assert compared(*(review(number, text=text, days=number) for number in range(20))).cluster_size >= 1

    def test_reviews_at_the_same_moment_are_told_apart(self) -> None:
        one, other = review(0, "device:a"), review(1, "device:a")
        same = replace(other, posted_at=one.posted_at + timedelta(0))
        assert compared(one, same).other_reviews == ("review-1",)
