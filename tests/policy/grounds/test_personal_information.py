"""Spans that a gatherer marked make the ground met; nothing found is not the same as nobody looked."""

from policy.facts import FoundSpan
from policy.grounds import find
from policy.terms import GroundKey, Verdict
from tests.policy.cast import contested

KEY = GroundKey.PERSONAL_INFORMATION


def test_each_span_is_shown_and_the_kinds_are_counted() -> None:
    spans = (FoundSpan(0, 5, "phone"), FoundSpan(9, 12, "card_number"), FoundSpan(14, 19, "phone"))
    finding = find(KEY, contested(personal_spans=spans))
    assert finding.verdict is Verdict.MET
    assert "2 x phone, 1 x card number" in finding.explanation
    assert [(each.start, each.end) for each in finding.references] == [(0, 5), (9, 12), (14, 19)]


def test_nothing_found_is_not_met_and_less_than_certain() -> None:
    finding = find(KEY, contested(personal_spans=()))
    assert finding.verdict is Verdict.NOT_MET
    assert finding.confidence < 1


def test_where_nobody_looked_it_is_unknown() -> None:
    assert find(KEY, contested()).verdict is Verdict.UNKNOWN
