"""The same feedback on several orders: one stays, the others are duplicates."""

from typing import Any

from policy.facts import Finding, OtherReview
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
