"""Fifty agents take cases at once until there are none: each case once, none left, and nobody in anybody's way."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from uuid6 import uuid7

from disputes.actions.claim_next import claim_next
from disputes.models import PreparedDecision, RemovalRequest
from feedback.models import Review
from orders.models import Order, Partner, PartnerSeat, SellerSeat
from tenants.models import Member
from tests.cast import NOW, Cast, make_cast, make_member, make_seller
from tests.disputes.acts import REPLY_OVER, filed, review_of
from tests.plugin import SERVERS

AGENTS = 50
CASES = 1_000
THEN = NOW + REPLY_OVER + timedelta(hours=1)


def many_cases(cast: Cast, number: int) -> set[UUID]:
    """Copies of one case, each about a review of an order of its own."""
    first = filed(cast)
    rows: dict[type, list] = {Order: [], Review: [], RemovalRequest: []}
    for place in range(1, number):
        case, review, order = copy(first), copy(first.review), copy(first.review.order)
        order.id, order.external_id = uuid7(), f"many-{place}"
        review.id, review.order_id = uuid7(), order.id
        case.id, case.review_id, case.due_at = uuid7(), review.id, first.due_at + timedelta(seconds=place // 3)
        for row in (order, review, case):
            rows[type(row)].append(row)
    for model, copies in rows.items():
        model.objects.bulk_create(copies)
    return {first.pk, *(case.pk for case in rows[RemovalRequest])}


def take_all(cast: Cast, agents: list[Member]) -> list[list[UUID]]:
    """What each agent has taken when there was no more; all begin at the same moment, on connections of their own."""
    start = threading.Barrier(len(agents))

    def run(by: Member) -> list[UUID]:
        taken = []
        try:
            start.wait(timeout=60)
            while True:
                with cast.inside():
                    case = claim_next(tenant=cast.tenant, by=by, now=THEN)
                if case is None:
                    return taken
                taken.append(case.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(agents)) as threads:
        return list(threads.map(run, agents))


@pytest.mark.django_db(transaction=True)
def test_fifty_agents_take_a_thousand_cases():
    cast = make_cast()
    agents = [make_member(cast.tenant, f"Agent{number}", "agent") for number in range(AGENTS)]
    with cast.inside():
        cases = many_cases(cast, CASES)
    log = SERVERS.postgres.child.log
    before = len(log.read_text())

    began = timezone.now()
    taken = take_all(cast, agents)
    seconds = (timezone.now() - began).total_seconds()

    times = Counter(case for each in taken for case in each)
    assert set(times) == cases
    assert set(times.values()) == {1}
    with cast.inside():
        held = Counter(RemovalRequest.objects.values_list("claimed_by", flat=True))
        assert held == Counter({by.pk: len(each) for by, each in zip(agents, taken, strict=True) if each})
    assert "deadlock" not in log.read_text()[before:]
    print(f"{CASES:,} cases, {AGENTS} agents, {seconds:.1f} s; the busiest took {max(map(len, taken))}")


class TestWhatIsNobodysToTake:
    def next(self, cast, by, now=THEN):
        return claim_next(tenant=cast.tenant, by=by, now=now)

    def test_what_others_hold_or_wait_for_is_passed_by(self, cast):
        early = [filed(cast, at=NOW - timedelta(minutes=minute)) for minute in range(1, 4)]
        later = NOW + timedelta(hours=4)
        RemovalRequest.objects.filter(pk=early[0].pk).update(claimed_by=cast.dave, claimed_until=THEN + REPLY_OVER)
        RemovalRequest.objects.filter(pk=early[1].pk).update(buyer_reply_due_at=THEN + REPLY_OVER)
        RemovalRequest.objects.filter(pk=early[2].pk).update(status="awaiting_approval")
        free = filed(cast)
        assert self.next(cast, cast.carol, later) is None
        assert self.next(cast, cast.carol) == free
        assert self.next(cast, cast.carol) is None

    def test_a_case_somebody_has_just_decided(self, cast):
        case = filed(cast)
        prepared = PreparedDecision.objects.create(
            tenant=cast.tenant,
            request=case,
            by=cast.dave,
            version=1,
            words={"outcome": "keep"},
            prepared_at=THEN,
            takes_effect_at=THEN + timedelta(seconds=30),
        )
        assert self.next(cast, cast.carol) is None
        prepared.refused_at = THEN
        prepared.save()
        assert self.next(cast, cast.carol) == case

    def test_a_case_on_which_the_agent_has_a_side(self, cast):
        seated = make_member(cast.tenant, "Nora", "agent")
        SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=seated)
        buying = make_member(cast.tenant, "Otto", "agent", "buyer")
        shipping = make_member(cast.tenant, "Pia", "agent", "partner")
        partner = Partner.objects.create(
            tenant=cast.tenant, external_id="fast", slug="fast", name="Fast", created_at=NOW
        )
        PartnerSeat.objects.create(tenant=cast.tenant, partner=partner, member=shipping)
        sent = {"fulfilled_by": "partner", "partner": partner}
        case = filed(cast, review_of(cast, buyer=buying, **sent))

        for by in (seated, buying, shipping):
            assert self.next(cast, by) is None
        elsewhere = filed(cast, review_of(cast))
        assert self.next(cast, shipping) == elsewhere
        assert self.next(cast, cast.carol) == case

    def test_one_who_has_no_part_in_another_seller_takes_that_ones(self, cast):
        make_seller(cast.tenant, "other")
        case = filed(cast)
        assert self.next(cast, cast.carol) == case
