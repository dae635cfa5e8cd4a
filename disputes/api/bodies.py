"""What callers send about cases: claims, evidence, decisions, appeals; and what narrows a list."""

from __future__ import annotations

from typing import Any

from policy.eligibility import Claim, Evidence
from policy.terms import AppealStatus, Criterion, GroundKey, Outcome, Party, RequestStatus
from wire.bodies import Choice, Entries, Flag, Id, Line, Listing, Query, StrictBody, Text, Version, Whole

# Longer texts than people write; the actions say what is too long where it matters.
_TEXT = 20_000


class ClaimBody(StrictBody):
    ground = Line(max_length=100)
    statement = Text(max_length=_TEXT, allow_blank=True)
    feedback_type = Line(max_length=100, required=False, allow_null=True)


class EvidenceBody(StrictBody):
    kind = Line(max_length=100)
    ref = Line(max_length=100, required=False, allow_null=True, allow_blank=True)
    text = Text(max_length=_TEXT, required=False, allow_null=True, allow_blank=True)


class RequestBody(StrictBody):
    review = Id()
    claims = ClaimBody(many=True, max_length=20)
    evidence = EvidenceBody(many=True, max_length=200, required=False)


class Words(StrictBody):
    body = Text(max_length=_TEXT, allow_blank=True)


class Question(StrictBody):
    version = Version()
    question = Text(max_length=_TEXT, allow_blank=True)


class Answer(StrictBody):
    answer = Text(max_length=_TEXT, allow_blank=True)
    evidence = EvidenceBody(many=True, max_length=200, required=False)


class WithdrawRequestBody(StrictBody):
    version = Version(required=False)


def _spans(**kwargs: Any) -> Listing:
    return Listing(child=Listing(child=Whole(), max_length=2), max_length=1000, **kwargs)


def _criteria() -> Listing:
    return Listing(child=Choice(Criterion), max_length=len(Criterion), required=False)


class DecisionBody(StrictBody):
    version = Version()
    outcome = Choice(Outcome)
    findings = Entries(child=Choice(["met", "not_met"]))
    reason = Text(max_length=_TEXT, allow_blank=True)
    spans = _spans(required=False)
    # Those that a strike is of; none for the whole review.
    criteria = _criteria()
    good_faith = Flag()
    departure_reason = Text(max_length=_TEXT, required=False, allow_blank=True)


class ApprovalBody(StrictBody):
    version = Version()
    reason = Text(max_length=_TEXT, required=False, allow_blank=True)


class SendBackBody(StrictBody):
    version = Version()
    reason = Text(max_length=_TEXT, allow_blank=True)


class AppealDecisionBody(StrictBody):
    version = Version()
    outcome = Choice([AppealStatus.UPHELD, AppealStatus.REJECTED])
    new_outcome = Choice(Outcome, required=False, allow_null=True)
    reason = Text(max_length=_TEXT, allow_blank=True)
    findings = Entries(child=Choice(["met", "not_met"]), required=False)
    spans = _spans(required=False)
    criteria = _criteria()


class RequestFilter(Query):
    status = Choice(RequestStatus, required=False)
    ground = Choice(GroundKey, required=False)
    # me, none, or an agent's e-mail address
    assigned = Line(max_length=254, required=False)


class AppealFilter(Query):
    status = Choice(AppealStatus, required=False)
    party = Choice(Party, required=False)
    assigned = Line(max_length=254, required=False)


class StatementFilter(Query):
    kind = Choice(["statement", "notice"], required=False)
    review = Id(required=False)


class StatementFormat(Query):
    of_a_list = False
    format = Choice(["dsa"], required=False)


def claims_of(body: dict[str, Any]) -> list[Claim]:
    return [Claim(each["ground"], each["statement"], each.get("feedback_type")) for each in body["claims"]]


def evidence_of(body: dict[str, Any]) -> list[Evidence]:
    return [Evidence(each["kind"], each.get("ref"), each.get("text")) for each in body.get("evidence", [])]
