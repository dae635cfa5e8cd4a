"""Versions as entity tags."""

import re

import pytest

from wire.entity_tags import UnableToMatch, entity_tag, version_in


class TestEntityTag:
    def test_is_the_version_with_a_digest_of_the_answer(self):
        tag = entity_tag({"id": "x", "version": 3})
        assert re.fullmatch('"3-[0-9a-f]{12}"', tag)
        assert entity_tag({"version": 3, "id": "y"}) != tag == entity_tag({"id": "x", "version": 3})

    @pytest.mark.parametrize("data", [None, [], {}, {"version": None}, {"version": True}])
    def test_is_nothing_without_one(self, data):
        assert entity_tag(data) == ""


class TestVersionIn:
    @pytest.mark.parametrize("header", ['"3"', 'W/"3"', "3", ' "3" '])
    def test_fills_in_the_version(self, header):
        assert version_in({"comment": "x"}, header) == {"comment": "x", "version": 3}

    def test_leaves_the_body_alone_without_the_header(self):
        assert version_in({"version": 2}, "") == {"version": 2}

    @pytest.mark.parametrize("header", ["*", '"three"', '"1", "2"', '""'])
    def test_refuses_a_tag_that_is_no_version(self, header):
        with pytest.raises(UnableToMatch) as refused:
            version_in({}, header)
        assert [problem.pointer for problem in refused.value.problems] == ["/version"]

    def test_refuses_two_versions(self):
        with pytest.raises(UnableToMatch):
            version_in({"version": 2}, '"3"')
