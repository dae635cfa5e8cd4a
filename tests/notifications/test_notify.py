"""Telling members: once for each key, as they want it, and nothing by e-mail that is not news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from notifications.actions.keep_preferences import keep_preferences
from notifications.actions.notify import LONGEST_TITLE, Told, notify_all
from notifications.due import next_morning
from notifications.models import Notification
from tenants.actions.ensure_member import ensure_member
from tests.cast import NOW, make_mallory
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db


def prefer(cast, member, kind, *, in_app=True, email="soon"):
    keep_preferences(tenant=cast.tenant, by=member, choices={kind: (in_app, email)}, now=NOW)


class TestOnce:
    def test_the_same_key_again_is_the_same_notification(self, cast):
        with cast.inside():
            first = tell(cast, cast.alice)
            again = tell(cast, cast.alice, title="Other words", at=NOW + timedelta(hours=1))

            assert again == first
            assert again.title == "Bob wrote to you"
            assert Notification.objects.count() == 1

    def test_other_members_and_other_keys_are_told_as_well(self, cast):
        with cast.inside():
            tell(cast, cast.alice)
            tell(cast, cast.alice, "two")
            tell(cast, cast.bob)

            assert Notification.objects.count() == 3

    def test_what_is_rolled_back_was_never_told(self, cast):
        with cast.inside():
            with pytest.raises(RuntimeError), transaction.atomic():
                tell(cast, cast.alice)
                raise RuntimeError

            assert not Notification.objects.exists()

    def test_many_take_as_many_queries_as_one(self, cast, django_assert_num_queries):
        told = [
            Told(member, "order_moved", f"order:{number}", "It moved", "/orders/1")
            for number in range(500)
            for member in (cast.alice, cast.bob)
        ]
        with cast.inside(), django_assert_num_queries(3):
            assert notify_all(tenant=cast.tenant, told=told, now=NOW) == 1000

    def test_nobody_to_tell_asks_the_database_nothing(self, cast, django_assert_num_queries):
        with cast.inside(), django_assert_num_queries(0):
            assert notify_all(tenant=cast.tenant, told=[], now=NOW) == 0


class TestWhoIsTold:
    def test_members_without_an_account_are_told_nothing(self, cast):
        with cast.inside():
            nameless = ensure_member(tenant=cast.tenant, external_id="b-77", name="Somebody", roles=["buyer"], now=NOW)

            assert tell(cast, nameless) is None
            assert not Notification.objects.exists()

    def test_a_kind_wanted_nowhere_leaves_no_row(self, cast):
        with cast.inside():
            prefer(cast, cast.alice, "message_received", in_app=False, email="never")

            assert tell(cast, cast.alice) is None
            assert not Notification.objects.exists()

    def test_a_kind_wanted_by_email_alone_is_hidden_in_the_app(self, cast):
        with cast.inside():
            prefer(cast, cast.alice, "message_received", in_app=False, email="soon")

            told = tell(cast, cast.alice)
        assert (told.shown, told.email_due_at) == (False, NOW + timedelta(minutes=5))

    def test_preferences_of_the_same_account_elsewhere_do_not_count_here(self, cast):
        elsewhere = make_mallory()
        with elsewhere.inside():
            twin = ensure_member(tenant=elsewhere.tenant, user=cast.alice.user, roles=["buyer"], now=NOW)
            prefer(elsewhere, twin, "message_received", in_app=False, email="never")
        with cast.inside():
            assert tell(cast, cast.alice).shown
        with elsewhere.inside():
            assert tell(elsewhere, twin) is None


class TestEmailsAreDue:
    def test_soon_waits_for_others_which_join_it(self, cast):
        with cast.inside():
            first = tell(cast, cast.alice, "one")
            later = tell(cast, cast.alice, "two", "order_moved", at=NOW + timedelta(minutes=4, seconds=10))
            after = tell(cast, cast.alice, "three", at=NOW + timedelta(minutes=5))

        assert first.email_due_at == later.email_due_at == NOW + timedelta(minutes=5)
        assert after.email_due_at == NOW + timedelta(minutes=10)

    def test_daily_is_eight_o_clock_in_the_marketplace(self, cast):
        with cast.inside():
            cast.tenant.timezone = "Europe/Berlin"
            told = tell(cast, cast.bob, kind="review_published")

        assert told.email_due_at == datetime(2026, 6, 16, 6, 0, tzinfo=UTC)

    def test_eight_o_clock_is_kept_when_clocks_change(self, cast):
        cast.tenant.timezone = "Europe/Berlin"
        night_before = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)

        assert next_morning(cast.tenant, night_before).astimezone(UTC) == datetime(2026, 10, 25, 7, 0, tzinfo=UTC)
        assert next_morning(cast.tenant, datetime(2026, 6, 15, 5, 59, tzinfo=UTC)).astimezone(UTC).hour == 6

    def test_what_comes_by_letter_has_no_email_of_its_own(self, cast):
        with cast.inside():
            prefer(cast, cast.bob, "request_decided", email="soon")

            assert tell(cast, cast.bob, kind="request_decided").email_due_at is None

    def test_what_happened_more_than_a_day_ago_is_no_news_for_an_email(self, cast):
        with cast.inside():
            assert tell(cast, cast.alice, "old", at=NOW - timedelta(days=1, seconds=1)).email_due_at is None
            assert tell(cast, cast.alice, "new", at=NOW - timedelta(days=1)).email_due_at is not None


class TestWords:
    def test_a_title_is_one_line_whatever_it_quotes(self, cast):
        with cast.inside():
            told = tell(cast, cast.alice, title="Hello\r\nBcc: all@example.com\x00\u2028 there", body="a\n\nb\x1b")

        assert told.title == "Hello Bcc: all@example.com there"
        assert told.body == "a b"

    def test_long_words_are_cut_with_a_sign_of_it(self, cast):
        with cast.inside():
            told = tell(cast, cast.alice, title="x" * 1000, body="y" * 5000)

        assert len(told.title) == LONGEST_TITLE
        assert told.title.endswith("…")
        assert len(told.body) == 600

    @pytest.mark.parametrize(
        "path", ["", "orders/1", "//elsewhere.example/", "/\\elsewhere.example", "https://elsewhere.example/", "/a\nb"]
    )
    def test_a_path_that_leads_elsewhere_is_a_mistake_of_the_caller(self, cast, path):
        with cast.inside(), pytest.raises(ValueError, match="cannot tell"):
            tell(cast, cast.alice, path=path)

    def test_so_is_a_kind_that_does_not_exist(self, cast):
        with cast.inside(), pytest.raises(ValueError, match="cannot tell"):
            tell(cast, cast.alice, kind="newsletter")
