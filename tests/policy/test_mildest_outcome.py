"""Of several grounds that hold, the mildest outcome is recommended: every pair and every three of them."""

from itertools import combinations

import pytest

from policy.document import PolicyDocument, parse_policy, preset
from policy.facts import Finding
from policy.outcomes import allowed_outcomes, recommended, weight
from policy.terms import GroundKey, Outcome, Verdict

MILDEST_FIRST = ["keep", "redact", "attribute", "strike", "remove"]
RECOMMENDED_ALONE = {
    GroundKey.BLACKMAIL: "remove",
    GroundKey.FEEDBACK_BOMBING: "remove",
    GroundKey.DUPLICATE: "remove",
    GroundKey.MUTUAL_AGREEMENT: "remove",
    GroundKey.UNRELATED: "remove",
    GroundKey.WRONG_ORDER: "remove",
    GroundKey.OBSCENE_LANGUAGE: "redact",
    GroundKey.PERSONAL_INFORMATION: "redact",
    GroundKey.PRODUCT_REVIEW: "remove",
    GroundKey.PLATFORM_FULFILMENT: "strike",
    GroundKey.SHIPPED_ON_TIME: "strike",
    GroundKey.PARTNER_AT_FAULT: "attribute",
    GroundKey.ILLEGAL_CONTENT: "remove",
}


def everything_offered() -> PolicyDocument:
    data = preset("fulfilment_network")
    data["orders"]["settlements_allowed"] = True
    for ground in data["removal"]["grounds"].values():
        ground["enabled"] = True
    return parse_policy(data)


POLICY = everything_offered()


def findings(*met: GroundKey, others: Verdict = Verdict.NOT_MET) -> list[Finding]:
    return [
        Finding(key, 1, Verdict.MET if key in met else others, 0.5, "Because.")
        for key in sorted(GroundKey, reverse=True)
    ]


def mildest(*met: GroundKey) -> str:
    return min((RECOMMENDED_ALONE[key] for key in met), key=MILDEST_FIRST.index, default="keep")


def test_the_order_is_by_how_much_is_lost() -> None:
    assert sorted(Outcome, key=weight) == MILDEST_FIRST


@pytest.mark.parametrize("others", [Verdict.NOT_MET, Verdict.UNKNOWN])
@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_every_combination_recommends_the_mildest_that_one_of_them_recommends(number: int, others: Verdict) -> None:
    for met in combinations(GroundKey, number):
        outcome = recommended(findings(*met, others=others), POLICY)
        assert outcome.value == mildest(*met), met
        assert outcome in allowed_outcomes(met, POLICY)


@pytest.mark.parametrize("number", [1, 2])
def test_where_the_rest_cannot_stand_removal_takes_the_place_of_redaction(number: int) -> None:
    for met in combinations(GroundKey, number):
        wanted = ["remove" if RECOMMENDED_ALONE[key] == "redact" else RECOMMENDED_ALONE[key] for key in met]
        outcome = recommended(findings(*met), POLICY, rest_can_stand=False)
        assert outcome.value == min(wanted, key=MILDEST_FIRST.index), met
        assert outcome in allowed_outcomes(met, POLICY)


def test_what_a_marketplace_recommends_for_a_ground_counts_and_not_the_codes_default() -> None:
    data = preset("game_goods")
    data["removal"]["grounds"]["blackmail"] |= {"outcome": "strike", "outcomes": ["strike"]}
    assert recommended(findings(GroundKey.BLACKMAIL, GroundKey.UNRELATED), parse_policy(data)) is Outcome.STRIKE
