"""In which language a comment is written, where a program can tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidence.language import LEAST, language_of

LABELLED = Path(__file__).resolve().parents[2] / "evidence" / "subjects" / "training" / "comments.jsonl"


@pytest.mark.parametrize(
    ("comment", "language"),
    [
        ("The seller never answered and the order came a week late.", "en"),
        ("Sehr langsam und unhöflich. Nie wieder!", "de"),
        ("Très lent et impoli avec moi, je ne recommande pas.", "fr"),
        ("Pésimo vendedor, no lo recomiendo a nadie.", "es"),
        ("Zeer traag en onbeleefd, ik koop hier nooit meer.", "nl"),
        ("Bardzo wolno i niegrzecznie, nie polecam.", "pl"),
        ("Очень медленно и грубо, больше не куплю.", "ru"),
        ("Ei kiitos, ei enää ikinä.", "fi"),
        ("等了三个星期才收到，客服也不回复", "zh"),
        ("WORST SELLER, I WILL NEVER ORDER ANYTHING FROM HERE AGAIN", "en"),
    ],
)
def test_tells_the_language(comment, language):
    assert language_of(comment) == language


@pytest.mark.parametrize(
    "comment",
    ["", "ok", "gut", "lol", "5/5", "👍👍👍", "AAAAAAAAAAAA", "1234567890 1234567890", "gold gold gold"],
)
def test_says_nothing_where_nobody_could_tell(comment):
    assert language_of(comment) == ""


def test_says_nothing_of_a_comment_in_two_languages():
    assert language_of("Very slow seller, never again. Sehr langsam und unfreundlich gewesen.") == ""


def test_one_sentence_too_short_to_tell_stands_in_no_ones_way():
    assert language_of("Ok. The seller never answered and the order came a week late.") == "en"


def test_a_very_long_comment_is_read_from_its_beginning():
    assert language_of("The seller never answered and the order came a week late. " * 2000) == "en"


def test_what_cannot_be_encoded_raises_nothing():
    assert language_of("\ud800" * 40) == ""


def test_nearly_always_right_about_labelled_comments():
    rows = [json.loads(line) for line in LABELLED.read_text().splitlines()]
    told = [(row["lang"], language_of(row["text"])) for row in rows if len(row["text"]) >= LEAST]
    said = [(label, answer) for label, answer in told if answer]
    assert len(said) > 0.5 * len(told), f"told {len(said)} of {len(told)}"
    assert sum(label == answer for label, answer in said) > 0.99 * len(said)
