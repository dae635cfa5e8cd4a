"""Kappa, overturned and departed shares of the demo, counted again from its rows in plain loops."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings

from disputes.consistency.contradictions import ALIKE, contradictions
from disputes.consistency.figures import Span, agreements, departures, looks_that_disagree, overturned, waiting_looks
from disputes.models import Appeal, Decision, JudgedFinding, SecondLook
from disputes.precedents import likeness
from disputes.precedents.finding import traits_of_decision
from marketplace.demo.load import load_demo
from tenants.queries import tenant_of_slug
from tenants.scope import tenant_scope
from tests.cast import NOW
from tests.conftest import empty_every_table


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The marketplace of game goods as the demo loads it, once for the file."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), pytest.MonkeyPatch.context() as patch:
        patch.setattr("marketplace.demo.load.SLUGS", ("game-goods",))
        load_demo(now=NOW, say=lambda said: None)
        with tenant_scope(tenant_of_slug("game-goods")):
            yield
        empty_every_table()


SPANS = [30, 90, 365]


@pytest.fixture(params=SPANS, ids=lambda days: f"{days} days")
def span(demo, request) -> Span:
    return Span(NOW - timedelta(days=request.param), NOW)


def recounted_kappa(pairs: list[tuple[str, str]]) -> float | None:
    """By the book: observed against expected agreement, in floats and loops."""
    if not pairs:
        return None
    answers = {each for pair in pairs for each in pair}
    observed = sum(1 for one, other in pairs if one == other) / len(pairs)
    expected = 0.0
    for answer in answers:
        expected += (sum(1 for one, _ in pairs if one == answer) / len(pairs)) * (
            sum(1 for _, other in pairs if other == answer) / len(pairs)
        )
    return None if expected == 1 else (observed - expected) / (1 - expected)


def answered(span: Span) -> list[SecondLook]:
    return [
        look
        for look in SecondLook.objects.select_related("decision")
        if look.answered_at and span.since <= look.answered_at <= span.until
    ]


def same(found: float | None, expected: float | None) -> bool:
    return found is expected if expected is None else found == pytest.approx(expected, abs=1e-12)


class TestKappa:
    def test_overall_is_that_of_the_rows(self, span):
        found = agreements(span).overall.kappa
        pairs = [(look.decision.outcome, look.outcome) for look in answered(span)]
        assert found.cases == len(pairs) > 0
        assert found.agreed == sum(1 for one, other in pairs if one == other)
        assert same(found.value, recounted_kappa(pairs))

    def test_by_ground_is_that_of_the_rows(self, span):
        rows: dict[str, list[tuple[str, str]]] = {}
        for look in answered(span):
            for ground, first in look.decision.findings.items():
                rows.setdefault(ground, []).append((first, look.findings[ground]))
        found = {each.ground: each.kappa for each in agreements(span).by_ground}
        assert found.keys() == rows.keys()
        for ground, pairs in rows.items():
            assert found[ground].cases == len(pairs)
            assert same(found[ground].value, recounted_kappa(pairs)), ground

    def test_by_pair_of_agents_is_that_of_the_rows(self, span):
        rows: dict[frozenset, list[tuple[str, str]]] = {}
        for look in answered(span):
            both = sorted([(look.decision.decided_by_id, look.decision.outcome), (look.by_id, look.outcome)])
            rows.setdefault(frozenset(who for who, _ in both), []).append((both[0][1], both[1][1]))
        found = {frozenset((each.one.pk, each.other.pk)): each.kappa for each in agreements(span).by_pair}
        assert found.keys() == rows.keys()
        for pair, pairs in rows.items():
            assert found[pair].cases == len(pairs)
            assert same(found[pair].value, recounted_kappa(pairs))

    def test_those_that_disagree_are_listed(self, span):
        differ = {
            look.pk
            for look in answered(span)
            if (look.outcome, look.findings) != (look.decision.outcome, look.decision.findings)
        }
        assert {look.pk for look in looks_that_disagree(span)} == differ


class TestOverturned:
    def test_share_is_that_of_the_rows(self, span):
        total, by_ground, by_decider = overturned(span)
        decisions: dict = {}
        for appeal in Appeal.objects.select_related("decision"):
            if appeal.decided_at is None or not span.since <= appeal.decided_at <= span.until:
                continue
            if appeal.decision.supersedes_id is None:
                upheld = decisions.get(appeal.decision, False)
                decisions[appeal.decision] = upheld or appeal.status == "upheld"
        assert (total.number, total.base) == (sum(decisions.values()), len(decisions))
        grounds: dict[str, list[bool]] = {}
        deciders: dict = {}
        for decision, upheld in decisions.items():
            deciders.setdefault(decision.decided_by_id, []).append(upheld)
            for claim in decision.request.claims.all():
                grounds.setdefault(claim.ground, []).append(upheld)
        assert {each.ground: (each.share.number, each.share.base) for each in by_ground} == {
            ground: (sum(all_of), len(all_of)) for ground, all_of in grounds.items()
        }
        assert {each.by.pk: (each.share.number, each.share.base) for each in by_decider} == {
            who: (sum(all_of), len(all_of)) for who, all_of in deciders.items()
        }


class TestDepartures:
    def test_share_is_that_of_the_rows(self, span):
        total, by_agent = departures(span)
        rows: dict = {}
        for each in JudgedFinding.objects.select_related("decision"):
            if span.since <= each.decided_at <= span.until and each.proposed != "UNKNOWN":
                rows.setdefault(each.decision.decided_by_id, []).append(each.answer != each.proposed)
        assert {each.by.pk: (each.share.number, each.share.base) for each in by_agent} == {
            who: (sum(all_of), len(all_of)) for who, all_of in rows.items()
        }
        assert total.base == sum(len(all_of) for all_of in rows.values())


class TestContradictions:
    def test_are_those_of_the_rows(self, span):
        waiting = {look.decision_id for look in SecondLook.objects.all() if look.answered_at is None}
        replaced = {each.supersedes_id for each in Decision.objects.all()}
        stand = [
            each
            for each in Decision.objects.select_related("request", "review__order")
            if span.since <= each.decided_at <= span.until and each.pk not in waiting and each.pk not in replaced
        ]
        expected = set()
        for one in stand:
            for other in stand:
                if one.outcome == other.outcome or not set(one.proposed) & set(other.proposed):
                    continue
                like = likeness(traits_of_decision(one, one.proposed), traits_of_decision(other, other.proposed))
                if like.nearness >= ALIKE:
                    expected.add(frozenset((one.pk, other.pk)))
        found = contradictions(span)
        assert found.compared == len(stand)
        assert {frozenset((each.later.pk, each.earlier.pk)) for each in found.pairs} == expected


class TestTheDemo:
    def test_has_something_of_everything(self, demo):
        span = Span(NOW - timedelta(days=90), NOW)
        agreed, (appealed, _, _), (departed, _) = agreements(span), overturned(span), departures(span)
        assert len(agreed.by_pair) == 3 and 0 < agreed.overall.kappa.agreed < agreed.overall.kappa.cases
        assert 0 < appealed.number < appealed.base and 0 < departed.number < departed.base
        assert contradictions(span).pairs and waiting_looks() == 3
