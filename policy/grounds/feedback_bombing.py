"""Ground: the review is one of a coordinated set against the seller."""

from typing import Final

from policy.facts import Coordination, Finding, Reference, RemovalFacts
from policy.grounds.ground import Bounds, Ground, GroundText, Parameters, answer, unknown
from policy.phrases import listed, plural
from policy.terms import EvidenceKind, GroundKey, Outcome, Verdict

KEY: Final = GroundKey.FEEDBACK_BOMBING
REVISION: Final = 2
"""2: what was compared between the reviews and their authors can answer it."""

CONFIDENCE_LINKS: Final = 0.8
CONFIDENCE_LINKS_AND_BURST: Final = 0.9
CONFIDENCE_NOTHING_FOUND: Final = 0.7
"""Linkage carries the claim and a burst only supports it; links that nobody recorded cannot be seen."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """MET by links between the authors, never by a burst alone: a bad batch looks the same."""
    found = facts.coordination
    if found is None:
        return unknown(
            KEY,
            REVISION,
            "Links between accounts are not gathered by itself; an agent must read who is said to be behind "
            "the reviews and what shows it.",
        )
    shown = tuple(Reference(EvidenceKind.REVIEW, each, note="of the same set") for each in found.other_reviews)
    burst = found.burst_likelihood is not None and found.burst_likelihood <= GROUND.parameter(
        "burst_likelihood", parameters
    )
    signs = _signs_in_words(found, burst)
    if not signs:
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            "The authors of the seller's negative reviews share no account and belong to no competitor; "
            "their words differ, and no unusual number came at once.",
            *shown,
            confidence=CONFIDENCE_NOTHING_FOUND,
        )
    large = found.cluster_size >= GROUND.parameter("least_reviews", parameters)
    least = GROUND.parameter("least_linked", parameters)
    linked = found.author_linked and max(found.linked_accounts, found.competitor_members) >= least
    if large and linked:
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            f"The review is one of a set of {found.cluster_size}: {signs}.",
            *shown,
            confidence=CONFIDENCE_LINKS_AND_BURST if burst else CONFIDENCE_LINKS,
        )
    return unknown(
        KEY,
        REVISION,
        f"There are signs of a coordinated set, but not enough of them: {signs}. A bad batch can look the same; "
        "an agent must judge who is behind the reviews.",
        *shown,
    )


def _signs_in_words(found: Coordination, burst: bool) -> str:
    """What speaks for a set, linkage first; empty where nothing does."""
    signs = []
    if found.linked_accounts:
        signs.append(f"{plural(found.linked_accounts, 'account')} linked to another one")
    if found.competitor_members:
        signs.append(f"{plural(found.competitor_members, 'member')} of a competing seller")
    if found.shared_wording:
        signs.append(f"{plural(found.shared_wording, 'review')} in nearly the same words as another")
    if burst:
        signs.append("more at once than chance explains")
    return listed(signs, "and") if signs else ""


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Feedback bombing",
        meaning="The review is one of a coordinated set against the seller, by competitors or by accounts "
        "that are linked to each other.",
        not_this="Several unhappy buyers in one week are not a coordinated set.",
        asks_for="who is behind it, and what shows that they act together",
    ),
    outcome=Outcome.REMOVE,
    find=find,
    parameters={
        "least_reviews": Bounds(2, 1000, 3, "A set has at least so many reviews."),
        "least_linked": Bounds(
            2, 1000, 2, "At least so many of their authors are linked accounts, or members of a competing seller."
        ),
        "burst_likelihood": Bounds(
            0.0001, 0.2, 0.01, "Reviews came unusually close together when chance explains it so rarely, 0 to 1."
        ),
    },
)
