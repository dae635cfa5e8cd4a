"""Every outcome, origin of the case and side: each element of DSA Art. 17(3) is told, and no requester is named."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from disputes.models import Claim, Decision, Origin, RemovalRequest, Statement
from disputes.telling.dsa_payload import UnableToReport, payload_of
from disputes.telling.statements import words_of
from orders.models import Settlement
from policy.appeal_rules import goes_against
from policy.terms import GroundKey, Outcome, Party
from tenants.queries import policy_in_force
from tests.cast import NOW, Cast
from tests.disputes.acts import filed, review_of
from tests.disputes.dsa_rules import broken_rules
from tests.disputes.notices import NORA, noticed

# The ground that carries each outcome where the case began so.
GROUNDS = {
    Origin.SELLER: dict.fromkeys(Outcome, GroundKey.UNRELATED),
    Origin.NOTICE: dict.fromkeys(Outcome, GroundKey.ILLEGAL_CONTENT),
    Origin.SETTLEMENT: dict.fromkeys(Outcome, GroundKey.MUTUAL_AGREEMENT),
    Origin.GROUP: dict.fromkeys(Outcome, GroundKey.FEEDBACK_BOMBING),
}
SOURCES = {
    Origin.SELLER: "not our own initiative",
    Origin.NOTICE: "notice (Article 16",
    Origin.SETTLEMENT: "own initiative",
    Origin.GROUP: "may belong to",
}
DETECTION = {
    Origin.SELLER: "No program looked for this review",
    Origin.NOTICE: "No program looked for this review",
    Origin.SETTLEMENT: "A program watched the settlement's time",
    Origin.GROUP: "A program found what this review has in common",
}
CASES = list(product(Origin, Outcome, Party, (False, True)))
COLUMNS = ("measure", "duration", "territory", "facts", "source", "explanation", "automated", "redress")


def case_from(cast: Cast, origin: Origin, review) -> RemovalRequest:
    """A case that began so, about Alice's review; Bob asked, Nora reported, or a settlement's time ended."""
    if origin is Origin.SELLER:
        return filed(cast, review)
    if origin is Origin.NOTICE:
        return noticed(cast, review, law="Criminal Code, section 187").case
    if origin is Origin.GROUP:
        return opened(cast, review, GroundKey.FEEDBACK_BOMBING, origin=origin)
    settlement = Settlement.objects.create(
        tenant=cast.tenant,
        order=review.order,
        proposed_by=cast.bob,
        terms="A second blade; the review goes.",
        perform_by=NOW - timedelta(days=2),
        withdraw_by=NOW,
        status="breached",
        proposed_at=NOW - timedelta(days=5),
    )
    return opened(cast, review, GroundKey.MUTUAL_AGREEMENT, origin=Origin.SETTLEMENT, settlement=settlement)


def opened(cast: Cast, review, ground: GroundKey, **source) -> RemovalRequest:
    """A case that nobody asked for; Bob is told as the one whom it is about."""
    case = RemovalRequest.objects.create(
        tenant=cast.tenant,
        review=review,
        seller=cast.seller,
        filed_by=cast.bob,
        status="in_review",
        policy_version=policy_in_force(at=NOW),
        filed_at=NOW,
        due_at=NOW + timedelta(hours=72),
        **source,
    )
    Claim.objects.create(tenant=cast.tenant, request=case, ground=ground, statement="")
    return case


def decision_on(
    cast: Cast, case: RemovalRequest, outcome: Outcome, *, supersedes: Decision | None = None, reason: str = ""
) -> Decision:
    ground = "" if outcome is Outcome.KEEP else GROUNDS[Origin(case.origin)][outcome].value
    key = ground or next(iter(case.claims.all())).ground
    finding = {"ground": key, "revision": 1, "verdict": "UNKNOWN", "confidence": 0.0, "explanation": "Nobody knows."}
    return Decision.objects.create(
        tenant=cast.tenant,
        request=case,
        review=case.review,
        outcome=outcome,
        findings={key: "met" if ground else "not_met"},
        proposed={key: {**finding, "references": []}},
        ground=ground,
        reason=reason or "The chat and the order show it plainly.",
        spans=[[0, 4]] if outcome is Outcome.REDACT else [],
        good_faith=True,
        policy_version=case.policy_version,
        facts={},
        decided_by=cast.carol,
        decided_at=NOW + timedelta(hours=bool(supersedes)),
        supersedes=supersedes,
    )


def told(cast: Cast, origin: Origin, outcome: Outcome, party: Party, superseding: bool, **words) -> Statement:
    case = case_from(cast, origin, words.pop("review", None) or review_of(cast))
    earlier = Outcome.KEEP if outcome is not Outcome.KEEP else Outcome.REMOVE
    old = decision_on(cast, case, earlier) if superseding else None
    decision = decision_on(cast, case, outcome, supersedes=old, **words)
    return Statement.objects.create(
        tenant=cast.tenant,
        decision=decision,
        review=case.review,
        addressee=case.review.buyer if party is Party.AUTHOR else case.filed_by,
        created_at=NOW,
        **words_of(decision, case=case, party=party, tenant=cast.tenant, now=NOW),
    )


class TestEveryStatement:
    @pytest.mark.parametrize(("origin", "outcome", "party", "superseding"), CASES)
    def test_tells_every_element_of_the_law(self, cast, origin, outcome, party, superseding):
        statement = told(cast, origin, outcome, party, superseding)
        for column in COLUMNS:
            text = getattr(statement, column)
            assert text.endswith("."), column
            assert "{" not in text, column
        restricted = outcome is not Outcome.KEEP
        assert "review" in statement.measure
        assert ("15 June 2026" in statement.duration) is restricted
        assert "every country" in statement.territory
        assert "was published on 15 June 2026" in statement.facts
        assert ("takes the place of" in statement.facts) is superseding
        assert SOURCES[origin] in statement.source
        assert DETECTION[origin] in statement.automated
        assert "A person read the case and decided" in statement.automated
        assert "The chat and the order show it plainly." in statement.explanation
        assert "version 1 of the policy, which this marketplace publishes at /policy/ver" in statement.explanation
        if restricted:
            legal = GROUNDS[origin][outcome] is GroundKey.ILLEGAL_CONTENT
            ground = "Legal ground, as the notice names it: Criminal Code, section 187." if legal else "Contractual"
            assert ground in statement.explanation
            assert f"/policy/versions/1#rules-ground-{statement.ground}" in statement.explanation
        appealable = goes_against(outcome, party)
        assert ("You can appeal within 183 days" in statement.redress) is appealable
        assert "out-of-court dispute settlement body" in statement.redress
        assert "a court" in statement.redress

    @pytest.mark.parametrize(("origin", "outcome", "party", "superseding"), CASES)
    def test_names_no_requester_and_to_a_stranger_no_order(self, cast, origin, outcome, party, superseding):
        statement = told(cast, origin, outcome, party, superseding)
        words = " ".join(getattr(statement, column) for column in COLUMNS)
        for name in ("Bob", cast.bob.email, "Nora", "Novak", NORA["email"], "Carol"):
            assert name not in words
        order = statement.review.order.external_id
        assert (order in words) is not (origin is Origin.NOTICE and party is Party.REQUESTER)


class TestEveryPayload:
    @pytest.mark.parametrize(
        ("origin", "outcome", "superseding"),
        [(origin, outcome, late) for origin, outcome, _, late in CASES[::2] if outcome is not Outcome.KEEP]
        + [(origin, outcome, True) for origin in Origin for outcome in Outcome if outcome is not Outcome.KEEP],
    )
    def test_passes_the_rules_of_the_database(self, cast, origin, outcome, superseding):
        payload = payload_of(told(cast, origin, outcome, Party.AUTHOR, superseding), tenant=cast.tenant)
        assert broken_rules(payload) == []
        source = {"seller": "SOURCE_TYPE_OTHER_NOTIFICATION", "notice": "SOURCE_ARTICLE_16"}
        assert payload["source_type"] == source.get(origin.value, "SOURCE_VOLUNTARY")
        illegal = payload["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
        assert illegal is (origin is Origin.NOTICE)

    def test_holds_no_personal_data_and_no_more_than_fits(self, cast):
        reason = (
            "Alice wrote to bob@game-goods.example and to nora@outside.example, called +49 30 1234567 and 030/7654321, "
            "named Nora Novak, Carol and Bob's Store, and order {}. " + "It is plainly off the subject. " * 200
        )
        review = review_of(cast)
        statement = told(
            cast,
            Origin.NOTICE,
            Outcome.REMOVE,
            Party.AUTHOR,
            False,
            review=review,
            reason=reason.format(review.order.external_id),
        )
        payload = payload_of(statement, tenant=cast.tenant)
        assert broken_rules(payload) == []
        words = " ".join(str(value) for value in payload.values())
        for name in ("Alice", "Nora", "Novak", "Carol", "Bob", "@", "1234567", "7654321", review.order.external_id):
            assert name not in words
        assert payload["illegal_content_explanation"].endswith("…")

    @pytest.mark.parametrize(("outcome", "party"), [(Outcome.KEEP, Party.AUTHOR), (Outcome.REMOVE, Party.REQUESTER)])
    def test_is_refused_where_nothing_was_restricted_or_it_is_the_requesters_notice(self, cast, outcome, party):
        with pytest.raises(UnableToReport) as refusal:
            payload_of(told(cast, Origin.SELLER, outcome, party, False), tenant=cast.tenant)
        assert refusal.value.code == "conflict"

    def test_has_an_identifier_of_its_own_for_each_statement(self, cast):
        payloads = [
            payload_of(told(cast, Origin.SELLER, Outcome.REMOVE, Party.AUTHOR, False), tenant=cast.tenant)
            for _ in range(2)
        ]
        assert len({payload["puid"] for payload in payloads}) == 2
