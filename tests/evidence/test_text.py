"""Text of any script is read without harm, and every sentence keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.text import normalised, sentences


def cut(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


@given(st.text(max_size=400))
def test_every_sentence_is_found_at_its_place_and_none_overlaps(text: str) -> None:
    end = 0
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= end
        assert sentence.text == sentence.text.strip()
        end = sentence.end


@given(st.text(max_size=400))
def test_no_letter_and_no_number_gets_lost(text: str) -> None:
    inside = {place for sentence in sentences(text) for place in range(sentence.start, sentence.end)}
    assert all(place in inside for place, char in enumerate(text) if char.isalnum())


@given(st.text(max_size=400))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It came late. Never again!", ["It came late.", "Never again!"]),
        ("Broken?! He said “sorry.” Then nothing", ["Broken?!", "He said “sorry.”", "Then nothing"]),
        ("Paid 3.50 for it", ["Paid 3.50 for it"]),
        ("Order no. 7 was fine", ["Order no. 7 was fine"]),
        ("遅い。もう買わない。", ["遅い。", "もう買わない。"]),
        ("line one\nline two", ["line one", "line two"]),
        ("Terrible.Never again!Really", ["Terrible.", "Never again!", "Really"]),
        ("2.5 kg of it... and z. B. the seam. Late", ["2.5 kg of it...", "and z. B. the seam.", "Late"]),
        ("Loved it 😡😡 until it broke", ["Loved it 😡😡", "until it broke"]),
        ("• late • broken • rude", ["• late", "• broken", "• rude"]),
        ("Стоит 100 руб. за шт. Дорого", ["Стоит 100 руб. за шт. Дорого"]),
        ("...!!! 😡😡", []),
        ("", []),
    ],
)
def test_cuts_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TERRIBLE   service!!!", "terrible service"),
        ("ｔｅｒｒｉｂｌｅ", "terrible"),
        ("café", "cafe\u0301"),
        ("Straße", "STRASSE"),
    ],
)
def test_texts_that_read_the_same_become_the_same(one: str, other: str) -> None:
    assert normalised(one) == normalised(other) != ""


def test_other_scripts_and_emoji_keep_their_words() -> None:
    assert normalised("שלום, עולם!") == "שלום עולם"
    assert normalised("😡 bad") == "😡 bad"


def test_ten_thousand_characters_of_stops_are_no_trouble() -> None:
    assert len(sentences("1. " * 3400)) >= 1
