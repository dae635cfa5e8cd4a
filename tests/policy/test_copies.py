"""When two comments are the same: the shorter they are, the more alike they must be."""

import pytest

from policy.copies import is_copy, too_short

LONG = "The gold arrived two days late and the seller never answered any of my messages."
SHORT = "It came a whole week late."


def same(text: str, likeness: float, shared: float = 1.0, threshold: float = 62) -> bool:
    return is_copy(text, text, likeness=likeness, shared=shared, threshold=threshold)


def test_long_texts_are_asked_for_the_threshold() -> None:
    assert same(LONG, 62)
    assert not same(LONG, 61.9)
    assert same(LONG, 50, threshold=50)
    assert not same(LONG, 89, threshold=90)


def test_short_texts_are_asked_for_more() -> None:
    assert not same(SHORT, 75)
    assert same(SHORT, 88)
    assert not same(SHORT, 75, threshold=50)


def test_a_text_of_60_letters_is_long_and_one_of_59_is_not() -> None:
    sixty = "He took my gold, never sent the key, and then blocked me for asking him twice."
    assert same(sixty, 50, threshold=50)
    assert not same(sixty.replace("twice", "once"), 62, threshold=50)


def test_long_texts_are_asked_for_nothing_but_the_threshold_however_low_it_is() -> None:
    assert same(LONG, 0, threshold=0)


@pytest.mark.parametrize("text", ["The gold I bought came three weeks late, mate.", "卖家一直不回复我的消息啊"])
def test_halfway_between_12_and_60_letters_the_likeness_asked_for_is_halfway_too(text: str) -> None:
    """A Chinese character says as much as three letters, so that 12 of them are 36 letters."""
    assert same(text, 76)
    assert not same(text, 75.9)


@pytest.mark.parametrize(("text", "few"), [("It was all bad", True), ("It was all fake", False)])
def test_of_four_words_12_letters_are_enough_and_11_are_not(text: str, few: bool) -> None:
    assert too_short(text) is few


@pytest.mark.parametrize("text", ["scam", "Very bad!", "never again, never", "", "😡😡😡😡", "a b c d e", "太差了"])
def test_a_few_words_are_never_copies(text: str) -> None:
    assert too_short(text)
    assert not same(text, 100)


@pytest.mark.parametrize(
    "text", ["Never got my key.", "卖家一直不回复消息", "สินค้าเสียหายและไม่ได้รับเงินคืน", "Ничего так и не пришло"]
)
def test_a_sentence_is_long_enough_in_any_script(text: str) -> None:
    assert not too_short(text)
    assert same(text, 100)


def test_alike_letters_without_passages_in_common_are_no_copy() -> None:
    assert same(LONG, 75, shared=0.65)
    assert not same(LONG, 75, shared=0.64)


def test_the_same_words_wholly_mixed_up_are_one() -> None:
    assert same(LONG, 90, shared=0.0)
    assert not same(LONG, 89.9, shared=0.0)


def test_the_shorter_of_two_counts() -> None:
    assert not is_copy(LONG, "Never came", likeness=100, shared=1, threshold=62)
    assert not is_copy("Never came", LONG, likeness=100, shared=1, threshold=62)
