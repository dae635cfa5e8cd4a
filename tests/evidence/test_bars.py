"""How right the gatherers must be on cases that their authors had not read, and that the cases are what they say."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from bench.evidence_cases import LineWrong, read_folder, read_line
from bench.evidence_scores import by_number, score, share, wilson
from bench.house import ROOT
from policy.terms import GroundKey

LABELLED = ROOT / "bench" / "labelled"
STRICT, FAIR = (0.95, 0.80), (0.90, 0.70)
BARS = {
    GroundKey.PERSONAL_INFORMATION: STRICT,
    GroundKey.OBSCENE_LANGUAGE: STRICT,
    GroundKey.DUPLICATE: STRICT,
    GroundKey.WRONG_ORDER: STRICT,
    GroundKey.BLACKMAIL: FAIR,
    GroundKey.PRODUCT_REVIEW: FAIR,
    GroundKey.SHIPPED_ON_TIME: FAIR,
    GroundKey.PLATFORM_FULFILMENT: FAIR,
    GroundKey.UNRELATED: FAIR,
    GroundKey.FEEDBACK_BOMBING: FAIR,
    GroundKey.MUTUAL_AGREEMENT: STRICT,
    GroundKey.PARTNER_AT_FAULT: FAIR,
}
"""Precision and recall; the wrong order's by number. Illegal content has none: people alone answer it."""


@pytest.fixture(scope="module")
def held_out():
    cases, refused = read_folder(LABELLED / "held_out")
    assert refused == []
    return cases


@pytest.mark.parametrize(("ground", "bar"), BARS.items(), ids=[each.value for each in BARS])
def test_is_as_right_as_it_must_be(held_out, ground, bar):
    cases = [case for case in held_out if case.ground is ground]
    if ground is GroundKey.WRONG_ORDER:
        cases = by_number(cases)
    figures = score(ground, cases).to_json()
    assert (figures["precision"] or 0) >= bar[0], figures
    assert (figures["recall"] or 0) >= bar[1], figures


def test_no_program_answers_whether_something_is_illegal(held_out):
    ground = GroundKey.ILLEGAL_CONTENT
    assert score(ground, [case for case in held_out if case.ground is ground]).found == 0


def test_every_ground_has_enough_cases_of_both_answers(held_out):
    counted = Counter((case.ground, case.met) for case in held_out)
    for ground in GroundKey:
        assert counted[ground, True] + counted[ground, False] >= 150
        assert min(counted[ground, True], counted[ground, False]) >= 50


def test_no_case_stands_in_both_sets(held_out):
    development, refused = read_folder(LABELLED / "development")
    assert refused == []

    def words(case):
        facts = case.material.facts
        return (facts.comment, *(line.text for line in facts.chat), str(facts.order), len(facts.other_reviews))

    assert {(case.ground, words(case)) for case in held_out} & {
        (each.ground, words(each)) for each in development
    } == set()


def test_nothing_was_learnt_from_a_held_out_case(held_out):
    learnt = {
        text
        for path in (ROOT / "evidence").glob("*/training/*.jsonl")
        for line in path.read_text("utf-8").splitlines()
        for text in texts_in(json.loads(line))
    }
    assert len(learnt) > 5000
    said = {text for case in held_out for text in (case.material.facts.comment, *chat_of(case)) if len(text) > 25}
    assert said & learnt == set()


def texts_in(line: dict) -> list[str]:
    return [line["text"]] if "text" in line else [each["body"] for each in line["lines"]]


def chat_of(case) -> list[str]:
    return [line.text for line in case.material.facts.chat]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "no JSON"),
        (b"\xff\xfe", "no JSON in UTF-8"),
        (b"[]", "one JSON object"),
        (b'{"ground": "low_stars"}', "no ground"),
        (b'{"ground": "blackmail", "expected": true}', "MET or NOT_MET"),
        (b'{"ground": "blackmail", "expected": "MET", "chat": 5}', "another shape"),
        (b'{"ground": "blackmail", "expected": "MET", "review": {"posted_at": "soon"}}', "another shape"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(line, said):
    with pytest.raises(LineWrong, match=said):
        read_line(line)


def test_what_a_line_lacks_is_unknown():
    material = read_line(json.dumps({"ground": "duplicate", "expected": "MET"}).encode()).material
    assert (material.other_orders, material.candidates, material.author, material.history) == (None, None, None, None)


def test_shares_and_intervals():
    assert share(3, 4) == 0.75
    assert share(0, 0) is None
    # Wilson 1927, as tabulated for 9 of 10.
    assert wilson(9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)
