"""The second reader learns from labelled sentences, the same every time, and is believed only when it is sure."""

from collections import Counter
from importlib import resources

import numpy as np
import pytest

from evidence.subjects import read_comment, subjects_of
from evidence.subjects.agreement import ALONE
from evidence.subjects.opinion import KINDS, WEIGHTS, opinion, quantised, restored
from evidence.subjects.train import fingerprint, fit, labelled, right
from policy.terms import FulfilledBy, Subject

SENTENCES = labelled()


def about(comment: str, fulfilled_by: FulfilledBy = FulfilledBy.SELLER) -> list[Subject | None]:
    return [each.subject for each in subjects_of(comment, fulfilled_by=fulfilled_by)]


class TestTrainingSentences:
    def test_are_labelled_by_the_kinds_there_are(self) -> None:
        assert {each.kind for each in SENTENCES} <= set(KINDS)

    def test_hold_every_kind_in_every_language(self) -> None:
        by_language = Counter((each.language, each.kind) for each in SENTENCES)
        assert len(by_language) == len({each.language for each in SENTENCES}) * len(KINDS)

    def test_are_kept_apart_for_validation_one_in_eight(self) -> None:
        assert 0.08 < sum(each.kept_apart for each in SENTENCES) / len(SENTENCES) < 0.17


class TestWeights:
    def test_are_right_on_sentences_that_were_kept_apart(self) -> None:
        told = right(each for each in SENTENCES if each.kept_apart)
        sure = [each.kind == kind for each, kind, probability in told if probability >= ALONE]
        assert len(sure) / len(told) > 0.6
        assert sum(sure) / len(sure) >= 0.93

    def test_belong_to_the_training_sentences_and_words_as_they_are(self) -> None:
        with resources.files("evidence.subjects").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
            assert str(stored["learnt_from"]) == fingerprint(), "Run python -m evidence.subjects.train."

    def test_come_out_the_same_twice(self) -> None:
        few = SENTENCES[:60]
        assert np.array_equal(fit(few), fit(few))

    def test_are_kept_small_with_little_loss(self) -> None:
        weights = np.array([[0.5, -2.0], [1.0, 0.25]])
        assert np.abs(restored(*quantised(weights)) - weights).max() < 0.01


class TestOpinion:
    def test_shares_are_probabilities(self) -> None:
        held = opinion(("never", "arrived"), ())
        assert sum(held.shares) == pytest.approx(1)
        assert held.probability == max(held.shares)

    def test_of_nothing_is_still_one(self) -> None:
        assert sum(opinion((), ()).shares) == pytest.approx(1)


class TestAgreement:
    def test_mixed_comments_keep_their_clauses(self) -> None:
        assert about("Great product, packaging damaged") == [Subject.PRODUCT, Subject.FULFILMENT]
        assert Subject.DELIVERY not in set(about("slow delivery, rude driver")[1:])

    def test_the_seller_is_never_merged_away(self) -> None:
        assert Subject.COMMUNICATION in about("never arrived seller ignores my messages")

    @pytest.mark.parametrize(
        "comment",
        [
            "still waiting",
            "its been 3 weeks and nothing",
            "USPS says label created",
            "not here yet",
            "Where is it???",
            "took forever",
            "arrived after Christmas",
        ],
    )
    def test_delay_is_heard_in_few_words(self, comment: str) -> None:
        assert about(comment) == [Subject.DELIVERY]

    @pytest.mark.parametrize(
        "comment",
        [
            "Estimated arrival was 6 March. Today is 29 March.",
            "Halloween decorations. They came on the 4th of November.",
            "A snail would have brought it sooner.",
        ],
    )
    def test_delay_is_heard_in_a_short_comment_as_a_whole(self, comment: str) -> None:
        assert set(about(comment)) == {Subject.DELIVERY}

    @pytest.mark.parametrize(
        "comment", ["Battery takes forever to charge", "Still waiting for a refund", "Came two days early, great"]
    )
    def test_what_only_sounds_like_delay_is_not(self, comment: str) -> None:
        assert Subject.DELIVERY not in about(comment)

    @pytest.mark.parametrize("side_remark", ["I needed it for my son's birthday.", "Had to buy it elsewhere."])
    def test_side_remarks_are_asides(self, side_remark: str) -> None:
        reading = read_comment(f"{side_remark} Never arrived.")
        assert [each.subject for each in reading.sentences] == [Subject.DELIVERY]
        assert len(reading.asides) == 1

    def test_the_lists_know_whose_customer_service_it_is(self) -> None:
        assert about("Customer service was useless") == [Subject.SELLER_SERVICE]
        assert about("Customer service was useless", FulfilledBy.PLATFORM) == [Subject.FULFILMENT_SERVICE]
