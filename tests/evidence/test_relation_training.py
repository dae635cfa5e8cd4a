"""The trained reader: the same texts give the same bounds, and what comes with the package reads as it should."""

import numpy as np

from evidence.relation.features import features_of, is_mash
from evidence.relation.likeness import RELATED_FROM, UNRELATED_UP_TO, scaled
from evidence.relation.train import HERE, bound, digest, read_texts
from evidence.relation.trained import TRAINED, insults_only, speaks_of_a_purchase, trained
from evidence.relation.vocabulary import words
from policy.grounds.unrelated import GROUND


def said(text: str) -> list[str]:
    return [word.text for word in words(text)]


def test_a_purchase_sounds_surer_than_the_weather() -> None:
    assert speaks_of_a_purchase(said("Arrived late and the box was torn")) > trained().related_from
    assert speaks_of_a_purchase(said("It rained on my grandmother all sunday")) < trained().related_from
    assert speaks_of_a_purchase(said("The government lies about the war")) < trained().unrelated_up_to


def test_only_an_insult_sounds_like_one() -> None:
    assert insults_only(said("you ugly brainless pig")) > insults_only(said("the brush is ugly"))


def test_no_words_say_nothing() -> None:
    assert speaks_of_a_purchase([]) == insults_only([]) == 0.0
    assert len(features_of([])) == 4


def test_the_learnt_bounds_lie_where_the_rule_has_them() -> None:
    assert scaled(trained().unrelated_up_to) == UNRELATED_UP_TO == GROUND.parameter("unrelated_up_to", {})
    assert scaled(trained().related_from) == RELATED_FROM == GROUND.parameter("related_from", {})
    steps = [scaled(each / 4) for each in range(-40, 40)]
    assert steps == sorted(steps)
    assert 0 <= steps[0] < steps[-1] <= 1


def test_a_bound_keeps_its_precision() -> None:
    answers = np.array([4.0, 3.0, 2.0, 1.0, 0.0])
    truths = np.array([True, True, False, True, False])
    assert bound(answers, truths, 0.95) == 3.0
    assert bound(answers, truths, 0.6) == 1.0


def test_every_training_text_has_a_label() -> None:
    texts = read_texts(HERE / "training")
    assert len(texts) > 7500
    assert {each.label for each in texts} == {"related", "unrelated", "insult"}


def test_mash_is_told_from_words() -> None:
    assert all(is_mash(word) for word in ("aaaaaa", "asdfasdf", "qwerty", "sdkfjh"))
    assert not any(is_mash(word) for word in ("angst", "rhythm", "shop", "asd", "szczescie"))


def test_the_stored_weights_belong_to_the_training_texts_and_word_lists() -> None:
    with np.load(HERE / TRAINED) as stored:
        assert str(stored["learnt_from"]) == digest(), "train again: python -m evidence.relation.train"
