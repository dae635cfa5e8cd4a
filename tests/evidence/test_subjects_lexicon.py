"""The word lists hold what they may hold, so that a slip in one of them is found here and not in a decision."""

import pytest

from evidence.subjects.lexicon import LABELS, Entry, languages
from evidence.subjects.matching import hits
from policy.terms import Subject

ENTRIES = [(code, entry) for code, language in languages().items() for entry in language.entries]


def test_the_languages_that_buyers_of_these_marketplaces_write() -> None:
    assert set(languages()) == {"de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr"}


@pytest.mark.parametrize("code", sorted(languages()))
def test_every_language_speaks_of_every_subject(code: str) -> None:
    spoken = {entry.label for entry in languages()[code].entries if entry.weight > 0}
    assert {subject.value for subject in Subject} - {"other"} <= spoken
    assert languages()[code].function and languages()[code].cut


def test_weights_are_those_that_clauses_are_told_by() -> None:
    assert {entry.weight for _, entry in ENTRIES if entry.label in ("feeling", "context")} == {0}
    assert {entry.weight for _, entry in ENTRIES if entry.label not in ("feeling", "context")} <= {1, 1.5, 2, 3}
    assert {entry.label for _, entry in ENTRIES} <= LABELS


def test_no_function_word_settles_a_subject_by_itself() -> None:
    settles = [
        (code, word)
        for code, entry in ENTRIES
        if len(entry.steps) == 1 and entry.weight > 1
        for word in entry.steps[0].words & languages()[code].function
    ]
    assert settles == []


def test_stems_are_long_enough_to_mean_something() -> None:
    def shortest(entry: Entry) -> int:
        return min((len(word) for step in entry.steps for word in step.words if word.endswith("*")), default=9)

    assert [(code, entry.steps) for code, entry in ENTRIES if shortest(entry) < 3] == []


def found(text: str, breaks: frozenset[int] = frozenset()) -> list[tuple[tuple[int, ...], str]]:
    words = text.split()
    return [
        (hit.places, hit.label)
        for hit in hits(words, [at in breaks for at in range(len(words))], {"en"})
        if hit.weight == 3
    ]


class TestMatching:
    def test_the_longer_entry_has_the_word(self) -> None:
        assert found("arrived broken") == [((0, 1), "fulfilment")]

    def test_up_to_three_words_may_stand_between(self) -> None:
        assert found("never a b c arrived") == [((0, 4), "delivery")]
        assert found("never a b c d arrived") == []

    def test_none_reaches_over_a_comma(self) -> None:
        assert found("never so arrived", frozenset({2})) == []

    def test_other_languages_are_not_heard(self) -> None:
        assert found("nie angekommen") == []
