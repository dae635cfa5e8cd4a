"""Reads of cases, appeals and statements, by right."""

from disputes.queries.appeals import OPEN_APPEALS, appeals_queue, appeals_visible_to, visible_appeal
from disputes.queries.cases import (
    assigned_to,
    cases_about,
    cases_visible_to,
    free_to_decide,
    open_request_about,
    queue,
    requests_of_sellers_of,
    visible_case,
    with_parties,
)
from disputes.queries.decisions import (
    deciders_of,
    effective_decisions,
    informed_at,
    standing_decision,
    visible_decision,
)
from disputes.queries.fair_use import FairUse, fair_use_of
from disputes.queries.sides import may_see_case, party_of, sees_every_case
from disputes.queries.statements import statements_of, statements_of_case, visible_statement
from disputes.queries.story import CaseStory, ClaimWithFinding, Event, findings_of, story_of

__all__ = [
    "OPEN_APPEALS",
    "CaseStory",
    "ClaimWithFinding",
    "Event",
    "FairUse",
    "appeals_queue",
    "appeals_visible_to",
    "assigned_to",
    "cases_about",
    "cases_visible_to",
    "deciders_of",
    "effective_decisions",
    "fair_use_of",
    "findings_of",
    "free_to_decide",
    "informed_at",
    "may_see_case",
    "open_request_about",
    "party_of",
    "queue",
    "requests_of_sellers_of",
    "sees_every_case",
    "standing_decision",
    "statements_of",
    "statements_of_case",
    "story_of",
    "visible_appeal",
    "visible_case",
    "visible_decision",
    "visible_statement",
    "with_parties",
]
