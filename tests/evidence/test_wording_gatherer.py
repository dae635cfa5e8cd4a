"""The gatherer measures the buyer's other reviews, and picks the copies among what others wrote."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.material import Author, Material, SellerReview
from evidence.wording import GATHERER
from policy.facts import Copy, OtherReview, Passage
from tests.policy.cast import at, contested

COMMENT = "The gold arrived two days late and the seller never answered my messages."
EDITED = "The gold arived two days late, and the seller never answered my messages!"
ALICE = Author("alice", frozenset({"device:1", "payment:2", "address:3"}))


def by(buyer: str, text: str = EDITED, *fingerprints: str, **changes: Any) -> SellerReview:
    known: dict[str, Any] = {
        "review_id": f"review-of-{buyer}",
        "order_id": f"order-of-{buyer}",
        "author": Author(buyer, frozenset(fingerprints) or None),
        "text": text,
        "posted_at": at(2026, 5, 1),
        "negative": True,
    }
    return SellerReview(**(known | changes))


def copies(*candidates: SellerReview, author: Author | None = ALICE) -> list[Copy]:
    found = GATHERER.read(Material(contested(COMMENT), author=author, candidates=candidates)).copies
    assert found is not None
    return list(found)


def own(text: str, **changes: Any) -> OtherReview:
    review = OtherReview("review-0", "order-0", text, at(2026, 5, 1), True, likeness=None)
    material = Material(contested(COMMENT, other_reviews=(replace(review, **changes),)))
    return GATHERER.read(material).other_reviews[0]


class TestTheBuyersOtherReviews:
    def test_a_copy_is_measured_with_its_passages(self) -> None:
        other = own(EDITED)
        assert other.likeness is not None and other.likeness > 95
        assert [(each.start, each.end) for each in other.passages] == [(0, len(COMMENT) - 1)]
        assert other.shared is not None and other.shared > 0.95

    def test_of_other_words_no_passages_are_looked_for(self) -> None:
        other = own("Wrong size.")
        assert other.likeness is not None and other.likeness < 50
        assert (other.passages, other.shared) == ((), None)

    def test_what_an_agent_has_read_is_kept(self) -> None:
        passages = (Passage(0, 3, 0, 3),)
        other = own("Wrong size.", likeness=77.0, passages=passages, shared=0.9)
        assert (other.likeness, other.passages, other.shared) == (77.0, passages, 0.9)


class TestCopiesByOthers:
    def test_where_nobody_searched_nothing_is_said(self) -> None:
        assert GATHERER.read(Material(contested(COMMENT), author=ALICE)).copies is None

    def test_what_is_already_there_is_kept(self) -> None:
        facts = contested(COMMENT, copies=())
        assert GATHERER.read(Material(facts, author=ALICE, candidates=(by("bob"),))).copies == ()

    def test_the_likest_come_first_and_other_words_not_at_all(self) -> None:
        found = copies(by("bob"), by("carol", COMMENT), by("dave", "The potions never arrived, and I want a refund."))
        assert [each.review_id for each in found] == ["review-of-carol", "review-of-bob"]
        assert found[0].likeness == 100
        assert found[0].passages

    def test_the_buyers_own_reviews_are_no_copies_by_others(self) -> None:
        assert copies(by("alice"), by("bob", review_id="review-1")) == []

    def test_at_most_twenty(self) -> None:
        assert len(copies(*(by(f"buyer-{number}") for number in range(30)))) == 20

    def test_of_equals_the_order_does_not_matter(self) -> None:
        many = [by(f"buyer-{number}") for number in range(5)]
        assert copies(*many) == copies(*reversed(many))

    @pytest.mark.parametrize(
        ("fingerprints", "linked"),
        [
            (("device:1",), True),
            (("payment:2", "device:9"), True),
            (("address:3",), False),
            (("device:9",), False),
            ((), False),
        ],
    )
    def test_a_shared_device_or_means_of_payment_links_and_an_address_does_not(
        self, fingerprints: tuple[str, ...], linked: bool
    ) -> None:
        (found,) = copies(by("bob", EDITED, *fingerprints))
        assert found.linked is linked

    def test_without_a_known_author_nobody_is_linked(self) -> None:
        (found,) = copies(by("bob", EDITED, "device:1"), author=None)
        assert not found.linked

    def test_another_sellers_review_is_told_apart(self) -> None:
        (found,) = copies(by("bob", same_seller=False))
        assert not found.same_seller


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_read_without_an_error_and_the_same_way_again(one: str, other: str) -> None:
    review = OtherReview("review-0", "order-0", other, at(2026, 5, 1), True, likeness=None)
    material = Material(contested(one, other_reviews=(review,)), author=ALICE, candidates=(by("bob", other),))
    assert GATHERER.read(material) == GATHERER.read(material)
