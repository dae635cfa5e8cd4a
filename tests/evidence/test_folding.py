"""A disguised word reads like the word, real words of other scripts stay, and every place leads back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.folding import fold, without_accents


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("PayPal", "paypal"),
        ("раyраl", "paypal"),
        ("write to рауса", "write to payca"),
        ("ｍａｉｌ＠ｘ．ｃｏｍ", "mail@x.com"),
        ("𝓶𝓪𝓲𝓵 𝐦𝐞", "mail me"),
        ("ma\u200bil\u2060 me\ufeff", "mail me"),
        ("m̶a̶i̶l̶", "mail"),
        ("🅼🅰🅸🅻", "mail"),
        ("٣٤٥ १२३", "345 123"),
        ("don’t — “no”…", 'don\'t - "no"...'),
        ("İSTANBUL sıkı", "istanbul sıkı"),
        ("cafe\u0301", "café"),
        ("Straße", "straße"),
    ],
)
def test_a_disguise_is_taken_off(text: str, plain: str) -> None:
    assert fold(text).text == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Привет", "привет"),
        ("Купил iPhone, а он сел", "купил iphone, а он сел"),
        ("Написал в WhatsAppом", "написал в whatsappom"),
        ("Ελληνικά and more", "ελληνικά and more"),
        ("нос", "нос"),
        ("сPедство", "средство"),
        ("שלום עולם", "שלום עולם"),
        ("สวัสดี", "สวัสดี"),
    ],
)
def test_real_words_of_another_script_stay(text: str, plain: str) -> None:
    assert fold(text).text == plain


@pytest.mark.parametrize(
    ("text", "word", "stood"),
    [
        ("😡 F\u200bооl!", "fool", "F\u200bооl"),
        ("a… fo\u0301ol", "fóol", "fo\u0301ol"),
        ("é x\u0336y\u0336 z", "xy", "x\u0336y\u0336"),
        ("plain ASCII", "ascii", "ASCII"),
        ("é fool\u200b é", "fool", "fool"),
    ],
)
def test_a_place_leads_back_to_the_original(text: str, word: str, stood: str) -> None:
    folded = fold(text)
    at = folded.text.index(word)
    start, end = folded.span(at, at + len(word))
    assert text[start:end] == stood


def test_places_beyond_the_text_are_brought_inside() -> None:
    for text in ("abc", "äb\u200bc", ""):
        assert fold(text).span(-3, 99) == (0, len(text))
        assert fold(text).span(99, 120) == (len(text), len(text))


def test_bare_letters_keep_their_number() -> None:
    assert without_accents("ação, über, Łódź, и́й, ñ, がぎ") == "acao, uber, Łodz, и́и, n, がぎ"


@given(st.text(max_size=300))
def test_any_text_folds_and_every_character_leads_to_a_stretch_of_it(text: str) -> None:
    folded = fold(text)
    before = 0
    for place in range(len(folded.text)):
        start, end = folded.span(place, place + 1)
        assert before <= start < end <= len(text)
        before = start
    assert folded == fold(text)
    assert len(without_accents(folded.text)) == len(folded.text)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["e\u0301\u0323", "\u0591\u05b0", "ﷺ", "\u200b", "аx", "а x ", "İ", "½"])
def test_ten_thousand_characters_are_no_trouble(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    folded = fold(text)
    assert folded.span(0, len(folded.text))[1] <= len(text)
