"""A delivered order finishes by itself when its buyer had the time that the rules give to confirm it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from notifications.models import Notification
from orders.jobs.finish_delivered import finish_delivered
from orders.models import Order
from orders.pages.life import life_of
from orders.queries import reviewable
from policy.document import preset
from tenants.models import PolicyVersion
from tenants.queries import policy_in_force
from tests.cast import NOW, finished_order, make_cast
from tests.orders.bought import moved, paid

DAY = timedelta(days=1)


@pytest.fixture
def cast(db):
    made = make_cast()
    with made.inside():
        yield made


def last_moment(cast, order: Order) -> datetime:
    """The last second of the seventh local day after the delivery, as game goods have it."""
    day = (order.delivered_at.astimezone(cast.tenant.zone) + 8 * DAY).date()
    return datetime(day.year, day.month, day.day, tzinfo=cast.tenant.zone) - timedelta(seconds=1)


def titles(member) -> list[str]:
    found = Notification.objects.filter(member=member, kind="order_moved").order_by("id")
    return list(found.values_list("title", flat=True))


def test_waits_through_the_last_day_and_finishes_then(cast):
    order = moved(cast, paid(cast), "deliver")
    last = last_moment(cast, order)
    assert finish_delivered(tenant=cast.tenant, now=last) == 0
    over = last + timedelta(seconds=1)
    assert finish_delivered(tenant=cast.tenant, now=over) == 1
    order.refresh_from_db()
    assert (order.status, order.closed_at) == ("finished", over)
    assert reviewable(order, tenant=cast.tenant, policy=policy_in_force(at=over).policy, now=over)


def test_both_sides_are_told_what_happened_once(cast):
    order = moved(cast, paid(cast), "deliver")
    over = last_moment(cast, order) + DAY
    assert [finish_delivered(tenant=cast.tenant, now=over) for _ in range(3)] == [1, 0, 0]
    assert titles(cast.alice)[-1] == "Your order is finished. How did it go? A fine blade"
    assert titles(cast.bob)[-1] == "An order is finished, its time to confirm is over: A fine blade"
    assert len(titles(cast.bob)) == 1


def test_the_order_says_until_when_it_waits(cast):
    order = moved(cast, paid(cast), "deliver")
    day = last_moment(cast, order).date()
    for side in ("buyer", "seller"):
        said = life_of(order, side, tenant=cast.tenant, now=NOW)["finishes_after"]
        assert said == f"Without a confirmation the order is finished after {day.day} {day:%B %Y}."
    assert life_of(order, "buyer", tenant=cast.tenant, now=NOW + 30 * DAY)["finishes_after"] == ""


def test_leaves_alone_what_is_not_delivered_or_was_placed_elsewhere(cast):
    running = paid(cast)
    elsewhere = finished_order(cast, external_id="elsewhere")
    Order.objects.filter(pk=elsewhere.pk).update(status="delivered", delivered_at=NOW, closed_at=None)
    assert finish_delivered(tenant=cast.tenant, now=NOW + 300 * DAY) == 0
    running.refresh_from_db()
    assert running.status == "in_progress"


def test_waits_for_the_buyer_where_the_rules_set_no_time(cast):
    order = moved(cast, paid(cast), "deliver")
    rules = preset("game_goods")
    del rules["orders"]["finish_after_days"]  # as documents of earlier releases are
    words = {"number": 2, "document": rules, "effective_from": NOW + DAY, "published_at": NOW}
    PolicyVersion.objects.create(tenant=cast.tenant, **words)
    assert finish_delivered(tenant=cast.tenant, now=NOW + 300 * DAY) == 0
    assert life_of(order, "buyer", tenant=cast.tenant, now=NOW + 2 * DAY)["finishes_after"] == ""
