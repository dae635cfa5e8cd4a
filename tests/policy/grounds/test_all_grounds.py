"""What holds for every ground: it answers always, in a sentence, and never for stars alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.facts import ChatLine, NoticeFacts
from policy.grounds import GROUNDS, find, find_all
from policy.terms import GroundKey, Verdict
from tests.policy.cast import at, contested

LEFT_TO_AGENTS = [
    GroundKey.BLACKMAIL,
    GroundKey.FEEDBACK_BOMBING,
    GroundKey.UNRELATED,
    GroundKey.WRONG_ORDER,
    GroundKey.OBSCENE_LANGUAGE,
    GroundKey.ILLEGAL_CONTENT,
]


@pytest.mark.parametrize("key", GroundKey)
@given(comment=st.text(max_size=80))
def test_every_text_gets_an_answer_that_can_be_read_out(key: GroundKey, comment: str) -> None:
    finding = find(key, contested(comment))
    assert (finding.ground, finding.revision) == (key, GROUNDS[key].revision)
    assert finding.explanation.endswith(".")
    assert (finding.confidence == 0) == (finding.verdict is Verdict.UNKNOWN)


@pytest.mark.parametrize("key", [key for key, ground in GROUNDS.items() if ground.about_comment])
@pytest.mark.parametrize("comment", ["", " \n\t"])
def test_a_review_with_stars_only_never_qualifies_for_a_ground_about_its_comment(key: GroundKey, comment: str) -> None:
    finding = find(key, contested(comment))
    assert finding.verdict is Verdict.NOT_MET
    assert "stars only" in finding.explanation


@pytest.mark.parametrize("key", LEFT_TO_AGENTS)
def test_what_no_program_reads_is_unknown_and_says_that_an_agent_must(key: GroundKey) -> None:
    finding = find(key, contested())
    assert finding.verdict is Verdict.UNKNOWN
    assert "an agent must" in finding.explanation


def test_blackmail_shows_the_buyers_lines_and_not_the_sellers() -> None:
    chat = (
        ChatLine("m-1", True, "Give me gold or one star", at(2026, 5, 9)),
        ChatLine("m-2", False, "Please do not", at(2026, 5, 9)),
    )
    finding = find(GroundKey.BLACKMAIL, contested(chat=chat))
    assert [reference.ref for reference in finding.references] == ["m-1"]


def test_a_notice_names_its_law() -> None:
    finding = find(GroundKey.ILLEGAL_CONTENT, contested(notice=NoticeFacts("n-1", "It is a threat.", "§ 241 StGB")))
    assert "§ 241 StGB" in finding.explanation


def test_find_all_follows_the_published_order() -> None:
    asked = {GroundKey.WRONG_ORDER: {}, GroundKey.BLACKMAIL: {}}
    assert [each.ground for each in find_all(contested(), asked)] == ["blackmail", "wrong_order"]
