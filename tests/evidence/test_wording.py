"""Copies are found through typing errors and reordering; different complaints are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.wording import THRESHOLD, likeness

ORIGINAL = "The gold arrived two days late and the seller never answered my messages."


@pytest.mark.parametrize(
    "copy",
    [
        ORIGINAL,
        ORIGINAL.upper(),
        "The gold arived two days late and the seler never answered my mesages",
        "The seller never answered my messages and the gold arrived two days late.",
        ORIGINAL + " Avoid him!",
        "The gold came two days late and the seller never replied to my messages.",
    ],
)
def test_edited_copies_are_alike(copy: str) -> None:
    assert likeness(ORIGINAL, copy) >= THRESHOLD


@pytest.mark.parametrize(
    "other",
    ["Quick and friendly, thank you!", "Wrong size, and the colour is not as in the picture.", "ok", ""],
)
def test_other_complaints_are_not(other: str) -> None:
    assert likeness(ORIGINAL, other) < THRESHOLD


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("البَضاعة لم تَصِل", "البضاعة لم تصل"),
        ("n\u0303o chego\u0301 nunca", "ÑO CHEGÓ NUNCA"),
        ("p\u0430ypal sc\u0430m", "paypal scam"),
        ("ne\u200bver came 😡", "Never came... 😡"),
    ],
)
def test_marks_case_and_disguises_make_no_difference(one: str, other: str) -> None:
    assert likeness(one, other) == 100


@pytest.mark.parametrize("empty", ["", "  ", "...", "!?"])
def test_without_words_there_is_nothing_to_compare(empty: str) -> None:
    assert likeness(empty, empty) == 0


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_the_same_both_ways_and_from_0_to_100(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 100
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@given(st.text(alphabet="abcdefgh ", min_size=1, max_size=100).filter(str.strip))
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert likeness(text, text) == 100
