"""A seller may write about a negative review so often and no more; the chat and the API say when again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback.actions.edit_review import edit_review
from orders.actions.send_message import UnableToSendMessage, send_message
from orders.models import Message
from tests.cast import NOW, browser, make_cast
from tests.feedback.standing import FIVES, posted
from tests.orders.test_put_order import at_once

MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast(db):
    return make_cast(slug="retail", preset="retail")


@pytest.fixture
def order(cast):
    with cast.inside():
        return posted(cast).order


def write(cast, order, by=None, sender="seller", now=NOW, **more):
    with cast.inside():
        return send_message(
            tenant=cast.tenant, by=by or cast.bob, order=order, sender=sender, body="Hello.", now=now, **more
        )


def refusal(cast, order, **more) -> tuple[str, str]:
    with pytest.raises(UnableToSendMessage) as caught:
        write(cast, order, **more)
    [problem] = caught.value.problems
    return str(problem.code), problem.detail


class TestContactLimit:
    def test_the_third_message_is_refused_and_nothing_is_kept(self, cast, order):
        for minute in range(2):
            write(cast, order, now=NOW + minute * MINUTE)
        code, detail = refusal(cast, order, now=NOW + 3 * MINUTE)
        assert code == "contact_limited"
        assert "2 messages in 30 days" in detail
        with cast.inside():
            assert Message.objects.count() == 2
        write(cast, order, now=NOW + timedelta(days=30))

    def test_the_buyer_is_not_limited_and_an_answer_makes_room(self, cast, order):
        for minute in range(2):
            write(cast, order, now=NOW + minute * MINUTE)
        for minute in range(5):
            write(cast, order, by=cast.alice, sender="buyer", now=NOW + (2 + minute) * MINUTE)
        assert write(cast, order, now=NOW + 8 * MINUTE)[1]

    def test_another_order_and_a_positive_review_know_no_limit(self, cast, order):
        with cast.inside():
            happy = posted(cast, stars=FIVES).order
        for minute in range(4):
            write(cast, happy, now=NOW + minute * MINUTE)
        assert write(cast, order)[1]

    def test_ends_when_the_buyer_changes_their_mind(self, cast, order):
        for minute in range(2):
            write(cast, order, now=NOW + minute * MINUTE)
        with cast.inside():
            edit_review(
                tenant=cast.tenant,
                by=cast.alice,
                review=order.review,
                version=1,
                stars=FIVES,
                comment="All well in the end.",
                now=NOW + 3 * MINUTE,
            )
            order.refresh_from_db()
        assert write(cast, order, now=NOW + 4 * MINUTE)[1]

    def test_what_was_sent_elsewhere_is_a_fact_and_is_passed_on(self, cast, order):
        for minute in range(4):
            with cast.inside():
                send_message(
                    tenant=cast.tenant,
                    by=None,
                    order=order,
                    sender="seller",
                    body="Hello.",
                    now=NOW + timedelta(hours=1),
                    sent_at=NOW + minute * MINUTE,
                )
        assert refusal(cast, order, now=NOW + timedelta(hours=1))[0] == "contact_limited"

    def test_the_same_message_again_is_no_second_one(self, cast, order):
        for _ in range(4):
            write(cast, order, external_id="m-1")
        write(cast, order, external_id="m-2")
        assert refusal(cast, order, external_id="m-3")[0] == "contact_limited"
        assert write(cast, order, external_id="m-1")[1] is False

    def test_the_page_says_how_many_are_left_before_writing(self, cast, order, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        bob, page = browser(cast.tenant, cast.bob), f"/orders/{order.external_id}"
        assert "You have 2 left now" in bob.get(page).content.decode()
        for _ in range(2):
            assert bob.post(page, {"body": "Hello."}).status_code == 302
        html = bob.get(page).content.decode()
        assert "Please wait with the next message" in html
        answer = bob.post(page, {"body": "And once more."})
        assert answer.status_code == 422
        assert "And once more." in answer.content.decode()
        assert "2 messages in 30 days" not in browser(cast.tenant, cast.alice).get(page).content.decode()


@pytest.mark.django_db(transaction=True)
class TestContactLimitAtOnce:
    def test_of_six_sent_at_once_two_pass(self):
        cast = make_cast(slug="retail", preset="retail")
        with cast.inside():
            order = posted(cast).order

        def send(_number):
            try:
                return write(cast, order)[1]
            except UnableToSendMessage:
                return False

        assert sum(at_once(6, send)) == 2
