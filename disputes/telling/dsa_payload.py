"""A statement of reasons as the EU's DSA Transparency Database takes it (DSA Art. 24(5)), without personal data.

Fields, values and lengths are those of its API documentation, version 2, in force since 1 July 2025:
https://transparency.dsa.ec.europa.eu/page/api-documentation
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from disputes.models import Decision, Origin, Statement
from disputes.refusals import UnableToAct, conflict
from disputes.telling.statements import legal_ground_in_words
from evidence.personal_information import find_spans
from orders.queries import members_who_run
from policy.grounds import GROUNDS
from policy.phrases import criteria_in_words
from policy.terms import GroundKey, Outcome
from policy.windows import local_day
from tenants.address import address_of
from tenants.models import Tenant

# The European Union and the European Economic Area: what is decided here holds wherever it is read.
EEA: Final = tuple(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)
LONGEST: Final = {
    "decision_visibility_other": 500,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000,
    "decision_facts": 5000,
}
WITHHELD: Final = "[withheld]"

_OTHER: Final = "DECISION_VISIBILITY_OTHER"
_LABELLED: Final = "DECISION_VISIBILITY_CONTENT_LABELLED"
_VISIBILITY: Final = {
    Outcome.REMOVE: (["DECISION_VISIBILITY_CONTENT_REMOVED"], ""),
    Outcome.REDACT: ([_OTHER], "Passages of the text are hidden from readers. The rest of the review stays."),
    Outcome.STRIKE: (
        [_LABELLED, _OTHER],
        "The review stays readable, struck through and marked as such, and counts in no rating.",
    ),
    Outcome.ATTRIBUTE: (
        [_LABELLED, _OTHER],
        "The review stays readable with a note that the fulfilment partner answers for it, and counts for the "
        "partner instead of the seller.",
    ),
}
_IN_PART: Final = (
    [_LABELLED, _OTHER],
    "The stars for {} stay readable, struck through and marked as such, and count in no rating. The rest of the review "
    "stays as it was.",
)
_SOURCES: Final = {
    Origin.NOTICE: "SOURCE_ARTICLE_16",
    Origin.SELLER: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Origin.SETTLEMENT: "SOURCE_VOLUNTARY",
    Origin.GROUP: "SOURCE_VOLUNTARY",
}
_FOUND_BY_A_PROGRAM: Final = (Origin.SETTLEMENT, Origin.GROUP)
_TERMS: Final = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
_CATEGORIES: Final = {
    GroundKey.PERSONAL_INFORMATION: "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    GroundKey.FEEDBACK_BOMBING: "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
}
_KEYWORDS: Final = {GroundKey.FEEDBACK_BOMBING: ["KEYWORD_INAUTHENTIC_USER_REVIEWS"]}
# Longer runs of digits than dates and counts have, such as numbers of telephones, orders and parcels.
_DIGITS: Final = re.compile(r"(?<![\w.])\+?\d(?:[ ()/.-]?\d){6,}(?!\w)")


class UnableToReport(UnableToAct):
    """Nothing was restricted, or it is not the author's statement: there is nothing to report."""


def payload_of(statement: Statement, *, tenant: Tenant) -> dict[str, Any]:
    """What is sent, one object for each statement. Raise UnableToReport (`conflict`)."""
    decision, case = statement.decision, statement.decision.request
    outcome = Outcome(decision.outcome)
    if statement.kind != Statement.Kind.STATEMENT or outcome is Outcome.KEEP:
        detail = "Only statements of reasons about a restriction go to the Transparency Database; this is none."
        raise UnableToReport(conflict(detail))
    visibility, other = _IN_PART if decision.criteria else _VISIBILITY[outcome]
    other = other.format(criteria_in_words(decision.criteria or ()))
    known = tuple(_parties(statement))
    ground, version = GroundKey(decision.ground), decision.policy_version.number
    payload = {
        "decision_visibility": visibility,
        **({"decision_visibility_other": other} if _OTHER in visibility else {}),
        **_grounds(statement, decision, tenant, known),
        "decision_ground_reference_url": f"{address_of(tenant)}/policy/versions/{version}#rules-ground-{ground.value}",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": _category(statement, ground),
        **({"category_specification": _KEYWORDS[ground]} if ground in _KEYWORDS else {}),
        "territorial_scope": list(EEA),
        "content_date": local_day(statement.review.published_at, tenant.zone).isoformat(),
        "application_date": local_day(statement.created_at, tenant.zone).isoformat(),
        "decision_facts": _scrubbed(statement.facts, known),
        "source_type": _SOURCES[Origin(case.origin)],
        "automated_detection": "Yes" if case.origin in _FOUND_BY_A_PROGRAM else "No",
        # Programs propose, a person reads the case and decides.
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": str(statement.pk),
    }
    return {name: _cut(value, LONGEST.get(name)) for name, value in payload.items()}


def _grounds(statement: Statement, decision: Decision, tenant: Tenant, known: tuple[str, ...]) -> dict[str, Any]:
    explanation = _scrubbed(statement.explanation, known)
    if decision.ground == GroundKey.ILLEGAL_CONTENT:
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": _scrubbed(legal_ground_in_words(decision.request), known),
            "illegal_content_explanation": explanation,
        }
    text = GROUNDS[GroundKey(decision.ground)].text
    version = decision.policy_version.number
    illegal = decision.findings.get(GroundKey.ILLEGAL_CONTENT.value) == "met"
    return {
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": f"{tenant.name}, published policy, version {version}: {text.name}",
        "incompatible_content_explanation": explanation,
        "incompatible_content_illegal": "Yes" if illegal else "No",
    }


def _category(statement: Statement, ground: GroundKey) -> str:
    notice = statement.decision.request.notice
    return category_of(ground, law_named=notice is not None and bool(notice.law.strip()))


def category_of(ground: GroundKey, *, law_named: bool) -> str:
    """The database's category of what that ground is about; `law_named` is whether a notice named a law."""
    if ground is not GroundKey.ILLEGAL_CONTENT:
        return _CATEGORIES.get(ground, _TERMS)
    return "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH" if law_named else "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"


def _parties(statement: Statement) -> Iterator[str]:
    """Names, addresses and numbers by which somebody in the case could be told: whole names, and their parts."""
    case, order = statement.decision.request, statement.review.order
    yield order.external_id
    yield order.tracking_number
    yield case.seller.name
    if order.partner is not None:
        yield order.partner.name
    people = (statement.review.buyer, case.filed_by, statement.decision.decided_by, *members_who_run(case.seller))
    for person in people:
        yield from (person.email, person.external_id, person.name, *person.name.split())


def _scrubbed(text: str, known: tuple[str, ...]) -> str:
    """Without names, contact data and long numbers. Addresses of the marketplace's own pages go, too."""
    # Contact data first: a name within an address would leave the rest of the address standing.
    for names in ((), known):
        at, parts = 0, []
        for span in find_spans(text, known=names):
            parts += [text[at : span.start], WITHHELD]
            at = span.end
        text = "".join([*parts, text[at:]])
    return _DIGITS.sub(WITHHELD, text)


def _cut(value: Any, longest: int | None) -> Any:
    """The text, shortened at a word where it is too long."""
    if longest is None or len(value) <= longest:
        return value
    return f"{value[: longest - 1].rsplit(maxsplit=1)[0]}…"
