"""What gatherers supply answers the grounds that were left to agents; thresholds are the policy's."""

from dataclasses import replace
from typing import Any

import pytest

from policy.facts import ChatLine, Coordination, Finding, FoundSpan, Mention, Threat
from policy.grounds import GROUNDS, find
from policy.terms import EvidenceKind, GroundKey, Verdict
from tests.policy.cast import at, contested

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
CHAT = (ChatLine("m-1", True, "500 gold or one star", at(2026, 5, 9)),)
THREAT = Threat("m-1", 12, 20, "m-1", 0, 8, confidence=0.8)
SET = Coordination(3, ("review-2", "review-3"), linked_accounts=2, author_linked=True)


def found(ground: GroundKey, parameters: dict[str, float] | None = None, **facts: Any) -> Finding:
    return find(ground, contested(**facts), parameters)


class TestBlackmail:
    @pytest.mark.parametrize(("confidence", "verdict"), [(0.8, MET), (0.79, UNKNOWN)])
    def test_by_the_least_confidence(self, confidence: float, verdict: Verdict) -> None:
        threats = (replace(THREAT, confidence=confidence),)
        assert found(GroundKey.BLACKMAIL, chat=CHAT, threats=threats).verdict is verdict

    def test_shows_the_demand_and_what_it_was_tied_to(self) -> None:
        finding = found(GroundKey.BLACKMAIL, chat=CHAT, threats=(THREAT,))
        spans = [(each.ref, each.start, each.end) for each in finding.references]
        assert spans == [("m-1", 0, 8), ("m-1", 12, 20)]
        assert finding.confidence == 0.8

    def test_says_in_how_many_messages(self) -> None:
        chat = (*CHAT, ChatLine("m-2", True, "Still one star", at(2026, 5, 12)))
        threats = (THREAT, replace(THREAT, message_id="m-2", start=6, end=14, confidence=0.9))
        finding = found(GroundKey.BLACKMAIL, chat=chat, threats=threats)
        assert "in 2 messages, first before the review" in finding.explanation
        assert finding.confidence == 0.9


class TestFeedbackBombing:
    @pytest.mark.parametrize(
        ("change", "verdict"),
        [
            ({}, MET),
            ({"cluster_size": 2}, UNKNOWN),
            ({"linked_accounts": 1}, UNKNOWN),
            ({"linked_accounts": 1, "competitor_members": 2}, MET),
            ({"author_linked": False}, UNKNOWN),
            ({"linked_accounts": 0, "shared_wording": 3}, UNKNOWN),
            ({"linked_accounts": 0, "burst_likelihood": 0.01}, UNKNOWN),
            ({"linked_accounts": 0, "burst_likelihood": 0.011}, NOT_MET),
            ({"linked_accounts": 0}, NOT_MET),
        ],
    )
    def test_links_carry_the_claim(self, change: dict[str, Any], verdict: Verdict) -> None:
        finding = found(GroundKey.FEEDBACK_BOMBING, coordination=replace(SET, **change))
        assert finding.verdict is verdict
        assert [each.ref for each in finding.references] == ["review-2", "review-3"]

    def test_a_burst_only_adds_to_the_confidence(self) -> None:
        sure = found(GroundKey.FEEDBACK_BOMBING, coordination=replace(SET, burst_likelihood=0.001)).confidence
        assert sure > found(GroundKey.FEEDBACK_BOMBING, coordination=SET).confidence

    @pytest.mark.parametrize(
        ("parameters", "verdict"),
        [({"least_reviews": 4}, UNKNOWN), ({"least_linked": 3}, UNKNOWN), ({"burst_likelihood": 0.2}, MET)],
    )
    def test_thresholds_are_the_policys(self, parameters: dict[str, float], verdict: Verdict) -> None:
        assert found(GroundKey.FEEDBACK_BOMBING, parameters, coordination=SET).verdict is verdict


class TestUnrelated:
    INSULT = FoundSpan(0, 13, "insult", 0.8)

    @pytest.mark.parametrize(
        ("likeness", "verdict"), [(0.05, MET), (0.051, UNKNOWN), (0.399, UNKNOWN), (0.4, NOT_MET), (None, UNKNOWN)]
    )
    def test_by_the_likeness_of_the_words(self, likeness: float | None, verdict: Verdict) -> None:
        assert found(GroundKey.UNRELATED, insult_spans=(), likeness_to_order=likeness).verdict is verdict

    @pytest.mark.parametrize(("comment", "verdict"), [("What an idiot!", MET), ("What an idiot! Never came.", UNKNOWN)])
    def test_only_an_insult_that_is_all_there_is(self, comment: str, verdict: Verdict) -> None:
        assert found(GroundKey.UNRELATED, comment=comment, insult_spans=(self.INSULT,)).verdict is verdict

    def test_an_insult_that_the_search_is_not_sure_of_is_left_to_the_agent(self) -> None:
        unsure = (replace(self.INSULT, confidence=0.79),)
        assert found(GroundKey.UNRELATED, comment="What an idiot!", insult_spans=unsure).verdict is UNKNOWN

    def test_a_likeness_on_both_thresholds_keeps_the_review(self) -> None:
        both = {"unrelated_up_to": 0.3, "related_from": 0.3}
        assert found(GroundKey.UNRELATED, both, likeness_to_order=0.3).verdict is NOT_MET


class TestWrongOrder:
    @staticmethod
    def mention(order_id: str, likeness: float = 90.0) -> Mention:
        return Mention(0, 5, EvidenceKind.TEXT, order_id, likeness)

    @pytest.mark.parametrize(
        ("orders", "verdict"),
        [
            (["order-2"], MET),
            (["order-2", ""], MET),
            (["order-1", "order-2"], NOT_MET),
            ([""], UNKNOWN),
            ([], UNKNOWN),
        ],
    )
    def test_by_the_orders_that_the_comment_names(self, orders: list[str], verdict: Verdict) -> None:
        finding = found(GroundKey.WRONG_ORDER, mentions=tuple(self.mention(each) for each in orders))
        assert finding.verdict is verdict

    def test_a_name_must_be_like_enough(self) -> None:
        weak = (self.mention("order-2", 89.9),)
        assert found(GroundKey.WRONG_ORDER, mentions=weak).verdict is UNKNOWN
        assert found(GroundKey.WRONG_ORDER, {"likeness": 80}, mentions=weak).verdict is MET

    def test_what_fits_its_order_stays_without_a_name(self) -> None:
        assert found(GroundKey.WRONG_ORDER, mentions=(), fits_its_order=True).verdict is NOT_MET
        assert found(GroundKey.WRONG_ORDER, mentions=(), fits_its_order=False).verdict is UNKNOWN

    def test_the_other_order_is_shown(self) -> None:
        finding = found(GroundKey.WRONG_ORDER, mentions=(self.mention("order-2"),))
        assert [(each.kind, each.ref) for each in finding.references] == [("review", "review-1"), ("order", "order-2")]


class TestObsceneLanguage:
    @pytest.mark.parametrize(("confidence", "verdict"), [(0.8, MET), (0.79, UNKNOWN)])
    def test_by_the_least_confidence(self, confidence: float, verdict: Verdict) -> None:
        spans = (FoundSpan(0, 2, "obscene word", confidence),)
        finding = found(GroundKey.OBSCENE_LANGUAGE, obscene_spans=spans)
        assert finding.verdict is verdict
        assert [(each.start, each.end) for each in finding.references] == [(0, 2)]

    def test_nothing_found_is_not_met(self) -> None:
        assert found(GroundKey.OBSCENE_LANGUAGE, obscene_spans=()).verdict is NOT_MET


@pytest.mark.parametrize("key", GroundKey)
def test_every_parameter_has_a_default_within_its_bounds_and_a_meaning(key: GroundKey) -> None:
    for bounds in GROUNDS[key].parameters.values():
        assert bounds.low <= bounds.default <= bounds.high
        assert bounds.meaning.endswith(".")


def test_illegal_content_stays_a_persons_judgement_whatever_was_gathered() -> None:
    facts = {"obscene_spans": (), "threats": (THREAT,), "insult_spans": (), "coordination": SET}
    assert found(GroundKey.ILLEGAL_CONTENT, **facts).verdict is UNKNOWN
