"""Whatever is written in a chat, reading it does no harm, takes no time to speak of, and says the same again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.demands import GATHERER
from evidence.demands.lexicon import LANGUAGES, lexicon
from evidence.demands.tokens import tokens
from evidence.material import Material
from policy.facts import RemovalFacts
from tests.evidence.chats import chat
from tests.policy.cast import contested

SALT = [
    "refund",
    "or",
    "1 star",
    "review",
    "if you",
    "I'll remove",
    "⭐",
    "\u200b",
    '"',
    "> ",
    "\n",
    "Bewertung",
    "отзыв",
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(SALT), max_size=30).map(" ".join))
SIDES = st.sampled_from(["buyer", "seller"])


def read(*lines: str | tuple[str, str]) -> RemovalFacts:
    return GATHERER.read(Material(contested(chat=chat(*lines))))


@given(st.lists(st.tuples(SIDES, TEXTS), max_size=6))
def test_any_text_is_read_twice_the_same_with_spans_inside(lines: list[tuple[str, str]]) -> None:
    facts = read(*lines)
    assert facts == read(*lines)
    length = {line.message_id: len(line.text) for line in facts.chat}
    for each in facts.threats or ():
        assert 0 <= each.start < each.end <= length[each.message_id]
        assert 0 <= each.demand_start < each.demand_end <= length[each.demand_message_id]
        assert 0 <= each.confidence <= 1
    for offer in facts.inducements or ():
        assert 0 <= offer.start < offer.end <= length[offer.message_id]
        assert 0 <= offer.offer_start < offer.offer_end <= length[offer.offer_message_id]


@given(st.text(max_size=300))
def test_tokens_stand_in_order_and_inside(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text) or token.start >= end - 1
        assert token.text
        end = token.end


@pytest.mark.parametrize(
    "text",
    ["a@" * 5000, "(" * 10000, '"' * 10000, "> " * 5000, "1*" * 5000, "⭐ " * 5000, "a " * 5000, "'a" * 5000]
    + ["1/5 " * 2500, "feedback" * 1250, "refund me or 1 star " * 500, "if you refund and " * 550],
)
@pytest.mark.timeout(60)
def test_ten_thousand_characters_of_anything_are_no_trouble(text: str) -> None:
    facts = read(text, ("seller", text))
    assert facts.threats is not None and facts.inducements is not None


@pytest.mark.timeout(60)
def test_a_chat_of_five_thousand_messages() -> None:
    facts = read(*[("buyer", "Where is my order?"), ("seller", "On its way, here is your refund.")] * 2499, "ok", "bye")
    assert facts.threats == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_words_that_the_reading_rests_on(language: str) -> None:
    read_in = lexicon(language)
    sections = {phrase.section for each in (read_in.exact, read_in.stems) for many in each.values() for phrase in many}
    assert {"feedback", "low_stars", "bad", "value", "ask", "or", "if", "not", "change", "will", "coerce"} <= sections
