"""Passages are shown in the characters of both texts, whatever stands between the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.wording import passages, share_in

ORIGINAL = "The gold arrived two days late and the seller never answered my messages."


def shown(one: str, other: str) -> list[tuple[str, str]]:
    return [(one[each.start : each.end], other[each.there_start : each.there_end]) for each in passages(one, other)]


def test_the_same_text_is_one_passage() -> None:
    assert shown(ORIGINAL, ORIGINAL.upper()) == [(ORIGINAL[:-1], ORIGINAL[:-1].upper())]


def test_a_changed_word_does_not_end_a_passage() -> None:
    copy = "The gold arrived two days late and this seler never answered my messages"
    assert shown(ORIGINAL, copy) == [(ORIGINAL[:-1], copy)]


def test_a_moved_clause_is_found_where_it_went() -> None:
    copy = "The seller never answered my messages, and the gold arrived two days late."
    assert shown(ORIGINAL, copy) == [
        ("gold arrived two days late", "gold arrived two days late"),
        ("seller never answered my messages", "seller never answered my messages"),
    ]


def test_what_was_added_is_left_out() -> None:
    copy = "Listen, people of this town! " + ORIGINAL + " Do not go there."
    assert shown(ORIGINAL, copy) == [(ORIGINAL[:-1], ORIGINAL[:-1])]


def test_places_are_those_of_the_original_characters() -> None:
    one = "😡😡 Ma\u200bil n\u0303ever ca\u0301me to my do\u00ador…"
    other = "sorry: mail ñever cáme to my door 😡"
    assert shown(one, other) == [("Ma\u200bil n\u0303ever ca\u0301me to my do\u00ador", "mail ñever cáme to my door")]


def test_scripts_without_spaces_are_compared_by_character() -> None:
    assert shown("卖家一直不回复消息，太差了", "你好。卖家一直不回复消息！") == [
        ("卖家一直不回复消息", "卖家一直不回复消息")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("", ""), ("...", "..."), (ORIGINAL, ""), (ORIGINAL, "Wrong size, and the color is not as in the picture.")],
)
def test_of_texts_with_nothing_in_common_there_is_none(one: str, other: str) -> None:
    assert passages(one, other) == ()


def test_texts_of_two_words_share_them_whole() -> None:
    assert shown("Very bad!", "It was very bad") == [("Very bad", "very bad")]


def test_the_share_is_that_of_both_texts_together() -> None:
    half = ORIGINAL + " " + "Other things happened too, on another day in another town, far away."
    assert share_in(passages(ORIGINAL, ORIGINAL), ORIGINAL, ORIGINAL) == pytest.approx(1, abs=0.02)
    assert share_in(passages(ORIGINAL, half), ORIGINAL, half) == pytest.approx(0.67, abs=0.02)
    assert share_in((), "", "") == 0


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_gives_ordered_passages_inside_both_and_the_same_ones_again(one: str, other: str) -> None:
    found = passages(one, other)
    assert found == passages(one, other)
    assert all(0 <= each.start < each.end <= len(one) for each in found)
    assert all(0 <= each.there_start < each.there_end <= len(other) for each in found)
    assert all(left.end <= right.start for left, right in zip(found, found[1:], strict=False))
    assert 0 <= share_in(found, one, other) <= 1


@given(st.lists(st.sampled_from(["gold", "late", "the", "seller", "NEVER", "came."]), min_size=1, max_size=60))
def test_a_text_shares_itself_whole(parts: list[str]) -> None:
    text = " ".join(parts)
    (whole,) = passages(text, text)
    assert (whole.start, whole.end) == (whole.there_start, whole.there_end)
    assert text[whole.start : whole.end] == text.rstrip(".")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", ["a " * 5000, "ab ba " * 1600, "卖家" * 5000, "(" * 10_000, "a\u0301" * 5000])
def test_long_texts_are_no_trouble(text: str) -> None:
    assert all(0 <= each.start < each.end <= len(text) for each in passages(text, text[::-1]))
