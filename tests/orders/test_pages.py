"""The pages of orders as buyer, seller and strangers get them, without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.actions.send_message import send_message
from orders.actions.store_upload import store_upload
from orders.course import course_of, span_in_words
from orders.models import Message, Upload
from tests.cast import NOW, browser, finished_order, make_cast, make_mallory, make_member
from tests.orders.files import HTML, PDF, image, sent
from wire.file_checks import LARGEST_FILE


@pytest.fixture
def cast(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_cast()


@pytest.fixture
def order(cast):
    with cast.inside():
        return finished_order(cast, external_id="O 7.é", closed_at=timezone.now() - timedelta(days=2))


def page_of(order):
    return f"/orders/{quote(order.external_id)}"


def without_token(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())


def write(client, order, **fields):
    return client.post(page_of(order), {"body": "", **fields})


class TestOrderList:
    def test_a_buyer_sees_purchases_and_a_seller_sees_sales(self, cast, order):
        mine = browser(cast.tenant, cast.alice).get("/orders").content.decode()
        assert "A rare blade" in mine
        assert "from Bob&#x27;s Store" in mine
        assert "waiting for your review" in mine
        theirs = browser(cast.tenant, cast.bob).get("/selling/orders").content.decode()
        assert "to Alice" in theirs
        assert cast.alice.email not in theirs

    @pytest.mark.parametrize(
        ("language", "words"), [("de", "wartet auf Ihre Bewertung"), ("es", "espera tu valoración")]
    )
    def test_speaks_the_readers_language(self, cast, order, language, words):
        page = browser(cast.tenant, cast.alice).get("/orders", headers={"accept-language": language}).content.decode()
        assert words in page
        assert "waiting for your review" not in page

    def test_nobody_sees_the_orders_of_others(self, cast, order):
        sam = make_member(cast.tenant, "Sam", "buyer", "seller")
        for path in ("/orders", "/selling/orders"):
            assert "A rare blade" not in browser(cast.tenant, sam).get(path).content.decode()

    def test_strangers_are_asked_to_sign_in_and_outsiders_find_nothing(self, cast, order):
        assert browser(cast.tenant).get("/orders").status_code == 302
        mallory = make_mallory()
        assert "A rare blade" not in browser(cast.tenant, mallory.alice).get("/orders").content.decode()
        assert browser(cast.tenant, mallory.alice).get(page_of(order)).status_code == 404

    def test_has_pages_of_twenty_in_both_directions(self, cast):
        with cast.inside():
            for number in range(45):
                finished_order(cast, external_id=f"n{number:02}", placed_at=NOW - timedelta(hours=number))
        client = browser(cast.tenant, cast.alice)
        seen, response = [], client.get("/orders")
        while True:
            seen += [row["order"].external_id for row in response.context["rows"]]
            if not (older := response.context["older_href"]):
                break
            response = client.get(older)
        assert seen == [f"n{number:02}" for number in range(45)]
        back = client.get(response.context["newer_href"])
        assert [row["order"].external_id for row in back.context["rows"]] == seen[20:40]

    def test_a_made_up_cursor_begins_again(self, cast, order):
        assert browser(cast.tenant, cast.alice).get("/orders?cursor=x").headers["Location"] == "/orders"

    def test_filters_by_status(self, cast, order):
        client = browser(cast.tenant, cast.alice)
        assert "A rare blade" in client.get("/orders?status=finished").content.decode()
        assert "No order has this status" in client.get("/orders?status=refund").content.decode()

    def test_asks_the_database_as_often_for_many_orders_as_for_one(self, cast):
        client = browser(cast.tenant, cast.alice)

        def asked():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get("/orders").status_code == 200
            return len(queries)

        with cast.inside():
            finished_order(cast)
        first = asked()
        with cast.inside():
            for _ in range(19):
                finished_order(cast)
        assert asked() == first
        assert first <= 14


class TestOrderPage:
    def test_tells_times_of_the_marketplaces_own_clock(self, db):
        berlin = make_cast(slug="berlin", timezone="Europe/Berlin")
        with berlin.inside():
            order = finished_order(berlin, placed_at=NOW.replace(day=1, hour=22, minute=30))
        page = browser(berlin.tenant, berlin.alice).get(page_of(order)).content.decode()
        assert "2 Jun 2026, 00:30" in page
        assert "1 Jun 2026, 22:30" not in page

    def test_shows_both_sides_the_order_and_its_chat(self, cast, order):
        with cast.inside():
            send_message(tenant=cast.tenant, by=None, order=order, sender="buyer", body="<b>Hello</b>", now=NOW)
        for member in (cast.alice, cast.bob):
            html = browser(cast.tenant, member).get(page_of(order)).content.decode()
            assert "&lt;b&gt;Hello&lt;/b&gt;" in html
            assert "As promised" in html
            assert "25.00 EUR" in html

    def test_is_not_there_for_others_like_an_order_that_does_not_exist(self, cast, order):
        sam = browser(cast.tenant, make_member(cast.tenant, "Sam", "buyer", "seller"))
        hidden, made_up = sam.get(page_of(order)), sam.get("/orders/no-such-order")
        assert hidden.status_code == made_up.status_code == 404
        assert without_token(hidden) == without_token(made_up)
        assert write(sam, order, body="Hello").status_code == 404

    def test_leads_the_buyer_to_the_form_for_the_review(self, cast, order):
        html = browser(cast.tenant, cast.alice).get(page_of(order)).content.decode()
        assert f"{page_of(order)}/review" in html
        assert "Leave a review" not in browser(cast.tenant, cast.bob).get(page_of(order)).content.decode()

    def test_sends_a_message_with_a_file(self, cast, order):
        response = write(browser(cast.tenant, cast.bob), order, body="Here it is", file=sent(image("PNG"), "proof.png"))
        assert response.status_code == 302
        with cast.inside():
            message = Message.objects.get()
            upload = Upload.objects.get()
            assert (message.sender, message.author, upload.seller) == ("seller", cast.bob, cast.seller)
        html = browser(cast.tenant, cast.alice).get(page_of(order)).content.decode()
        assert "proof.png" in html
        assert f"/files/{upload.pk}" in html

    @pytest.mark.parametrize(
        ("file", "said"),
        [
            (("a.png", HTML), "none of the files"),
            (("a.png", b""), "empty"),
            (("a.png", b"\0" * (LARGEST_FILE + 1)), "at most 10 MB"),
        ],
    )
    def test_a_refused_file_keeps_what_was_typed_and_nothing_else(self, cast, order, file, said):
        response = write(browser(cast.tenant, cast.alice), order, body="A long story", file=sent(file[1], file[0]))
        assert response.status_code == 422
        assert said in response.content.decode()
        assert "A long story" in response.content.decode()
        with cast.inside():
            assert not Message.objects.exists()
            assert not Upload.objects.exists()

    def test_an_empty_or_endless_message_is_refused_beside_the_field(self, cast, order):
        client = browser(cast.tenant, cast.alice)
        assert "Write a message" in write(client, order).content.decode()
        endless = write(client, order, body="x" * 100_000)
        assert endless.status_code == 422
        assert "at most 10,000 characters" in endless.content.decode()
        assert write(client, order, body="a\x00b").status_code == 422

    def test_agents_read_along_and_do_not_write(self, cast, order):
        client = browser(cast.tenant, cast.carol)
        assert "<textarea" not in client.get(page_of(order)).content.decode()
        assert write(client, order, body="Hello").status_code == 403

    def test_a_long_chat_comes_in_parts(self, cast, order):
        with cast.inside():
            for number in range(35):
                at = NOW + timedelta(minutes=number)
                send_message(tenant=cast.tenant, by=None, order=order, sender="buyer", body=f"nr {number:02}", now=at)
        client = browser(cast.tenant, cast.alice)
        response = client.get(page_of(order))
        assert "nr 34" in response.content.decode()
        assert "nr 04" not in response.content.decode()
        earlier = client.get(response.context["chat"]["earlier_href"]).content.decode()
        assert "nr 04" in earlier
        assert "nr 34" not in earlier

    def test_asks_the_database_as_often_for_a_long_chat_as_for_a_short_one(self, cast, order):
        client = browser(cast.tenant, cast.alice)

        def say(times):
            with cast.inside():
                for number in range(times):
                    at = NOW + timedelta(minutes=number)
                    file = store_upload(tenant=cast.tenant, by=cast.alice, name="a.pdf", content=sent(PDF), now=at)
                    send_message(
                        tenant=cast.tenant,
                        by=cast.alice,
                        order=order,
                        sender="buyer",
                        body="Hm",
                        uploads=[file],
                        now=at,
                    )

        def asked():
            with CaptureQueriesContext(connection) as queries:
                client.get(page_of(order))
            return len(queries)

        say(1)
        first = asked()
        say(15)
        assert asked() == first


class TestFile:
    def test_is_handed_out_as_an_attachment_in_a_sandbox(self, cast, order):
        with cast.inside():
            upload = store_upload(tenant=cast.tenant, by=cast.alice, name="Überweisung.pdf", content=sent(PDF), now=NOW)
        response = browser(cast.tenant, cast.alice).get(f"/files/{upload.pk}")
        assert b"".join(response.streaming_content) == PDF
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "sandbox"
        assert response.headers["Content-Type"] == "application/pdf"
        assert browser(cast.tenant, cast.bob).get(f"/files/{upload.pk}").status_code == 404


class TestCourse:
    def test_says_how_late_things_were_and_what_is_still_to_come(self, cast):
        with cast.inside():
            order = finished_order(
                cast,
                status="in_progress",
                closed_at=NOW,
                promised_start_at=NOW - timedelta(hours=5),
                started_at=NOW - timedelta(hours=2),
                delivered_at=None,
                promised_completion_at=NOW + timedelta(days=2),
            )
        entries = {entry.title: entry for entry in course_of(order, NOW)}
        assert list(entries) == ["Placed", "Started", "To deliver"]
        assert entries["Started"].body.startswith("3 hours late: promised by 15 June 2026, 07:00")
        assert entries["To deliver"].at is None
        assert "in 2 days" in entries["To deliver"].body

    def test_says_spans_in_two_units(self):
        assert span_in_words(timedelta(days=1, hours=1, minutes=5)) == "1 day, 1 hour"
        assert span_in_words(timedelta(minutes=61)) == "1 hour, 1 minute"
        assert span_in_words(timedelta(seconds=5)) == "less than a minute"
