"""A review holds whole stars and words that can be read, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.review_content import comment_problems, content_problems
from policy.terms import Criterion
from tests.policy.cast import policy

GOOD = dict.fromkeys(Criterion, 4)


def pointers(stars: dict[Criterion, object], comment: str = "", *, ever_started: bool = True) -> list[str]:
    return [problem.pointer for problem in content_problems(stars, comment, policy(), ever_started=ever_started)]


@pytest.mark.parametrize("stars", [0, 6, 4.5, "5", True, None, -1])
def test_only_whole_stars_from_one_to_five(stars: object) -> None:
    assert pointers(GOOD | {Criterion.COMMUNICATION: stars}) == ["/communication"]


def test_all_is_well() -> None:
    assert pointers(GOOD, "Fine.") == []


def test_fulfilment_may_be_left_out_where_the_order_never_started() -> None:
    stars = GOOD | {Criterion.FULFILMENT: None}
    assert pointers(stars, ever_started=False) == []
    assert pointers(stars, ever_started=True) == ["/fulfilment"]
    assert pointers(GOOD | {Criterion.START_TIME: None}, ever_started=False) == ["/start_time"]


def test_the_longest_comment_fits_and_one_character_more_does_not() -> None:
    assert comment_problems("a" * 2000, 2000) == []
    assert "2001" in comment_problems("a" * 2001, 2000)[0].detail


@pytest.mark.parametrize("comment", ["a\x00b", "\x1b[31mred", "\x85", "\ud800"])
def test_control_characters_are_refused(comment: str) -> None:
    assert [problem.pointer for problem in comment_problems(comment, 2000)] == ["/comment"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300))
def test_every_other_text_is_welcome(comment: str) -> None:
    assert comment_problems(comment + " 👩‍👩‍👧 شكرا é\n\ttab", 2000) == []
