"""Gathering reads the texts, and the ground's own rule then finds."""

import pytest

from evidence.gather import Material, gather, label_of
from policy.facts import CommentSentence, OrderFacts, OtherReview
from policy.terms import GroundKey, OrderStatus, Subject, Verdict
from tests.policy.cast import at, contested


def test_a_copied_comment_is_a_duplicate() -> None:
    other = OtherReview("review-0", "order-0", "It came a WEEK late!!", at(2026, 5, 1), True, likeness=None)
    gathered = gather(GroundKey.DUPLICATE, Material(contested(other_reviews=(other,))))
    assert gathered.finding.verdict is Verdict.MET
    assert gathered.gatherers == label_of(GroundKey.DUPLICATE) != ""


def test_the_policys_threshold_is_heeded() -> None:
    text = "The gold came a week late and the seller never answered."
    other = OtherReview("review-0", "order-0", text, at(2026, 5, 1), True, likeness=None)
    material = Material(contested(text.replace("week", "month"), other_reviews=(other,)))
    assert gather(GroundKey.DUPLICATE, material).finding.verdict is Verdict.MET
    assert gather(GroundKey.DUPLICATE, material, {"likeness": 99}).finding.verdict is Verdict.NOT_MET


def test_a_telephone_number_in_the_comment_is_personal_information() -> None:
    finding = gather(GroundKey.PERSONAL_INFORMATION, Material(contested("Call +49 30 901820!"))).finding
    assert finding.verdict is Verdict.MET
    assert [(each.start, each.end) for each in finding.references] == [(5, 18)]


def test_party_names_are_personal_information() -> None:
    material = Material(contested("Bob Sellers is a liar"), party_names=("Bob Sellers",))
    assert gather(GroundKey.PERSONAL_INFORMATION, material).finding.verdict is Verdict.MET


def test_a_clean_comment_holds_none() -> None:
    assert gather(GroundKey.PERSONAL_INFORMATION, Material(contested())).finding.verdict is Verdict.NOT_MET


def test_a_comment_about_delay_alone_is_met_where_it_shipped_in_time() -> None:
    order = OrderFacts("o", OrderStatus.FINISHED, promised_ship_at=at(2026, 5, 2), shipped_at=at(2026, 5, 1))
    finding = gather(GroundKey.SHIPPED_ON_TIME, Material(contested(order=order))).finding
    assert finding.verdict is Verdict.MET


def test_subjects_that_the_words_do_not_tell_stay_unknown() -> None:
    finding = gather(GroundKey.PRODUCT_REVIEW, Material(contested("Xyzzy frobnicate quux."))).finding
    assert finding.verdict is Verdict.UNKNOWN


def test_what_an_agent_has_read_is_kept() -> None:
    read = (CommentSentence(0, 5, Subject.PRODUCT),)
    assert gather(GroundKey.PRODUCT_REVIEW, Material(contested(sentences=read))).finding.verdict is Verdict.MET


@pytest.mark.parametrize("ground", GroundKey)
@pytest.mark.parametrize("comment", ["", "😀" * 2000, "مرحبا بالعالم. شكرا", "a" * 10_000, "e\u0301" * 500])
def test_every_ground_answers_for_any_text(ground: GroundKey, comment: str) -> None:
    assert gather(ground, Material(contested(comment))).finding.ground is ground
