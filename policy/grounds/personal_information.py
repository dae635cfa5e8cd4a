"""Ground: the comment holds somebody's contact data, account or card numbers."""

from collections import Counter
from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, answer, stars_only, unknown
from policy.saying import joined, say
from policy.terms import EvidenceKind, GroundKey, Outcome, Verdict

KEY: Final = GroundKey.PERSONAL_INFORMATION
REVISION: Final = 1

CONFIDENCE_FOUND: Final = 0.95
CONFIDENCE_NOTHING_FOUND: Final = 0.8
"""Precision and recall that were measured for telephone numbers, the hardest kind."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """MET when a span was found; a name alone is not gathered, so an agent still reads for names."""
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    spans = facts.personal_spans
    if spans is None:
        return unknown(
            KEY,
            REVISION,
            say("The comment was not searched for contact data; an agent must read it."),
            Reference(EvidenceKind.REVIEW, facts.review_id),
        )
    if not spans:
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            say(
                "The search found no contact data, account or card number in the comment; names it does not "
                "know are for the agent to see."
            ),
            confidence=CONFIDENCE_NOTHING_FOUND,
        )
    counted = Counter(span.kind for span in spans).items()
    kinds = joined(*(say("{number} x {kind}", number=number, kind=_called(kind)) for kind, number in counted), by=", ")
    return answer(
        KEY,
        REVISION,
        Verdict.MET,
        say("The comment holds personal information: {kinds}.", kinds=kinds),
        *(Reference(EvidenceKind.REVIEW, facts.review_id, each.start, each.end, each.kind) for each in spans),
        confidence=CONFIDENCE_FOUND,
    )


_KINDS: Final = {
    "email": say("email"),
    "link": say("link"),
    "handle": say("handle"),
    "iban": say("iban"),
    "card_number": say("card number"),
    "personal_number": say("personal number"),
    "wallet": say("wallet"),
    "address": say("address"),
    "phone": say("phone"),
    "party": say("party"),
    "name": say("name"),
}


def _called(kind: str) -> str:
    return _KINDS.get(kind) or kind.replace("_", " ")


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Personal information"),
        called=say("personal information"),
        meaning=say(
            "The comment holds contact data, an address, an account or a card number of anyone; it is "
            "hidden where the rest can stand."
        ),
        not_this=say("An order number, a price or the seller's public name is not personal information."),
    ),
    outcome=Outcome.REDACT,
    find=find,
    about_comment=True,
    comment_is_evidence=True,
)
