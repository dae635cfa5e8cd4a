"""Ground: the review is one of a coordinated set against the seller."""

from typing import Final

from policy.facts import Coordination, Finding, Reference, RemovalFacts
from policy.grounds.coordination_in_words import (
    burst_in_words,
    not_compared_in_words,
    set_as_references,
    signs_in_words,
)
from policy.grounds.ground import Bounds, Ground, GroundText, Parameters, answer, unknown
from policy.phrases import listed
from policy.saying import joined, say
from policy.terms import EvidenceKind, GroundKey, Outcome, Verdict

KEY: Final = GroundKey.FEEDBACK_BOMBING
REVISION: Final = 3
"""3: weaker signs together can answer it, two accounts alone may be a household, and the time is told apart."""

CONFIDENCE_LINKS: Final = 0.8
CONFIDENCE_LINKS_AND_BURST: Final = 0.9
CONFIDENCE_WEAKER_SIGNS: Final = 0.6
CONFIDENCE_MANY_WEAKER_SIGNS: Final = 0.7
CONFIDENCE_NOTHING_FOUND: Final = 0.7
"""Linkage carries the claim and a burst only supports it; links that nobody recorded cannot be seen."""

WEAKER_SIGNS_NEEDED: Final = 3
CLOSE_DAYS: Final = 7
BURST_DAYS: Final = 30
"""A set within so many days counts as close in time: by itself, and where its days stand out as a burst."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """MET by links between the authors, never by a burst alone: a bad batch looks the same."""
    found = facts.coordination
    if found is None:
        return unknown(
            KEY,
            REVISION,
            say(
                "Links between accounts are not gathered by itself; an agent must read who is said to be behind "
                "the reviews and what shows it."
            ),
        )
    likely = GROUND.parameter("burst_likelihood", parameters)
    burst = found.burst_likelihood is not None and found.burst_likelihood <= likely
    signs = signs_in_words(found)
    if burst and found.burst is None:
        signs.append(say("more at once than chance explains"))
    beside = joined(burst_in_words(found, burst), *not_compared_in_words(found))
    shown = set_as_references(found, facts.review_id)
    confidence = _confidence(found, facts.review_id, parameters, burst)
    if confidence:
        told = say(
            "The review is one of a set of {number}: {signs}.", number=found.cluster_size, signs=listed(signs, "and")
        )
        return answer(KEY, REVISION, Verdict.MET, joined(told, beside), *shown, confidence=confidence)
    if signs:
        return unknown(
            KEY,
            REVISION,
            joined(
                say(
                    "There are signs of a coordinated set, but not enough of them: {signs}.",
                    signs=listed(signs, "and"),
                ),
                _household(found),
                beside,
                say("A bad batch can look the same; an agent must judge who is behind the reviews."),
            ),
            *shown,
        )
    if burst and found.burst:
        return unknown(
            KEY,
            REVISION,
            joined(
                say("Nothing that was compared links the authors."),
                beside,
                say("A bad batch looks the same; an agent must judge who is behind the reviews."),
            ),
            *(Reference(EvidenceKind.REVIEW, each, note="of the same days") for each in found.burst.others),
        )
    return _nothing_found(found, beside, shown)


def _confidence(found: Coordination, review_id: str, parameters: Parameters, burst: bool) -> float:
    """How sure the links make it, 0 to 1; 0 where they are not enough."""
    least = GROUND.parameter("least_linked", parameters)
    if found.cluster_size < GROUND.parameter("least_reviews", parameters):
        return 0.0
    linked = found.author_linked and max(found.linked_accounts, found.competitor_members) >= least
    if linked and not _household(found):
        return CONFIDENCE_LINKS_AND_BURST if burst else CONFIDENCE_LINKS
    signs = _weaker_signs(found, review_id, parameters, burst)
    if len(signs) < WEAKER_SIGNS_NEEDED or not {"words", "address"} & signs:
        return 0.0
    return CONFIDENCE_WEAKER_SIGNS if len(signs) == WEAKER_SIGNS_NEEDED else CONFIDENCE_MANY_WEAKER_SIGNS


def _weaker_signs(found: Coordination, review_id: str, parameters: Parameters, burst: bool) -> set[str]:
    """What this review has in common with enough others to make a set, though strangers may share it too."""
    having = {
        "words": {link.review_id for link in found.links if link.by == "words"},
        "address": {link.review_id for link in found.links if link.by == "address"},
        "young": set(found.young_accounts),
        "canceled": set(found.canceled_soon),
    }
    least = GROUND.parameter("least_reviews", parameters)
    signs = {sign for sign, reviews in having.items() if review_id in reviews and len(reviews) >= least}
    if found.accounts is None or found.accounts < least:
        return set()
    if found.days is not None and found.days <= (BURST_DAYS if burst else CLOSE_DAYS):
        signs.add("time")
    return signs


def _household(found: Coordination) -> str:
    """Why two accounts are not enough, where nothing but a thing that a household shares links them; else empty."""
    if found.accounts != 2 or found.competitor_members or len(found.young_accounts) > 1 or len(found.canceled_soon) > 1:
        return ""
    return say("The accounts are only two, and may be a household.") if found.linked_accounts else ""


def _nothing_found(found: Coordination, beside: str, shown: tuple[Reference, ...]) -> Finding:
    if found.accounts is None:
        told = say(
            "The authors of the seller's negative reviews share no account and belong to no competitor; "
            "their words differ, and no unusual number came at once."
        )
        return answer(KEY, REVISION, Verdict.NOT_MET, told, *shown, confidence=CONFIDENCE_NOTHING_FOUND)
    if "devices" in found.not_recorded:
        return unknown(
            KEY,
            REVISION,
            joined(say("What is recorded links the author to nobody, and no more than that can be said."), beside),
            *shown,
        )
    told = say("Nothing that was compared links the author to those of the seller's other negative reviews.")
    return answer(KEY, REVISION, Verdict.NOT_MET, joined(told, beside), *shown, confidence=CONFIDENCE_NOTHING_FOUND)


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Feedback bombing"),
        called=say("feedback bombing"),
        meaning=say(
            "The review is one of a coordinated set against the seller, by competitors or by accounts "
            "that are linked to each other."
        ),
        not_this=say("Several unhappy buyers in one week are not a coordinated set."),
        asks_for=say("who is behind it, and what shows that they act together"),
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
