"""What was read is deleted after 180 days; what nobody has read yet stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from notifications.actions.mark_read import mark_read
from notifications.jobs.forget_read import forget_read
from notifications.models import Notification
from notifications.tasks import forget_read as nightly
from tests.cast import NOW
from tests.notifications.telling import tell

KEPT_FOR = timedelta(days=180)
pytestmark = pytest.mark.django_db(transaction=True)


def keys(cast) -> set[str]:
    with cast.inside():
        return set(Notification.objects.values_list("key", flat=True))


def test_deletes_what_was_read_long_ago(cast):
    with cast.inside():
        for key, at in (("long ago", NOW), ("lately", NOW + timedelta(days=1))):
            mark_read(tenant=cast.tenant, by=cast.alice, notification=tell(cast, cast.alice, key), now=at)
        tell(cast, cast.alice, "unread", at=NOW - timedelta(days=900))

    assert forget_read(tenant=cast.tenant, now=NOW + KEPT_FOR + timedelta(hours=1)) == 1
    assert keys(cast) == {"lately", "unread"}


def test_deletes_what_was_for_an_email_alone_once_none_waits(cast):
    with cast.inside():
        for key in ("sent", "waiting"):
            tell(cast, cast.alice, key)
        Notification.objects.update(shown=False)
        Notification.objects.filter(key="sent").update(emailed_at=NOW)

    forget_read(tenant=cast.tenant, now=NOW + KEPT_FOR + timedelta(hours=1))

    assert keys(cast) == {"waiting"}


def test_three_deliveries_delete_once(cast):
    with cast.inside():
        mark_read(tenant=cast.tenant, by=cast.alice, notification=tell(cast, cast.alice), now=NOW - KEPT_FOR * 2)
        tell(cast, cast.alice, "unread")

    for _ in range(3):
        nightly()

    assert keys(cast) == {"unread"}
