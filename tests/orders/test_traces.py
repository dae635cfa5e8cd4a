"""Orders bring since when a marketplace knows its buyer, and fingerprints; neither is ever shown again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from orders.actions.import_orders import import_orders
from tenants.models import Fingerprint, Member
from tenants.queries import members_linked_to
from tests.cast import NOW, make_cast, make_member
from tests.integrations.calls import assert_problem, caller
from tests.orders.facts import facts_of_an_order

DEVICE = {"kind": "device", "value": "d-1"}


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def iris(cast):
    """The marketplace's own key."""
    return caller(make_member(cast.tenant, "Iris", "integrator"))


def put(iris, number, buyer="zoe", **more):
    facts = facts_of_an_order()
    del facts["external_id"]
    facts["buyer"] = {"external_id": buyer, "email": f"{buyer}@shop.example", "name": buyer, **more}
    return iris("PUT", f"orders/{number}", facts)


class TestPutOrder:
    def test_keeps_both_and_shows_neither(self, cast, iris):
        created = "2024-02-03T04:05:06+01:00"
        answer = put(iris, 1, account_created_at=created, fingerprints=[DEVICE, {"kind": "payment", "value": "p"}])
        assert answer.status_code == 201, answer.content
        assert answer.json()["buyer"] == {"external_id": "zoe", "name": "zoe"}
        with cast.inside():
            zoe = Member.objects.get(external_id="zoe")
            assert zoe.account_created_at == datetime(2024, 2, 3, 3, 5, 6, tzinfo=UTC)
            assert {each.kind for each in Fingerprint.objects.filter(member=zoe)} == {"device", "payment"}

    def test_links_buyers_of_one_device(self, cast, iris):
        put(iris, 1, "zoe", fingerprints=[DEVICE])
        put(iris, 2, "yan", fingerprints=[DEVICE])
        with cast.inside():
            zoe, yan = (Member.objects.get(external_id=name) for name in ("zoe", "yan"))
            assert members_linked_to(zoe, now=datetime.now(UTC), limit=9) == [yan.pk]

    def test_says_the_same_again_with_the_same_answer(self, cast, iris):
        first = put(iris, 1, fingerprints=[DEVICE], account_created_at=None)
        again = put(iris, 1, fingerprints=[DEVICE])
        assert (again.status_code, again.json()) == (200, first.json())
        with cast.inside():
            assert Fingerprint.objects.count() == 1

    @pytest.mark.parametrize(
        ("more", "pointer"),
        [
            ({"account_created_at": "2024-02-03"}, "/buyer/account_created_at"),
            ({"account_created_at": "0001-01-01T00:00:00Z"}, "/buyer/account_created_at"),
            ({"fingerprints": DEVICE}, "/buyer/fingerprints"),
            ({"fingerprints": [DEVICE] * 21}, "/buyer/fingerprints"),
            ({"fingerprints": [DEVICE, {"kind": "retina", "value": "x"}]}, "/buyer/fingerprints/1/kind"),
            ({"fingerprints": [{"kind": "device", "value": "x" * 201}]}, "/buyer/fingerprints/0/value"),
            ({"fingerprints": [{"kind": "device", "value": 5}]}, "/buyer/fingerprints/0/value"),
            ({"fingerprints": [{"kind": "device"}]}, "/buyer/fingerprints/0/value"),
            ({"fingerprints": [{**DEVICE, "model": "x"}]}, "/buyer/fingerprints/0/model"),
            ({"fingerprints": ["d-1"]}, "/buyer/fingerprints/0"),
        ],
    )
    def test_names_the_place_that_is_wrong_and_keeps_nothing(self, cast, iris, more, pointer):
        assert_problem(put(iris, 1, **more), 422, "validation_failed", pointer)
        with cast.inside():
            assert not Fingerprint.objects.exists()
            assert not Member.objects.filter(external_id="zoe").exists()

    def test_does_not_take_them_of_a_seller(self, iris):
        facts = facts_of_an_order()
        del facts["external_id"]
        facts["seller"] = {**facts["seller"], "fingerprints": [DEVICE]}
        assert_problem(iris("PUT", "orders/1", facts), 422, "validation_failed", "/seller/fingerprints")

    def test_leaves_no_fingerprint_of_an_order_that_is_refused(self, cast, iris):
        put(iris, 1)
        facts = facts_of_an_order(status="awaiting_payment")
        del facts["external_id"]
        facts["buyer"] = {"external_id": "zoe", "email": "zoe@shop.example", "name": "zoe", "fingerprints": [DEVICE]}
        assert iris("PUT", "orders/1", facts).status_code == 409
        with cast.inside():
            assert not Fingerprint.objects.exists()


class TestImportOrders:
    def test_takes_the_earliest_date_of_a_buyers_rows(self, cast):
        base = {"status": "in_progress", "placed_at": "2026-05-01T00:00:00Z", "buyer": "b1", "seller": "s1"}
        dates = ["2025-03-01T00:00:00Z", "2025-01-01T00:00:00Z", ""]
        rows = [(n, {**base, "order": str(n), "buyer_account_created_at": at}) for n, at in enumerate(dates, 2)]
        reasons = []
        rows.append((5, {**base, "order": "5", "buyer_account_created_at": "yesterday"}))
        import_orders(
            tenant=cast.tenant, by=None, rows=rows, now=NOW, on_reject=lambda line, why: reasons.append((line, why))
        )
        with cast.inside():
            assert Member.objects.get(external_id="b1").account_created_at == datetime(2025, 1, 1, tzinfo=UTC)
        ((line, why),) = reasons
        assert line == 5 and why.startswith("buyer_account_created_at: ")
