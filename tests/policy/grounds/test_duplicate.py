"""The same feedback on several orders: one stays, the others are duplicates."""

from dataclasses import replace
from typing import Any

import pytest

from policy.facts import Copy, Finding, OtherReview, Passage
from policy.grounds import find
from policy.terms import GroundKey, Verdict
from tests.policy.cast import at, contested


def other(**changes: Any) -> OtherReview:
    known: dict[str, Any] = {
        "review_id": "review-0",
        "order_id": "order-0",
        "text": "It came a week late!",
        "published_at": at(2026, 5, 1),
        "same_stars": True,
        "likeness": 97.0,
    }
    return OtherReview(**(known | changes))


def found(*others: OtherReview, parameters: dict[str, float] | None = None, **facts: Any) -> Finding:
    return find(GroundKey.DUPLICATE, contested(other_reviews=others, **facts), parameters)


def test_the_later_of_two_is_the_duplicate() -> None:
    finding = found(other())
    assert finding.verdict is Verdict.MET
    assert "order-0" in finding.explanation
    assert [reference.ref for reference in finding.references] == ["review-0"]


def test_the_earliest_stays() -> None:
    assert found(other(published_at=at(2026, 5, 20))).verdict is Verdict.NOT_MET


def test_the_one_that_fits_its_order_stays_even_if_later() -> None:
    later = other(published_at=at(2026, 5, 20), fits_its_order=True)
    assert found(later).verdict is Verdict.MET
    assert found(other(), fits_its_order=True).verdict is Verdict.NOT_MET


def test_of_several_that_fit_the_earliest_stays() -> None:
    assert found(other(fits_its_order=True), fits_its_order=True).verdict is Verdict.MET


def test_of_a_set_exactly_one_is_not_a_duplicate() -> None:
    days = {"review-0": at(2026, 5, 1), "review-1": at(2026, 5, 10), "review-2": at(2026, 5, 10)}
    verdicts = []
    for own, day in days.items():
        rest = [other(review_id=key, published_at=when) for key, when in days.items() if key != own]
        verdicts.append(found(*rest, review_id=own, published_at=day).verdict)
    assert verdicts == [Verdict.NOT_MET, Verdict.MET, Verdict.MET]


def test_other_stars_other_words_or_a_withdrawn_review_are_no_duplicate() -> None:
    assert found(other(same_stars=False)).verdict is Verdict.NOT_MET
    assert found(other(likeness=61.9)).verdict is Verdict.NOT_MET
    assert found(other(stands=False)).verdict is Verdict.NOT_MET
    assert found().verdict is Verdict.NOT_MET


def test_the_threshold_is_the_policys() -> None:
    assert found(other(likeness=62.0)).verdict is Verdict.MET
    assert found(other(likeness=62.0), parameters={"likeness": 90}).verdict is Verdict.NOT_MET


def test_texts_that_nobody_compared_leave_it_unknown() -> None:
    assert found(other(likeness=None)).verdict is Verdict.UNKNOWN


COMMENT = "The gold arrived two days late and the seller never answered my messages."


def copied(text: str = COMMENT, comment: str = COMMENT, likeness: float = 98.0, **changes: Any) -> Finding:
    return found(other(text=text, likeness=likeness, shared=1.0, **changes), comment=comment)


class TestWhatCountsAsTheSame:
    def test_only_negative_feedback_is_meant(self) -> None:
        finding = found(other(), negative=False)
        assert finding.verdict is Verdict.NOT_MET
        assert "not negative" in finding.explanation
        assert found(other(), negative=True).verdict is found(other(), negative=None).verdict is Verdict.MET

    @pytest.mark.parametrize(
        ("shared", "verdict"), [(0.0, Verdict.NOT_MET), (0.64, Verdict.NOT_MET), (0.65, Verdict.MET)]
    )
    def test_comments_that_are_somewhat_alike_must_have_passages_in_common(
        self, shared: float, verdict: Verdict
    ) -> None:
        measured = other(text=COMMENT, likeness=70.0, shared=shared)
        assert found(measured, comment=COMMENT).verdict is verdict

    def test_the_same_few_words_are_left_to_an_agent(self) -> None:
        finding = copied("Very bad", "very bad!")
        assert finding.verdict is Verdict.UNKNOWN
        assert "few" in finding.explanation
        assert finding.references[0].ref == "review-0"
        assert copied("Very bad", "very good", likeness=60).verdict is Verdict.NOT_MET

    @pytest.mark.parametrize(
        ("text", "comment"), [("So very bad", "So very bad, yes"), ("So very bad, yes", "So very bad")]
    )
    def test_few_words_on_either_side_are_few_from_a_likeness_of_90_on(self, text: str, comment: str) -> None:
        assert copied(text, comment, likeness=90).verdict is Verdict.UNKNOWN
        assert copied(text, comment, likeness=89.9).verdict is Verdict.NOT_MET

    def test_the_same_words_with_other_numbers_are_left_to_an_agent(self) -> None:
        gold, keys = "I paid for 500 gold and he gave me 200 of it.", "I paid for 40 keys and he gave me 25 of it."
        finding = copied(gold, keys, passages=(Passage(0, 11, 0, 11),))
        assert finding.verdict is Verdict.UNKNOWN
        assert "other numbers" in finding.explanation
        assert [(each.ref, each.note) for each in finding.references] == [
            ("review-0", "likeness 98 of 100"),
            ("review-1", "also on order order-0"),
            ("review-0", "the same words"),
        ]

    def test_a_number_that_both_name_is_no_difference(self) -> None:
        assert copied(COMMENT + " 500 gold, 2 days", COMMENT + " 500 gold").verdict is Verdict.MET

    def test_a_number_that_only_one_names_is_no_difference(self) -> None:
        assert copied(COMMENT + " 500 gold", COMMENT).verdict is Verdict.MET
        assert copied(COMMENT, COMMENT + " 500 gold").verdict is Verdict.MET


class TestWhichStays:
    def test_what_does_not_fit_its_order_gives_way(self) -> None:
        later = other(published_at=at(2026, 5, 20))
        finding = found(later, fits_its_order=False)
        assert finding.verdict is Verdict.MET
        assert finding.explanation.endswith("because this one does not fit its order.")
        assert found(other(fits_its_order=False)).verdict is Verdict.NOT_MET

    def test_the_one_that_stays_is_shown_first(self) -> None:
        later, earliest = other(review_id="review-5", published_at=at(2026, 5, 8)), other()
        for others in ((later, earliest), (earliest, later)):
            assert [each.ref for each in found(*others).references] == ["review-0", "review-5"]

    def test_of_two_that_fit_neither_the_earliest_stays(self) -> None:
        finding = found(other(fits_its_order=False), fits_its_order=False)
        assert finding.verdict is Verdict.MET
        assert finding.explanation.endswith("because it is the earliest.")


class TestCopiesByOthers:
    COPY = Copy(
        "review-9", "order-9", at(2026, 5, 1), 96.0, linked=True, same_seller=True, passages=(Passage(0, 8, 2, 9),)
    )

    def test_one_by_a_linked_account_is_left_to_an_agent(self) -> None:
        finding = found(copies=(self.COPY,))
        assert finding.verdict is Verdict.UNKNOWN
        assert "shares a device" in finding.explanation
        assert [each.ref for each in finding.references] == ["review-9", "review-1", "review-9"]

    def test_one_that_is_just_alike_enough_is_left_to_an_agent_too(self) -> None:
        assert found(copies=(self.COPY,), parameters={"likeness": 96}).verdict is Verdict.UNKNOWN

    @pytest.mark.parametrize("change", [{"linked": False}, {"same_seller": False}])
    def test_others_are_only_shown(self, change: dict[str, Any]) -> None:
        finding = found(copies=(replace(self.COPY, **change),))
        assert finding.verdict is Verdict.NOT_MET
        assert finding.references[0].ref == "review-9"

    def test_one_less_alike_than_the_policy_asks_is_not_shown(self) -> None:
        finding = found(copies=(self.COPY,), parameters={"likeness": 97})
        assert (finding.verdict, finding.references) == (Verdict.NOT_MET, ())

    def test_the_buyers_own_copy_goes_first(self) -> None:
        assert found(other(), copies=(self.COPY,)).verdict is Verdict.MET


def test_passages_are_shown_in_both_comments() -> None:
    finding = found(other(passages=(Passage(0, 7, 3, 10), Passage(8, 19, 11, 20))))
    whole, *sides = finding.references
    assert (whole.ref, whole.start) == ("review-0", None)
    assert [(each.ref, each.start, each.end) for each in sides] == [
        ("review-1", 0, 7),
        ("review-0", 3, 10),
        ("review-1", 8, 19),
        ("review-0", 11, 20),
    ]


def test_passages_of_a_few_reviews_are_enough() -> None:
    passages = tuple(Passage(place, place + 1, place, place + 1) for place in range(12))
    many = [other(review_id=f"review-{number}", passages=passages) for number in range(2, 12)]
    references = found(*many).references
    assert sum(each.start is None for each in references) == 10
    assert len({each.ref for each in references if each.start is not None}) == 6
