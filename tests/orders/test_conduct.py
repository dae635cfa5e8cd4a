"""How sellers deal with buyers: muted sellers tell nobody, reports reach the desk, words are thought over first."""

from __future__ import annotations

import pytest

from audit.queries import entries_of
from notifications.models import Notification
from orders.actions.answer_report import UnableToAnswerReport, answer_report
from orders.actions.mute_seller import mute_seller
from orders.actions.report_seller import UnableToReportSeller
from orders.actions.send_message import send_message
from orders.actions.unmute_seller import unmute_seller
from orders.actions.write_message import UnableToWriteMessage, write_message
from orders.models import ConductWarning, Message, SellerMute, SellerReport, SellerSeat
from orders.talking.conduct import EARLIER_LINES, words_to_think_over
from tests.cast import NOW, finished_order, make_cast, make_member, make_seller
from tests.feedback.standing import FIVES, posted
from tests.orders.dealing import HOUR, REVIEW_FOR_MONEY, at_once, made, reported
from wire.refusals import NotPermitted, NotThere

PRESSING = "I beg you, please remove your bad review, it ruins me."


@pytest.fixture
def cast(db):
    return make_cast(slug="game-services", preset="game_services")


@pytest.fixture
def order(cast):
    with cast.inside():
        return finished_order(cast)


def mute(cast, **said):
    given = {"by": cast.alice, "seller": cast.seller, **said}
    return mute_seller(tenant=cast.tenant, now=NOW, **given)


def write(cast, order, body, **said):
    return write_message(
        tenant=cast.tenant, by=cast.bob, order=order, sender="seller", body=body, now=NOW + HOUR, **said
    )


def told(cast):
    return Notification.objects.filter(member=cast.alice, kind="message_received").count()


class TestMuting:
    def test_messages_about_closed_orders_stand_in_the_chat_and_tell_nobody(self, cast, order):
        with cast.inside():
            mute(cast)
            write(cast, order, "A new shield is in.")
            assert Message.objects.filter(order=order).count() == 1
            assert told(cast) == 0

    def test_running_orders_are_told_of_all_the_same(self, cast):
        with cast.inside():
            running = finished_order(cast, status="in_progress", closed_at=None)
            mute(cast)
            write(cast, running, "It takes one day more.")
            assert told(cast) == 1

    def test_a_custom_order_tells_nobody_either(self, cast, order):
        with cast.inside():
            mute(cast)
            made(cast, order)
            assert not Notification.objects.filter(member=cast.alice).exists()

    def test_ends_when_the_buyer_says_so(self, cast, order):
        with cast.inside():
            assert mute(cast) == mute(cast)
            assert unmute_seller(tenant=cast.tenant, by=cast.alice, seller=cast.seller, now=NOW)
            assert not unmute_seller(tenant=cast.tenant, by=cast.alice, seller=cast.seller, now=NOW)
            write(cast, order, "A new shield is in.")
            assert told(cast) == 1
            assert [entry.action for entry in entries_of(cast.seller)][-2:] == ["seller.muted", "seller.unmuted"]

    def test_is_for_who_bought_from_the_seller(self, cast, order):
        with cast.inside():
            nora = make_member(cast.tenant, "Nora", "buyer")
            for by, seller in (
                (nora, cast.seller),
                (cast.alice, make_seller(cast.tenant, "other")),
                (None, cast.seller),
            ):
                with pytest.raises(NotThere):
                    mute(cast, by=by, seller=seller)
            assert not SellerMute.objects.exists()


class TestReporting:
    def test_keeps_the_words_and_the_message(self, cast, order):
        with cast.inside():
            message = write(cast, order, "Hello")
            report = reported(cast, order, message=message.pk)
            assert (report.status, report.message, report.seller) == ("open", message, cast.seller)

    def test_one_of_a_kind_is_open_about_an_order(self, cast, order):
        with cast.inside():
            first = reported(cast, order)
            with pytest.raises(UnableToReportSeller, match="reported this already"):
                reported(cast, order)
            reported(cast, order, kind="pressure")
            reported(cast, finished_order(cast))
            answer(cast, first)
            reported(cast, order)

    @pytest.mark.parametrize(
        ("said", "pointer"),
        [
            ({"kind": "rude"}, "/kind"),
            ({"words": "  "}, "/words"),
            ({"words": "x" * 2001}, "/words"),
            ({"words": "\x00"}, "/words"),
            ({"message": "00000000-0000-0000-0000-000000000001"}, "/message"),
        ],
    )
    def test_says_what_is_wrong(self, cast, order, said, pointer):
        with cast.inside():
            with pytest.raises(UnableToReportSeller) as caught:
                reported(cast, order, **said)
            assert [each.pointer for each in caught.value.problems] == [pointer]

    def test_a_message_is_the_sellers_of_this_chat(self, cast, order):
        with cast.inside():
            mine, _ = send_message(
                tenant=cast.tenant, by=cast.alice, order=order, sender="buyer", body="Hello", now=NOW
            )
            elsewhere = write(cast, finished_order(cast), "Hello")
            for message in (mine, elsewhere):
                with pytest.raises(UnableToReportSeller, match="no such message"):
                    reported(cast, order, message=message.pk)

    def test_is_the_buyers_alone(self, cast, order):
        with cast.inside():
            nora = make_member(cast.tenant, "Nora", "buyer")
            for by, error in ((cast.bob, NotPermitted), (cast.carol, NotPermitted), (nora, NotThere)):
                with pytest.raises(error):
                    reported(cast, order, by=by)


def answer(cast, report, *, by=None, **said):
    given = {"confirmed": True, "answer": "It is so.", "version": 1, **said}
    return answer_report(tenant=cast.tenant, by=by or cast.carol, report=report, now=NOW + HOUR, **given)


class TestAnswering:
    def test_tells_whoever_reported_it(self, cast, order):
        with cast.inside():
            report = answer(cast, reported(cast, order))
            assert (report.status, report.looked_at_by, report.version) == ("confirmed", cast.carol, 2)
            note = Notification.objects.get(member=cast.alice, kind="report_answered")
            assert note.body == "It is so."
            assert not Notification.objects.filter(member=cast.bob).exists()

    def test_may_say_that_nothing_follows(self, cast, order):
        with cast.inside():
            assert answer(cast, reported(cast, order), confirmed=False).status == "dismissed"

    def test_is_not_for_who_has_a_part_in_it(self, cast, order):
        with cast.inside():
            report = reported(cast, order)
            seated = make_member(cast.tenant, "Sue", "agent")
            SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=seated)
            cast.alice.roles = ["agent", "buyer"]
            for by, error in (
                (seated, NotPermitted),
                (cast.alice, NotPermitted),
                (cast.laura, NotPermitted),
                (cast.bob, NotThere),
                (None, NotThere),
            ):
                with pytest.raises(error):
                    answer_report(
                        tenant=cast.tenant, by=by, report=report, confirmed=True, answer="Yes.", version=1, now=NOW
                    )
            assert SellerReport.objects.get().status == "open"

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"version": 2}, "stale_version"),
            ({"version": None}, "stale_version"),
            ({"answer": " "}, "validation_failed"),
            ({"answer": "x" * 2001}, "validation_failed"),
        ],
    )
    def test_refuses(self, cast, order, said, code):
        with cast.inside():
            with pytest.raises(UnableToAnswerReport) as caught:
                answer(cast, reported(cast, order), **said)
            assert caught.value.code == code

    def test_twice_is_a_conflict(self, cast, order):
        with cast.inside():
            report = reported(cast, order)
            answer(cast, report)
            with pytest.raises(UnableToAnswerReport) as caught:
                answer(cast, report, by=cast.dave, version=2)
            assert caught.value.code == "conflict"


class TestWords:
    def test_are_thought_over_before_they_are_sent(self, cast, order):
        with cast.inside():
            with pytest.raises(UnableToWriteMessage) as caught:
                write(cast, order, REVIEW_FOR_MONEY)
            assert caught.value.warned.rule == "inducement"
            assert any("20 euros" in words for words in caught.value.warned.quoted(REVIEW_FOR_MONEY))
            assert not Message.objects.exists()

    def test_sent_all_the_same_they_are_kept_with_a_warning(self, cast, order):
        with cast.inside():
            message = write(cast, order, REVIEW_FOR_MONEY, all_the_same=True)
            warning = ConductWarning.objects.select_related("message", "by", "seller").get()
        assert (warning.message, warning.rule, warning.by, warning.seller) == (
            message,
            "inducement",
            cast.bob,
            cast.seller,
        )
        assert all(0 <= start < end <= len(REVIEW_FOR_MONEY) for start, end in warning.passages)

    def test_pushed_by_the_marketplace_they_are_kept_and_never_refused(self, cast, order):
        with cast.inside():
            for _ in range(2):
                send_message(
                    tenant=cast.tenant,
                    by=None,
                    order=order,
                    sender="seller",
                    body=REVIEW_FOR_MONEY,
                    external_id="m-1",
                    sent_at=NOW,
                    now=NOW,
                )
            assert ConductWarning.objects.get().by is None

    def test_pressure_counts_after_a_negative_review_only(self, cast, order):
        with cast.inside():
            assert words_to_think_over(PRESSING, order, now=NOW) is None
            assert words_to_think_over(PRESSING, posted(cast).order, now=NOW).rule == "pressure"
            assert words_to_think_over(PRESSING, posted(cast, stars=FIVES).order, now=NOW) is None

    @pytest.mark.parametrize(
        "body",
        ["Hello, it is on its way.", "Sorry for the delay: I refund 5 euros.", "", "Thank you for your review!"],
    )
    def test_plain_words_are_sent_at_once(self, cast, body):
        with cast.inside():
            assert words_to_think_over(body, posted(cast).order, now=NOW) is None

    def test_the_buyers_words_are_never_read(self, cast, order):
        with cast.inside():
            send_message(tenant=cast.tenant, by=cast.alice, order=order, sender="buyer", body=REVIEW_FOR_MONEY, now=NOW)
            assert not ConductWarning.objects.exists()

    def test_plain_words_cost_no_query_where_there_is_no_review(self, cast, order, django_assert_num_queries):
        with cast.inside():
            order.review = None if not hasattr(order, "review") else order.review
            with django_assert_num_queries(0):
                words_to_think_over("Hello, it is on its way.", order, now=NOW)

    def test_are_read_with_the_newest_lines_of_a_long_chat(self, cast, django_assert_max_num_queries):
        with cast.inside():
            order = posted(cast).order
            rows = [
                Message(tenant=cast.tenant, order=order, sender="seller", body=f"Line {n}", sent_at=NOW)
                for n in range(3 * EARLIER_LINES)
            ]
            Message.objects.bulk_create(rows)
            with django_assert_max_num_queries(2):
                assert words_to_think_over(REVIEW_FOR_MONEY, order, now=NOW).rule == "inducement"


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_one_report_is_kept_and_one_answer_counts(self):
        cast = make_cast(slug="game-services", preset="game_services")
        with cast.inside():
            order = finished_order(cast)
        results = at_once(cast, [lambda: reported(cast, order) for _ in range(3)])
        assert sum(isinstance(each, UnableToReportSeller) for each in results) == 2, results
        [report] = [each for each in results if isinstance(each, SellerReport)]
        agents = (cast.carol, cast.dave)
        answers = at_once(cast, [lambda by=by: answer(cast, report, by=by) for by in agents])
        assert sum(isinstance(each, UnableToAnswerReport) for each in answers) == 1, answers
