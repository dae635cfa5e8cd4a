"""The queue narrowed in every way, and the numbers beside each way."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.actions.claim_request import claim_request
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.jobs.gather_findings import gather_findings
from disputes.models import RemovalRequest
from disputes.queries import AGES, VALUE_BANDS, Counted, QueueFilters, queue_counts, queue_for
from orders.models import SellerSeat
from tests.cast import NOW, Cast, make_mallory, make_member, make_seller
from tests.disputes.acts import REPLY_OVER, decide, filed, ready, review_of
from tests.disputes.groups import attack

GERMAN = "Sehr langsam und unhöflich. Nie wieder bei diesem Verkäufer!"
ENGLISH = "The seller never answered any of my questions about the sword."
THEN = NOW + timedelta(days=4, hours=2)


LEFT = [
    ({}, ["german", "private", "english", "short"]),
    ({"status": "awaiting_buyer"}, []),
    ({"status": "in_review"}, ["german", "private", "english"]),
    ({"status": "awaiting_approval"}, ["short"]),
    ({"ground": "unrelated"}, ["german", "short"]),
    ({"ground": "wrong_order"}, ["short"]),
    ({"ground": "blackmail"}, []),
    ({"language": "de"}, ["german", "private"]),
    ({"language": ""}, ["short"]),
    ({"value": "under_10"}, ["german"]),
    ({"value": "unknown"}, ["short"]),
    ({"which": "mine"}, ["german"]),
    ({"which": "unclaimed"}, ["private", "short"]),
    ({"which": "overdue"}, []),
    ({"which": "held"}, ["short"]),
    ({"which": "appealed"}, []),
    ({"older_than": 2}, ["german", "english", "short"]),
    ({"older_than": 3}, ["german", "english"]),
    ({"older_than": 14}, []),
    ({"grouped": True}, []),
    ({"language": "de", "ground": "unrelated"}, ["german"]),
    ({"language": "de", "which": "unclaimed", "older_than": 1}, ["private"]),
    ({"ground": "unrelated", "value": "unknown", "status": "awaiting_approval"}, ["short"]),
    ({"language": "en", "value": "200_to_1000", "search": "sword questions"}, ["english"]),
]
"""What is asked, and what it leaves of the four."""


@pytest.fixture
def cases(cast) -> dict[str, RemovalRequest]:
    """Four cases as different as can be, the first filed first."""
    olga = make_member(cast.tenant, "Olga", "buyer", external_id="olga")
    olga.name = "Olga Blum"
    olga.save()
    german = review_of(cast, GERMAN, amount=Decimal(5), external_id="Order-DE")
    english = review_of(cast, ENGLISH, amount=Decimal(700), buyer=olga)
    short = review_of(cast, "ok", amount=None)
    found = {
        "german": filed(cast, german, "unrelated"),
        "english": filed(cast, english, "duplicate", at=NOW + timedelta(days=1)),
        "short": filed(cast, short, "unrelated", "wrong_order", at=NOW + timedelta(days=2)),
        "private": filed(cast, review_of(cast, GERMAN), "personal_information", at=NOW + timedelta(days=3, hours=1)),
    }
    claim_request(tenant=cast.tenant, by=cast.carol, request=found["german"], now=THEN)
    claim_request(tenant=cast.tenant, by=cast.dave, request=found["english"], now=THEN)
    RemovalRequest.objects.filter(pk=found["english"].pk).update(status="in_review")
    RemovalRequest.objects.filter(pk=found["short"].pk).update(status="awaiting_approval")
    return found


def names(cases: dict[str, RemovalRequest], rows) -> list[str]:
    by_id = {case.pk: name for name, case in cases.items()}
    return [by_id.get(row.pk, "another") for row in rows]


def found(cast: Cast, cases, now=THEN, by=None, **filters) -> list[str]:
    return names(cases, queue_for(by or cast.carol, filters=QueueFilters(**filters), now=now).cases)


class TestFilters:
    def test_leave_what_fits_the_most_urgent_first(self, cast, cases):
        for asked, expected in LEFT:
            assert found(cast, cases, **asked) == expected, asked

    def test_by_seller_and_by_who_holds_it(self, cast, cases):
        other = make_seller(cast.tenant, "other")
        assert len(found(cast, cases, seller=cast.seller.pk)) == 4
        assert found(cast, cases, seller=other.pk) == []
        assert found(cast, cases, assigned=cast.dave.pk) == ["english"]
        assert found(cast, cases, assigned=cast.dave.pk, now=THEN + timedelta(hours=1)) == []

    def test_overdue_ones(self, cast, cases):
        late = cases["german"].due_at
        assert found(cast, cases, which="overdue", now=late) == ["german"]
        assert found(cast, cases, which="overdue", ground="unrelated", now=late) == ["german"]

    def test_of_a_group(self, cast):
        case = filed(cast, attack(cast, 4)[0], "feedback_bombing", at=NOW)
        gather_findings(tenant=cast.tenant, request_id=case.pk, now=NOW + timedelta(hours=1))
        other = filed(cast)
        rows = queue_for(cast.carol, filters=QueueFilters(grouped=True), now=THEN).cases
        assert list(rows) == [case]
        assert other not in rows

    def test_two_and_two_leave_what_both_leave(self, cast, cases):
        single = [
            {"ground": "unrelated"},
            {"language": "de"},
            {"value": "unknown"},
            {"which": "unclaimed"},
            {"status": "in_review"},
            {"older_than": 2},
            {"search": "langsam"},
            {"assigned": cast.carol.pk},
        ]
        for one, other in combinations(single, 2):
            both = found(cast, cases, **one, **other)
            rows = found(cast, cases, **other)
            assert both == [name for name in found(cast, cases, **one) if name in rows], (one, other)

    def test_closed_ones_are_there_for_those_who_ask(self, cast):
        case, now = ready(cast, review_of(cast, GERMAN, amount=Decimal(5)))
        decision = decide(cast, case, now)
        decided = {"decided": case}
        assert found(cast, decided, now=now) == []
        for asked in ({}, {"ground": "unrelated"}, {"value": "under_10"}, {"seller": cast.seller.pk}):
            assert found(cast, decided, now=now, status="decided", **asked) == ["decided"], asked
        for asked in ({"ground": "duplicate"}, {"value": "unknown"}, {"grouped": True}, {"language": "de"}):
            assert found(cast, decided, now=now, status="decided", **asked) == [], asked
        assert found(cast, decided, now=now, which="appealed") == []
        lodge_appeal(tenant=cast.tenant, by=cast.alice, decision=decision, body="No.", now=now)
        assert found(cast, decided, now=now, which="appealed") == ["decided"]
        assert found(cast, decided, now=now, which="appealed", ground="duplicate") == []


class TestSearch:
    @pytest.mark.parametrize("typed", ["Order-DE", " Order-DE "])
    def test_an_order_by_its_id(self, cast, cases, typed):
        assert found(cast, cases, search=typed) == ["german"]

    def test_an_order_whose_id_is_typed_in_capitals(self, cast):
        case = filed(cast, review_of(cast, external_id="a-77b"))
        assert found(cast, {"it": case}, search="A-77B") == ["it"]

    def test_an_order_whose_case_is_closed(self, cast):
        case, now = ready(cast, review_of(cast, external_id="a-77b"))
        decide(cast, case, now)
        assert found(cast, {"it": case}, search="a-77b") == ["it"]
        assert found(cast, {"it": case}, search="a-77b", status="in_review") == []

    def test_a_seller_by_name_or_id(self, cast, cases):
        for typed in (cast.seller.external_id, "Bob's Store", "bob's STORE"):
            assert len(found(cast, cases, search=typed)) == 4
        make_seller(cast.tenant, "quiet", "Quiet Corner")
        assert found(cast, cases, search="quiet corner") == []

    def test_a_buyer_by_id_or_name(self, cast, cases):
        assert found(cast, cases, search="olga") == ["english"]
        assert found(cast, cases, search="Olga Blum") == ["english"]
        assert found(cast, cases, search="blum") == ["english"]

    def test_words_all_of_which_must_be_there(self, cast, cases):
        assert found(cast, cases, search="UNHÖFLICH langsam") == ["german", "private"]
        assert found(cast, cases, search="unhoflich sword") == []
        assert found(cast, cases, search="threatened sword") == ["english"]

    def test_nothing_where_no_word_says_anything(self, cast, cases):
        assert found(cast, cases, search="of the") == []
        assert found(cast, cases, search="\0or\0") == []
        assert found(cast, cases, search="   ") == found(cast, cases)

    def test_of_another_marketplace_finds_nothing(self, cast, cases):
        elsewhere = make_mallory()
        with elsewhere.inside():
            for typed in ("Order-DE", "bobs-store", "olga", "langsam"):
                assert not queue_for(elsewhere.carol, filters=QueueFilters(search=typed), now=THEN).cases.exists()


class TestWhoSeesIt:
    def test_nobody_sees_cases_of_their_own(self, cast, cases):
        buyer = make_member(cast.tenant, "Otto", "agent", "buyer")
        case = filed(cast, review_of(cast, buyer=buyer))
        assert case in queue_for(cast.carol, filters=QueueFilters(), now=THEN).cases
        assert case not in queue_for(buyer, filters=QueueFilters(), now=THEN).cases
        assert case not in queue_for(buyer, filters=QueueFilters(ground="unrelated"), now=THEN).cases
        SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=cast.dave)
        assert found(cast, cases, by=cast.dave) == []

    def test_only_the_desk_has_a_queue(self, cast, cases):
        for member in (cast.alice, cast.bob, None):
            assert not queue_for(member, filters=QueueFilters(), now=THEN).cases.exists()
            assert queue_counts(member, now=THEN) == {}


class TestCounts:
    def test_are_what_each_filter_would_leave(self, cast, cases):
        counts = queue_counts(cast.carol, now=THEN)
        asked = {
            "status": lambda key: {"status": key},
            "ground": lambda key: {"ground": key},
            "language": lambda key: {"language": key},
            "value": lambda key: {"value": key},
            "group": lambda key: {"grouped": True},
            "which": lambda key: {"which": key},
            "older_than": lambda key: {"older_than": int(key)},
            "assigned": lambda key: {"assigned": key},
        }
        assert counts.keys() == asked.keys()
        for facet, values in counts.items():
            for key, counted in values.items():
                assert counted == Counted(len(found(cast, cases, **asked[facet](key))), False), (facet, key)
        assert set(counts["language"]) == {"de", "en", ""}
        assert set(counts["value"]) <= set(VALUE_BANDS)
        assert set(counts["older_than"]) <= {str(days) for days in AGES}
        assert counts["assigned"] == {
            str(cast.carol.pk): Counted(1, False),
            str(cast.dave.pk): Counted(1, False),
        }

    def test_leave_out_what_the_member_has_a_part_in(self, cast, cases):
        SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=cast.dave)
        assert not any(queue_counts(cast.dave, now=THEN).values())

    def test_go_no_further_than_anybody_reads(self, cast, cases, monkeypatch):
        monkeypatch.setattr("disputes.queries.counting.CAP", 1)
        counts = queue_counts(cast.carol, now=THEN)
        assert counts["language"] == {"de": Counted(1, True), "en": Counted(1, False), "": Counted(1, False)}

    def test_appealed_cases_are_counted_though_they_are_closed(self, cast):
        case, now = ready(cast)
        decision = decide(cast, case, now)
        lodge_appeal(tenant=cast.tenant, by=cast.alice, decision=decision, body="No.", now=now)
        assert queue_counts(cast.carol, now=now)["which"]["appealed"] == Counted(1, False)

    def test_take_three_questions(self, cast, cases):
        with CaptureQueriesContext(connection) as asked:
            queue_counts(cast.carol, now=THEN)
        assert len(asked) == 3


@pytest.mark.parametrize("filters", [{}, {"ground": "unrelated"}, {"ground": "unrelated", "language": "en"}])
def test_the_list_asks_no_more_for_more_cases(cast, filters):
    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            rows = list(queue_for(cast.carol, filters=QueueFilters(**filters), now=NOW + REPLY_OVER).cases)
            for case in rows:
                str([case.review.order, case.review.order.offer, case.seller, case.claimed_by, *case.claims.all()])
        assert rows
        return len(questions)

    filed(cast, review_of(cast, ENGLISH))
    few = asked()
    for minute in range(5):
        filed(cast, review_of(cast, ENGLISH), at=NOW + timedelta(minutes=minute))
    assert asked() == few <= 6
