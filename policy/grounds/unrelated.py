"""Ground: the comment is off-topic, or only a personal insult."""

from collections.abc import Iterable
from typing import Final

from policy.facts import Finding, FoundSpan, Reference, RemovalFacts
from policy.grounds.ground import Bounds, Ground, GroundText, Parameters, answer, stars_only, unknown
from policy.phrases import fixed
from policy.saying import say
from policy.terms import EvidenceKind, GroundKey, Outcome, Subject, Verdict

KEY: Final = GroundKey.UNRELATED
REVISION: Final = 3
"""2: marked insults and measured likeness can answer it. 3: words clearly far from the order go before what one
sentence seems to be about."""

CONFIDENCE_SUBJECT: Final = 0.8
CONFIDENCE_LIKENESS: Final = 0.6
"""What a sentence is about is read by a program; likeness of words says less, and opposites are alike."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """MET for insults and nothing else, or words far from the order; a sentence about the order is NOT_MET."""
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    review = Reference(EvidenceKind.REVIEW, facts.review_id)
    if facts.insult_spans is None and facts.likeness_to_order is None:
        return unknown(
            KEY,
            REVISION,
            say(
                "Whether the comment has to do with this order is not gathered by itself; an agent must read it "
                "beside the order and its chat."
            ),
            review,
        )
    least = GROUND.parameter("least_confidence", parameters)
    insults = [each for each in facts.insult_spans or () if each.confidence >= least]
    if insults and _nothing_else(facts.comment, insults):
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            say("The whole comment is a personal insult and says nothing about the order."),
            *(Reference(EvidenceKind.REVIEW, facts.review_id, each.start, each.end, each.kind) for each in insults),
            confidence=min(each.confidence for each in insults),
        )
    if (far := _by_likeness(facts, parameters, review)) and far.verdict is Verdict.MET:
        return far
    if about := _about_the_order(facts):
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            say("The comment speaks of what this order was about."),
            *about,
            confidence=CONFIDENCE_SUBJECT,
        )
    return far or unknown(
        KEY,
        REVISION,
        say(
            "The search cannot tell whether the comment has to do with this order; an agent must read it beside "
            "the order and its chat."
        ),
        review,
    )


def _by_likeness(facts: RemovalFacts, parameters: Parameters, review: Reference) -> Finding | None:
    likeness = facts.likeness_to_order
    if likeness is not None and likeness >= GROUND.parameter("related_from", parameters):
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            say(
                "The words of the comment are close to the offer, the chat or what is rated: {likeness} of 1.",
                likeness=fixed(likeness, 2),
            ),
            review,
            confidence=CONFIDENCE_LIKENESS,
        )
    if likeness is not None and likeness <= GROUND.parameter("unrelated_up_to", parameters):
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            say(
                "The words of the comment have nothing in common with the offer, the chat or what is rated: "
                "{likeness} of 1.",
                likeness=fixed(likeness, 2),
            ),
            review,
            confidence=CONFIDENCE_LIKENESS,
        )
    return None


def _about_the_order(facts: RemovalFacts) -> tuple[Reference, ...]:
    return tuple(
        Reference(EvidenceKind.REVIEW, facts.review_id, each.start, each.end, f"about {each.subject.value}")
        for each in facts.sentences
        if each.subject is not None and each.subject is not Subject.OTHER
    )


def _nothing_else(comment: str, spans: Iterable[FoundSpan]) -> bool:
    covered = {position for each in spans for position in range(each.start, each.end)}
    return not any(char.isalnum() for position, char in enumerate(comment) if position not in covered)


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Unrelated feedback"),
        called=say("unrelated feedback"),
        meaning=say("The comment has nothing to do with the order, or is only a personal insult."),
        not_this=say("An angry comment about the order is related, however unfair it seems."),
        asks_for=say("why it has nothing to do with the order"),
    ),
    outcome=Outcome.REMOVE,
    find=find,
    about_comment=True,
    parameters={
        "least_confidence": Bounds(
            0.5, 1, 0.8, "An insult that the search is so sure of, from 0 to 1, is proposed as a personal insult."
        ),
        "unrelated_up_to": Bounds(
            0, 0.3, 0.05, "A comment so little like the order's words, from 0 to 1, is proposed as unrelated."
        ),
        "related_from": Bounds(
            0.3, 1, 0.4, "A comment so much like the order's words, from 0 to 1, is proposed as related."
        ),
    },
)
