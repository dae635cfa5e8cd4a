"""A seller's feedback as a file: every row, in constant queries, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.pages import manager_csv
from feedback.actions.put_response import put_response
from tests.cast import NOW, browser, make_cast, make_mallory
from tests.disputes.acts import filed
from tests.feedback.standing import FIVES, posted, standing

DAY = timedelta(days=1)
FILE = "/selling/feedback.csv"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


def leave(cast, comment="", days_ago=1.0, **more):
    with cast.inside():
        return posted(cast, comment=comment, at=NOW - days_ago * DAY, **more)


def raw(cast, query="", member=None) -> bytes:
    answer = browser(cast.tenant, member or cast.bob).get(f"{FILE}?{query}")
    assert answer.status_code == 200
    assert answer.streaming
    return b"".join(answer.streaming_content)


def rows(cast, query="", member=None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw(cast, query, member).decode(), newline="")))


class TestFile:
    def test_has_plain_column_names_and_one_line_a_review(self, cast):
        review = leave(cast, 'Slow.\nVery slow, "really".', external_id="GA-1")
        with cast.inside():
            put_response(tenant=cast.tenant, by=cast.bob, review=review, body="Sorry.", now=NOW)
            filed(cast, review, at=NOW)
        (row,) = rows(cast)
        assert tuple(row) == manager_csv.HEADER
        assert row["order"] == "GA-1"
        assert row["comment"] == 'Slow.\nVery slow, "really".'
        assert (row["sentiment"], row["status"], row["fulfilment"], row["overall"]) == (
            "negative",
            "published",
            "1",
            "",
        )
        assert (row["answer"], row["request_status"], row["request_outcome"]) == ("Sorry.", "awaiting_buyer", "")
        assert row["published_at"] == "2026-06-14T12:00:00Z"

    def test_keeps_to_rfc_4180(self, cast):
        leave(cast, 'One, "two"')
        content = raw(cast)
        assert content.endswith(b"\r\n")
        assert b'"One, ""two"""' in content
        assert content.startswith(b"review,published_at,")

    def test_begins_with_a_byte_order_mark_for_excel_alone(self, cast):
        leave(cast, "Größe 東京 🙂")
        assert raw(cast).startswith(b"review")
        assert raw(cast, "for=excel").startswith(b"\xef\xbb\xbfreview")
        assert rows(cast)[0]["comment"] == "Größe 東京 🙂"

    @pytest.mark.parametrize(
        "comment",
        [
            '=HYPERLINK("http://evil.example","x")',
            "+1+1",
            "-2+3",
            "@SUM(A1)",
            "  =1+1",
            "=cmd|' /C calc'!A0",
            "\uff1d1+1",
        ],
    )
    def test_has_nothing_that_a_spreadsheet_runs(self, cast, comment):
        leave(cast, comment)
        (row,) = rows(cast)
        assert row["comment"] == f"'{comment.strip()}" or row["comment"] == f"'{comment}"

    def test_leaves_words_that_begin_with_a_letter_as_they_are(self, cast):
        leave(cast, "a=1, b-2")
        assert rows(cast)[0]["comment"] == "a=1, b-2"

    def test_holds_what_the_filter_leaves_and_all_of_it(self, cast, monkeypatch):
        for number in reversed(range(25)):
            leave(cast, f"slow {number}", days_ago=number + 1)
        leave(cast, "slow but good", stars=FIVES)
        monkeypatch.setattr("feedback.queries.manager.NEWEST", 3)
        assert len(rows(cast, "sentiment=negative&q=SLOW")) == 25
        assert [row["comment"] for row in rows(cast, "sentiment=positive")] == ["slow but good"]
        assert rows(cast, "q=quick") == []

    def test_tells_of_what_was_taken_down_only_that_it_was(self, cast):
        with cast.inside():
            standing(cast, "removed", comment="Zebra")
            standing(cast, "redacted", comment="Ross was here")
        removed = next(row for row in rows(cast) if row["status"] == "removed")
        assert (removed["comment"], removed["sentiment"], removed["fulfilment"]) == ("", "", "")
        assert b"Zebra" not in raw(cast)
        assert b"Ross" not in raw(cast)


class TestStreaming:
    def test_asks_the_database_as_often_for_many_as_for_few(self, cast, monkeypatch):
        monkeypatch.setattr(manager_csv, "AT_ONCE", 10)
        client = browser(cast.tenant, cast.bob)

        def asked() -> tuple[int, int]:
            with CaptureQueriesContext(connection) as queries:
                pieces = list(client.get(FILE).streaming_content)
            return len(queries), len(pieces)

        leave(cast, "one")
        few, _ = asked()
        for number in reversed(range(30)):
            leave(cast, f"more {number}", days_ago=number + 2)
        many, pieces = asked()
        assert many == few
        assert pieces > 10

    def test_stands_inside_the_marketplace_after_the_request_has_ended(self, cast):
        elsewhere = make_mallory()
        leave(elsewhere, "secret")
        leave(cast, "ours")
        answer = browser(cast.tenant, cast.bob).get(FILE)
        browser(elsewhere.tenant, elsewhere.bob).get("/")
        content = b"".join(answer.streaming_content)
        assert b"ours" in content
        assert b"secret" not in content

    def test_may_be_broken_off(self, cast):
        for number in range(3):
            leave(cast, f"more {number}", days_ago=number + 2)
        answer = browser(cast.tenant, cast.bob).get(FILE)
        next(iter(answer.streaming_content))
        # What `close` of the response does first; the rest of it would end the test's own connection.
        for end in answer._resource_closers:
            end()
        assert len(rows(cast)) == 3


class TestWhoGetsIt:
    def test_is_not_there_for_who_runs_no_seller(self, cast):
        elsewhere = make_mallory()
        for member in (cast.alice, cast.carol):
            assert browser(cast.tenant, member).get(FILE).status_code == 404
        assert browser(cast.tenant, elsewhere.bob).get(FILE).status_code == 404
        assert browser(cast.tenant).get(FILE).status_code == 302
