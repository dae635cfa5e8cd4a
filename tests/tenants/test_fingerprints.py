"""Fingerprints link accounts, tell nothing else, and are forgotten in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tenants.actions.date_accounts import date_accounts
from tenants.actions.leave_fingerprints import KEPT_FOR, leave_fingerprints
from tenants.jobs import forget_fingerprints as forgetting
from tenants.models import Fingerprint
from tenants.queries import fingerprints_of, members_linked_to
from tests.cast import NOW, make_cast, make_mallory

DAY = timedelta(days=1)


@pytest.fixture
def cast(db):
    made = make_cast()
    with made.inside():
        yield made


def leave(cast, member, *seen, at=NOW):
    return leave_fingerprints(tenant=cast.tenant, member=member, seen=seen, now=at)


def kept(member, at=NOW):
    return fingerprints_of([member.pk], now=at)[member.pk]


class TestLeaveFingerprints:
    def test_links_two_who_share_a_device(self, cast):
        leave(cast, cast.alice, ("device", "laptop-1"))
        leave(cast, cast.bob, ("device", "laptop-1"))
        leave(cast, cast.carol, ("device", "laptop-2"))
        assert members_linked_to(cast.alice, now=NOW, limit=9) == [cast.bob.pk]

    def test_never_keeps_the_value(self, cast):
        leave(cast, cast.alice, ("payment", "4111111111111111"), ("address", "203.0.113.7"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT f::text FROM tenants_fingerprint f")
            rows = " ".join(row[0] for row in cursor.fetchall())
        assert "4111" not in rows and "203.0" not in rows
        assert all(len(each.digest) == 32 for each in Fingerprint.objects.all())

    def test_differs_by_kind_and_by_key(self, cast, settings):
        leave(cast, cast.alice, ("device", "x"), ("payment", "x"))
        digests = {each.digest for each in Fingerprint.objects.all()}
        settings.SECRET_KEY = "another"  # noqa: S105
        leave(cast, cast.alice, ("device", "x"))
        assert len(digests | {each.digest for each in Fingerprint.objects.all()}) == 3

    def test_differs_by_marketplace(self, cast):
        leave(cast, cast.alice, ("device", "x"))
        mine = Fingerprint.objects.get().digest
        other = make_mallory()
        with other.inside():
            leave(other, other.alice, ("device", "x"))
            assert Fingerprint.objects.get().digest != mine

    def test_stays_a_year_from_when_it_was_last_seen(self, cast):
        leave(cast, cast.alice, ("device", "x"))
        leave(cast, cast.alice, ("device", "x"), at=NOW + 30 * DAY)
        row = Fingerprint.objects.get()
        assert (row.first_seen_at, row.last_seen_at) == (NOW, NOW + 30 * DAY)
        assert row.expires_at == NOW + 30 * DAY + KEPT_FOR

    @pytest.mark.parametrize(
        "address",
        ["", "  ", "127.0.0.1", "10.1.2.3", "192.168.0.9", "172.20.0.1", "100.64.1.1", "::1", "fd00::1", "fe80::1"]
        + ["::ffff:10.0.0.1", "169.254.0.1", "0.0.0.0"],  # noqa: S104
    )
    def test_passes_over_addresses_that_strangers_share(self, cast, address):
        assert leave(cast, cast.alice, ("address", address)) == 0
        assert kept(cast.alice) == frozenset()

    def test_takes_one_customers_ipv6_addresses_for_one(self, cast):
        leave(cast, cast.alice, ("address", "2001:db8:1:2::5"))
        leave(cast, cast.bob, ("address", "2001:DB8:1:2:ffff::9"))
        leave(cast, cast.carol, ("address", "2001:db8:1:3::5"))
        assert kept(cast.alice) == kept(cast.bob) != kept(cast.carol)

    def test_counts_a_repeated_value_once(self, cast):
        assert leave(cast, cast.alice, ("device", "x"), ("device", " x "), ("device", "")) == 1

    def test_refuses_a_kind_that_is_none(self, cast):
        with pytest.raises(ValueError, match="retina"):
            leave(cast, cast.alice, ("retina", "x"))


class TestForgetFingerprints:
    def test_deletes_those_past_their_end_in_batches(self, cast, monkeypatch):
        monkeypatch.setattr(forgetting, "BATCH", 2)
        leave(cast, cast.alice, *(("device", str(number)) for number in range(5)))
        leave(cast, cast.alice, ("device", "later"), at=NOW + DAY)
        end = NOW + KEPT_FOR
        assert forgetting.forget_fingerprints(tenant=cast.tenant, now=end - DAY) == 0
        assert len(kept(cast.alice, at=end - DAY)) == 6
        # Past its end nobody is shown it, even before it is deleted.
        assert len(kept(cast.alice, at=end)) == 1
        assert forgetting.forget_fingerprints(tenant=cast.tenant, now=end) == 5
        assert forgetting.forget_fingerprints(tenant=cast.tenant, now=end) == 0
        assert Fingerprint.objects.count() == 1


class TestDateAccounts:
    def test_keeps_the_earliest_date(self, cast):
        def date(at):
            return date_accounts(tenant=cast.tenant, created={cast.alice.pk: at}, now=NOW)

        assert date(NOW - 5 * DAY) == 1
        assert date(NOW - 2 * DAY) == 0
        assert date(NOW - 9 * DAY) == 1
        cast.alice.refresh_from_db()
        assert cast.alice.account_created_at == NOW - 9 * DAY

    def test_takes_a_date_to_come_as_now(self, cast):
        date_accounts(tenant=cast.tenant, created={cast.alice.pk: NOW + DAY}, now=NOW)
        cast.alice.refresh_from_db()
        assert cast.alice.account_created_at == NOW
