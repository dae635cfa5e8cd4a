"""Grounds about the whole comment: every sentence must be inside, and one outside is enough to keep it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.facts import CommentSentence, FoundSpan, OrderFacts
from policy.grounds import find
from policy.grounds.whole_comment import whole_comment_about
from policy.terms import FulfilledBy, GroundKey, OrderStatus, Subject, Verdict
from tests.policy.cast import contested

subjects = st.none() | st.sampled_from(Subject)


def about(*subjects: Subject | None) -> tuple[CommentSentence, ...]:
    return tuple(CommentSentence(n, n + 1, subject) for n, subject in enumerate(subjects))


@given(st.lists(subjects, max_size=6))
def test_met_means_every_sentence_and_not_met_means_one_outside(read: list[Subject | None]) -> None:
    verdict = whole_comment_about(contested(sentences=about(*read)), {Subject.PRODUCT})
    outside = [subject for subject in read if subject not in (None, Subject.PRODUCT)]
    assert (verdict is Verdict.NOT_MET) == bool(outside)
    assert (verdict is Verdict.MET) == (bool(read) and set(read) == {Subject.PRODUCT})


@pytest.mark.parametrize(
    ("read", "verdict"),
    [
        ([Subject.PRODUCT, Subject.PRODUCT], Verdict.MET),
        ([Subject.PRODUCT, Subject.SELLER_SERVICE], Verdict.NOT_MET),
        ([Subject.PRODUCT, None], Verdict.UNKNOWN),
        ([], Verdict.UNKNOWN),
    ],
)
def test_product_review(read: list[Subject | None], verdict: Verdict) -> None:
    assert find(GroundKey.PRODUCT_REVIEW, contested(sentences=about(*read))).verdict is verdict


def test_a_finding_says_that_the_rest_is_feeling() -> None:
    aside = FoundSpan(20, 38, "aside")
    whole, with_aside = (
        find(GroundKey.PRODUCT_REVIEW, contested(sentences=about(Subject.PRODUCT), asides=asides))
        for asides in ((), (aside,))
    )
    assert with_aside.verdict is whole.verdict is Verdict.MET
    assert with_aside.explanation == whole.explanation + " What else it says is feeling or circumstance."


def test_feelings_alone_leave_it_to_the_agent() -> None:
    facts = contested(sentences=(), asides=(FoundSpan(0, 19, "aside"),))
    assert find(GroundKey.PRODUCT_REVIEW, facts).verdict is Verdict.UNKNOWN


class TestPlatformFulfilment:
    @staticmethod
    def found(fulfilled_by: FulfilledBy, *read: Subject | None) -> Verdict:
        order = OrderFacts("order-1", OrderStatus.FINISHED, fulfilled_by)
        return find(GroundKey.PLATFORM_FULFILMENT, contested(order=order, sentences=about(*read))).verdict

    @pytest.mark.parametrize("fulfilled_by", [FulfilledBy.SELLER, FulfilledBy.PARTNER])
    def test_is_not_met_where_somebody_else_fulfilled(self, fulfilled_by: FulfilledBy) -> None:
        assert self.found(fulfilled_by, Subject.DELIVERY) is Verdict.NOT_MET

    def test_is_met_for_delivery_handling_and_the_platforms_service(self) -> None:
        read = (Subject.DELIVERY, Subject.FULFILMENT, Subject.FULFILMENT_SERVICE)
        assert self.found(FulfilledBy.PLATFORM, *read) is Verdict.MET

    def test_keeps_a_comment_that_also_speaks_of_the_seller(self) -> None:
        assert self.found(FulfilledBy.PLATFORM, Subject.DELIVERY, Subject.SELLER_SERVICE) is Verdict.NOT_MET

    def test_is_unknown_while_nobody_has_read_the_sentences(self) -> None:
        assert self.found(FulfilledBy.PLATFORM) is Verdict.UNKNOWN
