"""A decision that moves a seller's rate far waits for a lead; nothing takes effect before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.approve_decision import approve_decision
from disputes.actions.send_back_decision import send_back_decision
from disputes.models import Letter, Statement
from disputes.queries import standing_decision
from disputes.refusals import UnableToAct
from feedback.jobs.recompute_rate import recompute_rate
from feedback.queries import rating_of
from tests.cast import NOW, make_member
from tests.disputes.acts import codes, decide, pointers, ready, review_of
from wire.refusals import NotPermitted


@pytest.fixture
def held(retail):
    """One negative among twenty: without it the rate rises by five points."""
    for day in range(19):
        review_of(retail, "Fine.", 5, at=NOW + timedelta(minutes=day))
    bad = review_of(retail, "The blade itself is blunt.", at=NOW + timedelta(minutes=30))
    case, now = ready(retail, bad, "product_review", at=NOW + timedelta(hours=1), evidence=())
    recompute_rate(tenant=retail.tenant, seller_id=retail.seller.pk, now=now)
    decision = decide(retail, case, now)
    case.refresh_from_db()
    return retail, case, decision, now


class TestHeldDecision:
    def test_changes_nothing_yet(self, held):
        cast, case, decision, now = held

        case.review.refresh_from_db()
        assert decision.held
        assert case.status == "awaiting_approval"
        assert case.review.status == "published"
        assert standing_decision(case) is None
        assert not Statement.objects.exists()
        assert not Letter.objects.filter(kind__in=["statement", "notice"]).exists()

    def test_takes_effect_when_a_lead_agrees(self, held):
        cast, case, decision, now = held
        before = rating_of(cast.seller, now)["rate"]

        approve_decision(tenant=cast.tenant, by=cast.laura, request=case, version=case.version, now=now)
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=now)

        case.review.refresh_from_db()
        assert case.review.status == "removed"
        assert standing_decision(case) == decision
        assert Statement.objects.count() == 2
        assert (before, rating_of(cast.seller, now)["rate"]) == ("0.9500", "1.0000")

    def test_is_sent_back_with_a_reason_and_decided_anew(self, held):
        cast, case, decision, now = held
        with pytest.raises(UnableToAct) as refusal:
            send_back_decision(
                tenant=cast.tenant, by=cast.laura, request=case, version=case.version, reason=" ", now=now
            )
        assert pointers(refusal) == ["/reason"]

        send_back_decision(
            tenant=cast.tenant,
            by=cast.laura,
            request=case,
            version=case.version,
            reason="Read again.",
            now=now,
        )

        case.refresh_from_db()
        assert (case.status, case.claimed_by, standing_decision(case)) == ("in_review", None, None)

    def test_is_a_leads_to_approve_and_never_the_deciders(self, held):
        cast, case, decision, now = held
        for other in (cast.carol, cast.bob, cast.alice):
            with pytest.raises(NotPermitted):
                approve_decision(tenant=cast.tenant, by=other, request=case, version=case.version, now=now)

        case.claims.all()
        both = make_member(cast.tenant, "Carol", "lead", "agent")
        assert both.pk == cast.carol.pk
        with pytest.raises(UnableToAct) as refusal:
            approve_decision(tenant=cast.tenant, by=both, request=case, version=case.version, now=now)
        assert codes(refusal) == ["same_agent"]

    def test_refuses_a_stale_approval_and_a_second_one(self, held):
        cast, case, decision, now = held
        approve = {"tenant": cast.tenant, "by": cast.laura, "request": case, "now": now}

        with pytest.raises(UnableToAct) as refusal:
            approve_decision(**approve, version=case.version - 1)
        assert codes(refusal) == ["stale_version"]
        approve_decision(**approve, version=case.version)
        with pytest.raises(UnableToAct) as refusal:
            approve_decision(**approve, version=case.version + 1)
        assert codes(refusal) == ["conflict"]
        assert "Carol chose remove" in str(refusal.value)


def test_a_small_seller_needs_no_second_approval(retail):
    case, now = ready(retail, review_of(retail, "The blade is blunt."), "product_review", evidence=())

    assert not decide(retail, case, now).held
