"""The words of the yearly figures: what each part, indicator and kind is called for people."""

from __future__ import annotations

from typing import Final

from disputes.pages.openness import OUTCOMES, PARTIES, STEPS, SUBJECTS
from disputes.queries.yearly import LAW, NO_GROUND, TERMS
from policy.grounds import GROUNDS
from policy.saying import Said, say

PARTS: Final = {
    "orders": (
        say("Orders of authorities"),
        say(
            "Orders of Member States' authorities to act against content or to give information (Articles 9 and 10) "
            "reach a marketplace outside these pages, so they are not counted here. Ask the marketplace for them."
        ),
    ),
    "notices": (
        say("Notices of illegal content"),
        say(
            "What anybody reported, with or without an account (Article 16), and what the decisions of the year made "
            "of it. A review is restricted because of the law or because of this marketplace's published rules. "
            "Whether a notice came from a trusted flagger is not kept apart."
        ),
    ),
    "requests": (
        say("Requests of sellers"),
        say("Cases that sellers filed under the published rules, and what was restricted because of them."),
    ),
    "own_initiative": (
        say("Own initiative"),
        say(
            "Cases that nobody asked for: attacks that a program found something in common in, and settlements whose "
            "time ended. A person decided each."
        ),
    ),
    "complaints": (
        say("Complaints"),
        say(
            "Appeals lodged in the year (Article 20), and how they have been answered since. Upheld ones reversed "
            "the decision; somebody answered who had not decided before."
        ),
    ),
    "out_of_court": (
        say("Out-of-court disputes"),
        say(
            "Disputes before certified bodies (Article 21) are held outside this marketplace's pages, so they are not "
            "counted here. Ask the marketplace for them."
        ),
    ),
    "suspensions": (
        say("Steps against misuse"),
        say("Cautions and suspensions that a lead confirmed in the year (Article 23)."),
    ),
    "automated_means": (
        say("Programs"),
        say(
            "Programs gather evidence and propose an answer to each ground; a person reads the case and decides. "
            "How often people agreed with a proposal shows how accurate the programs are."
        ),
    ),
}
INDICATORS: Final = {
    ("orders", "received"): say("Orders received"),
    ("notices", "received"): say("Notices received"),
    ("notices", "dismissed"): say("Notices answered without a case"),
    ("notices", "trusted_flaggers"): say("Notices of trusted flaggers"),
    ("out_of_court", "submitted"): say("Disputes submitted"),
    ("suspensions", "confirmed"): say("Steps confirmed"),
    ("", "decided"): say("Cases decided"),
    ("", "restricted"): say("Reviews restricted"),
    ("", "median_time"): say("Median time to the decision"),
    ("", "by_programs_alone"): say("Decided by programs alone"),
    ("", "lodged"): say("Appeals lodged"),
    ("", "upheld"): say("Appeals upheld"),
    ("", "rejected"): say("Appeals rejected"),
    ("", "against_steps"): say("Appeals against cautions and suspensions"),
    ("", "against_steps_upheld"): say("Appeals against cautions and suspensions, upheld"),
    ("", "proposed"): say("Answers proposed by programs"),
    ("", "agreed"): say("Of these, people agreed"),
}
CATEGORIES: Final = {
    "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS": say("Data protection and privacy"),
    "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH": say("Illegal or harmful speech"),
    "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE": say("Notice that names no law"),
    "STATEMENT_CATEGORY_OTHER_VIOLATION_TC": say("Other breach of the rules"),
    "STATEMENT_CATEGORY_SCAMS_AND_FRAUD": say("Scams and fraud"),
}
BASES: Final = {LAW: say("The law"), TERMS: say("The published rules"), NO_GROUND: say("No ground was met")}
WORDS: Final[dict[str, dict[str, str]]] = {
    "category": CATEGORIES,
    "ground": {key.value: each.text.name for key, each in GROUNDS.items()},
    "basis": BASES,
    "measure": {each.value: name for each, name in (OUTCOMES | STEPS).items()},
    "who": {each.value: name for each, name in (PARTIES | SUBJECTS).items()},
}


def indicator_in_words(part: str, indicator: str) -> Said:
    return INDICATORS.get((part, indicator)) or INDICATORS["", indicator]


def in_words(column: str, key: str) -> str | Said:
    """What a column's key is called; "" for all of them."""
    return WORDS[column][key] if key else ""
