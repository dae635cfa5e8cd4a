"""Spans that a gatherer marked make the ground met; nothing found is not the same as nobody looked."""

import pytest

from policy.facts import FoundSpan
from policy.grounds import find
from policy.terms import GroundKey, Verdict
from tests.policy.cast import contested
from tests.policy.german import GERMAN, speaking_german

KEY = GroundKey.PERSONAL_INFORMATION


def test_each_span_is_shown_and_the_kinds_are_counted() -> None:
    spans = (FoundSpan(0, 5, "phone"), FoundSpan(9, 12, "card_number"), FoundSpan(14, 19, "phone"))
    finding = find(KEY, contested(personal_spans=spans))
    assert finding.verdict is Verdict.MET
    assert "2 x phone, 1 x card number" in finding.explanation
    assert [(each.start, each.end) for each in finding.references] == [(0, 5), (9, 12), (14, 19)]


@pytest.mark.parametrize(
    ("kind", "english", "german"),
    [
        ("email", "email", "E-Mail-Adresse"),
        ("link", "link", "Verweis"),
        ("handle", "handle", "Benutzername"),
        ("iban", "iban", "Kontonummer"),
        ("card_number", "card number", "Kartennummer"),
        ("personal_number", "personal number", "Ausweisnummer"),
        ("wallet", "wallet", "Geldbörse"),
        ("address", "address", "Anschrift"),
        ("phone", "phone", "Telefonnummer"),
        ("party", "party", "Beteiligter"),
        ("name", "name", "Eigenname"),
    ],
)
def test_each_kind_is_named_in_the_language_of_the_reader(
    kind: str, english: str, german: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(GERMAN, english, german)
    finding = find(KEY, contested(personal_spans=(FoundSpan(0, 5, kind),)))
    assert finding.explanation == f"The comment holds personal information: 1 x {english}."
    with speaking_german():
        assert str(finding.explanation).endswith(f": 1 x {german}.")


def test_a_kind_that_has_no_name_yet_is_called_as_its_key_says() -> None:
    finding = find(KEY, contested(personal_spans=(FoundSpan(0, 5, "tax_number"),)))
    assert finding.explanation == "The comment holds personal information: 1 x tax number."


def test_nothing_found_is_not_met_and_less_than_certain() -> None:
    finding = find(KEY, contested(personal_spans=()))
    assert finding.verdict is Verdict.NOT_MET
    assert finding.confidence < 1


def test_where_nobody_looked_it_is_unknown() -> None:
    assert find(KEY, contested()).verdict is Verdict.UNKNOWN
