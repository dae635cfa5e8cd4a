"""What a body may hold, and where a refusal points."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.http import QueryDict

from wire.bodies import (
    Amount,
    Choice,
    Document,
    Email,
    Entries,
    ExternalId,
    Flag,
    Id,
    Instant,
    Line,
    Listing,
    Query,
    StrictBody,
    Text,
    UnableToRead,
    Version,
    Whole,
    pointer_to,
    read_body,
)


class Claim(StrictBody):
    ground = Choice(["duplicate", "obscene_language"])
    statement = Text(max_length=50)


class Body(StrictBody):
    stars = Whole(min_value=1, max_value=5, required=False)
    comment = Text(max_length=20, required=False, allow_blank=True)
    name = Line(max_length=20, required=False)
    ref = ExternalId(required=False)
    email = Email(required=False)
    sure = Flag(required=False)
    at = Instant(required=False, allow_null=True)
    amount = Amount(required=False)
    review = Id(required=False)
    claims = Claim(many=True, max_length=2, required=False)
    first = Claim(required=False)
    spans = Listing(child=Listing(child=Whole(), min_length=2, max_length=2), max_length=3, required=False)
    findings = Entries(child=Choice(["met", "not_met"]), max_length=2, required=False)
    document = Document(required=False)


def pointers(data, body=Body):
    with pytest.raises(UnableToRead) as refused:
        read_body(body, data)
    assert refused.value.code == "validation_failed"
    assert all(problem.detail.endswith((".", "]")) for problem in refused.value.problems)
    return [problem.pointer for problem in refused.value.problems]


class TestWhatIsTaken:
    def test_gives_back_plain_values(self):
        given = read_body(
            Body,
            {
                "stars": 5,
                "comment": " two\nlines\t ",
                "name": " Bob ",
                "ref": " kept as it is",
                "sure": False,
                "at": "2026-01-31T09:30:00+01:00",
                "amount": "12.50",
                "review": "01890a5d-ac96-774b-bcce-b302099a8057",
                "claims": [{"ground": "duplicate", "statement": "The same twice."}],
                "spans": [[0, 4]],
                "findings": {"duplicate": "met"},
                "document": {"a": [1, {"b": None}]},
            },
        )
        assert given["stars"] == 5
        assert given["comment"] == " two\nlines\t "
        assert (given["name"], given["ref"]) == ("Bob", " kept as it is")
        assert given["sure"] is False
        assert given["at"] == datetime(2026, 1, 31, 8, 30, tzinfo=UTC)
        assert given["amount"] == Decimal("12.50")
        assert given["review"] == UUID("01890a5d-ac96-774b-bcce-b302099a8057")
        assert given["claims"] == [{"ground": "duplicate", "statement": "The same twice."}]
        assert given["spans"] == [[0, 4]]
        assert given["findings"] == {"duplicate": "met"}
        assert given["document"] == {"a": [1, {"b": None}]}

    def test_leaves_out_what_was_left_out(self):
        assert read_body(Body, {}) == {}

    def test_a_malformed_id_is_one_that_nothing_has(self):
        for text in ("not-an-id", "", "\x00", "01890A5D-AC96-774B-BCCE-B302099A8057", "x" * 10_000):
            assert read_body(Body, {"review": text}) == {"review": UUID(int=0)}


class TestWhatIsRefused:
    @pytest.mark.parametrize("value", ["5", True, False, 4.5, 5.0, None, [5], {}, 0, 6, -1, 10**30])
    def test_stars_that_are_no_whole_number_from_1_to_5(self, value):
        assert pointers({"stars": value}) == ["/stars"]

    @pytest.mark.parametrize(
        "value",
        [5, True, None, ["a"], {"a": 1}, "nul \x00", "bell \x07", "\x85", "half \ud83d", "\uffff", "x" * 21],
    )
    def test_text_that_is_none_or_cannot_be_kept(self, value):
        assert pointers({"comment": value}) == ["/comment"]

    @pytest.mark.parametrize("value", ["two\nlines", "tab\t", "line\u2028separator", "", "  "])
    def test_a_line_with_breaks_or_nothing(self, value):
        assert pointers({"name": value}) == ["/name"]

    @pytest.mark.parametrize("value", ["", 7, "x" * 101, "new\nline"])
    def test_external_ids_that_are_none(self, value):
        assert pointers({"ref": value}) == ["/ref"]

    @pytest.mark.parametrize("value", ["true", 1, 0, None, "false"])
    def test_flags_that_only_look_like_one(self, value):
        assert pointers({"sure": value}) == ["/sure"]

    @pytest.mark.parametrize("value", ["2026-01-31T09:30:00", "yesterday", 1769851800, "", True])
    def test_times_without_offset_or_sense(self, value):
        assert pointers({"at": value}) == ["/at"]

    @pytest.mark.parametrize("value", [12.5, 12, "-1", "1e5", "NaN", "12.505", "1" * 20, "", " 1", "٣", "+1", "1."])
    def test_amounts_that_are_no_decimal_string(self, value):
        assert pointers({"amount": value}) == ["/amount"]

    @pytest.mark.parametrize("value", ["carol", 5, "a@b\x00.example", "a@b.example\nBcc: c@d.example"])
    def test_addresses_that_are_none(self, value):
        assert pointers({"email": value}) == ["/email"]

    def test_unknown_fields_at_their_place(self):
        assert pointers({"stars": 5, "starz": 5, "a/b~c": 1}) == ["/starz", "/a~1b~0c"]

    def test_each_wrong_place_of_nested_bodies(self):
        data = {
            "claims": [
                {"ground": "duplicate", "statement": "x", "sure": 1},
                {"ground": "taste", "statement": 5},
            ],
            "first": {"ground": True},
        }
        assert sorted(pointers(data)) == [
            "/claims/0/sure",
            "/claims/1/ground",
            "/claims/1/statement",
            "/first/ground",
            "/first/statement",
        ]

    @pytest.mark.parametrize("value", [{}, "x", 5, None])
    def test_lists_that_are_none(self, value):
        assert pointers({"claims": value}) == ["/claims"]
        assert pointers({"spans": value}) == ["/spans"]

    def test_lists_that_are_too_long(self):
        claim = {"ground": "duplicate", "statement": "x"}
        assert pointers({"claims": [claim] * 3}) == ["/claims"]
        assert pointers({"spans": [[0, 1]] * 4}) == ["/spans"]
        assert pointers({"spans": [[0, 1, 2], [0, "1"]]}) == ["/spans/0", "/spans/1/1"]

    def test_entries_of_an_object(self):
        assert pointers({"findings": {"duplicate": "maybe"}}) == ["/findings/duplicate"]
        assert pointers({"findings": {"a": "met", "b": "met", "c": "met"}}) == ["/findings"]

    def test_documents_that_cannot_be_kept(self):
        assert pointers({"document": {"a": ["\x00"]}}) == ["/document"]
        assert pointers({"document": {"\x00": 1}}) == ["/document"]
        assert pointers({"document": []}) == ["/document"]

    @pytest.mark.parametrize("data", [None, [], "x", 5])
    def test_a_body_that_is_no_object_points_at_the_whole(self, data):
        assert pointers(data) == [""]

    def test_a_version_that_is_missing(self):
        class Change(StrictBody):
            version = Version()

        assert pointers({}, Change) == ["/version"]
        assert pointers({"version": "3"}, Change) == ["/version"]
        assert read_body(Change, {"version": 3}) == {"version": 3}

    def test_every_reason_is_told_at_once(self):
        assert pointers({"stars": 9, "sure": "yes", "oops": 1}) == ["/stars", "/sure", "/oops"]


class TestQuery:
    class Asked(Query):
        stars = Whole(min_value=1, max_value=5, required=False)
        sure = Flag(required=False)
        at = Instant(required=False)

    def test_reads_numbers_and_flags_from_their_text(self):
        asked = QueryDict("stars=5&sure=true&at=2026-01-31T09:30:00+00:00&cursor=abc&page_size=5")
        assert read_body(self.Asked, asked) == {
            "stars": 5,
            "sure": True,
            "at": datetime(2026, 1, 31, 9, 30, tzinfo=UTC),
        }

    def test_refuses_a_filter_that_there_is_not(self):
        assert pointers(QueryDict("stars=5&star=4"), self.Asked) == ["/star"]

    @pytest.mark.parametrize("asked", ["stars=5&stars=4", "stars=5&stars=", "cursor=abc&cursor=abc"])
    def test_refuses_a_filter_that_is_given_twice(self, asked):
        assert pointers(QueryDict(asked), self.Asked) == [f"/{asked.split('=')[0]}"]

    def test_knows_of_pages_only_where_there_are_some(self):
        class Single(self.Asked):
            of_a_list = False

        assert pointers(QueryDict("stars=5&page_size=10"), Single) == ["/page_size"]

    def test_passes_over_what_is_empty(self):
        assert read_body(self.Asked, QueryDict("stars=&at=")) == {}

    @pytest.mark.parametrize("asked", ["stars=5.0", "stars=%2B5", "stars=6", "stars=five", "stars=%D9%A3"])
    def test_refuses_what_is_no_number(self, asked):
        assert pointers(QueryDict(asked), self.Asked) == ["/stars"]


def test_pointers_escape_what_they_must():
    assert pointer_to("claims", 0, "a/b~") == "/claims/0/a~1b~0"
