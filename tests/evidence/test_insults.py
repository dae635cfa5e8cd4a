"""Clauses that insult a person and say nothing else; anger at what was sold is none."""

import pytest

from evidence.gather import gather
from evidence.material import Material
from evidence.relation.insults import insult_spans
from policy.terms import GroundKey, Verdict
from tests.policy.cast import contested


def spans(comment: str, **known) -> list[str]:
    return [comment[each.start : each.end] for each in insult_spans(comment, **known)]


@pytest.mark.parametrize(
    "comment",
    [
        "You are an idiot",
        "moron",
        "Go to hell!!!",
        "f*** you",
        "f u c k  y o u",
        "1d1ot",
        "You idiooooot lol 😂😂",
        "The seller is an asshole.",
        "Idiot. Moron. You are so stupid, haha.",
        "Du bist so ein Idiot",
        "Halt die Fresse, du Opfer",
        "Eres un gilipollas de mierda",
        "Espèce de connard",
        "vai se foder, seu idiota",
        "Sei un coglione",
        "wat een klootzak ben jij",
        "Jesteś kretynem",
        "Ты дебил",
        "gerizekalı herif",
        "\u0456diot",
    ],
)
def test_nothing_but_an_insult_is_the_whole_comment(comment: str) -> None:
    assert gather(GroundKey.UNRELATED, Material(contested(comment))).finding.verdict is Verdict.MET


@pytest.mark.parametrize(
    "comment",
    [
        "The product is garbage",
        "This is stupid",
        "Idiot seller never shipped",
        "You are an idiot. My package never came.",
        "worst seller ever",
        "scammer",
        "Liar and thief",
        "what a joke",
        "mal",
        "con",
        "love it",
        "The clown costume came torn",
        "Useless seller",
    ],
)
def test_a_word_about_the_order_is_more_than_an_insult(comment: str) -> None:
    assert gather(GroundKey.UNRELATED, Material(contested(comment))).finding.verdict is not Verdict.MET


def test_only_the_clause_that_insults_is_marked() -> None:
    assert spans("Came late, you idiot! Never again.") == ["you idiot"]


def test_laughter_beside_an_insult_belongs_to_it() -> None:
    assert spans("haha, you moron, lol") == ["haha, you moron, lol"]


def test_names_of_the_people_concerned_are_known() -> None:
    assert insult_spans("Marcus is an idiot", names=("Marcus Shop",))[0].confidence == 0.9


@pytest.mark.parametrize(
    "comment",
    ["uneducated peasant", "may you rot in hell you greedy pig", "vecchia strega", "ты ничтожество", "orospu çocuğu"],
)
def test_an_insult_in_other_words_is_unrelated_too(comment: str) -> None:
    assert gather(GroundKey.UNRELATED, Material(contested(comment))).finding.verdict is Verdict.MET


def test_what_was_sold_insults_nobody() -> None:
    assert spans("clown") == ["clown"]
    assert spans("clown", offer="Clown costume") == []
