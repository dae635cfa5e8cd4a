"""Agents take cases one at a time, never two the same, never one of their own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.claim_next import claim_next
from disputes.actions.claim_request import UnableToClaimRequest, claim_request
from disputes.actions.release_request import UnableToReleaseRequest, release_request
from disputes.actions.renew_claim import UnableToRenewClaim, renew_claim
from disputes.progress import LEASE
from orders.models import SellerSeat
from tests.cast import NOW, make_mallory, make_member
from tests.disputes.acts import REPLY_OVER, codes, filed, ready, review_of
from wire.refusals import NotPermitted, NotThere

THEN = NOW + REPLY_OVER


def claim(cast, case, by, now=THEN):
    return claim_request(tenant=cast.tenant, by=by, request=case, now=now)


class TestClaimRequest:
    def test_holds_the_case_for_a_while_and_says_who_has_it(self, cast):
        case, now = ready(cast)

        assert (case.claimed_by, case.claimed_until) == (cast.carol, now + LEASE)
        with pytest.raises(UnableToClaimRequest) as refusal:
            claim(cast, case, cast.dave)
        assert codes(refusal) == ["already_claimed"]
        assert "Carol" in str(refusal.value)

    def test_an_ended_lease_leaves_the_case_free(self, cast):
        case, now = ready(cast)

        assert claim(cast, case, cast.dave, now + LEASE).claimed_by == cast.dave

    def test_a_case_that_waits_for_the_buyer_may_be_claimed(self, cast):
        assert claim(cast, filed(cast), cast.carol, NOW).status == "awaiting_buyer"

    def test_claiming_does_not_make_the_case_stale(self, cast):
        case = filed(cast)

        assert claim(cast, case, cast.carol).version == case.version

    def test_sides_and_others_may_not(self, cast):
        case = filed(cast)
        stranger = make_member(cast.tenant, "Mallory", "buyer")
        for other in (cast.bob, cast.alice, cast.laura):
            with pytest.raises(NotPermitted):
                claim(cast, case, other)
        with pytest.raises(NotThere):
            claim(cast, case, stranger)

    def test_an_agent_who_runs_the_seller_or_wrote_the_review_may_not(self, cast):
        seated = make_member(cast.tenant, "Nora", "agent")
        SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=seated)
        buying = make_member(cast.tenant, "Otto", "agent", "buyer")
        case = filed(cast, review_of(cast, buyer=buying))

        for partial in (seated, buying):
            with pytest.raises(NotPermitted):
                claim(cast, case, partial)
            assert claim_next(tenant=cast.tenant, by=partial, now=THEN) is None

    def test_another_marketplaces_case_is_not_there(self, cast):
        mallory = make_mallory()
        with mallory.inside():
            case = filed(mallory)

        with pytest.raises(NotThere):
            claim(cast, case, cast.carol)

    def test_a_lease_is_renewed_and_given_back_by_its_holder_only(self, cast):
        case, now = ready(cast)
        later = now + timedelta(minutes=10)

        renewed = renew_claim(tenant=cast.tenant, by=cast.carol, request=case, now=later)
        assert renewed.claimed_until == later + LEASE
        for act, refused in ((renew_claim, UnableToRenewClaim), (release_request, UnableToReleaseRequest)):
            with pytest.raises(refused) as refusal:
                act(tenant=cast.tenant, by=cast.dave, request=case, now=later)
            assert codes(refusal) == ["already_claimed"]
        assert release_request(tenant=cast.tenant, by=cast.carol, request=case, now=later).claimed_by is None
        with pytest.raises(UnableToReleaseRequest) as refusal:
            release_request(tenant=cast.tenant, by=cast.carol, request=case, now=later)
        assert codes(refusal) == ["not_claimed"]


class TestClaimNext:
    def test_takes_the_most_urgent_that_can_be_decided(self, cast):
        later = filed(cast, at=NOW + timedelta(hours=1))
        urgent = filed(cast)

        assert claim_next(tenant=cast.tenant, by=cast.carol, now=NOW + timedelta(hours=2)) is None
        then = THEN + timedelta(hours=2)
        assert claim_next(tenant=cast.tenant, by=cast.carol, now=then) == urgent
        assert claim_next(tenant=cast.tenant, by=cast.dave, now=then) == later
        assert claim_next(tenant=cast.tenant, by=cast.dave, now=then) is None

    def test_is_for_agents(self, cast):
        with pytest.raises(NotPermitted):
            claim_next(tenant=cast.tenant, by=cast.laura, now=NOW)
