"""The published schema and its page."""

import pytest

from integrations.openapi import schema_document
from tests.cast import browser
from wire.problem_documents import CODES


@pytest.fixture
def document():
    schema_document.cache_clear()
    return schema_document()


class TestSchema:
    def test_is_openapi_3_1_and_names_every_call_once(self, cast, document):
        answer = browser(cast.tenant).get("/api/schema")
        assert answer.status_code == 200
        assert answer.json()["openapi"] == "3.1.0"
        operations = [call["operationId"] for item in document["paths"].values() for call in item.values()]
        assert len(operations) == len(set(operations)) > 1

    def test_says_nothing_of_what_is_not_there(self, document):
        assert not any("anything" in path for path in document["paths"])
        assert all(path.startswith("/api/v1/") for path in document["paths"])

    def test_every_reference_leads_somewhere(self, document):
        found = []

        def walk(value):
            if isinstance(value, dict):
                found.extend([value["$ref"]] if "$ref" in value else [])
                value = list(value.values())
            for each in value if isinstance(value, list) else []:
                walk(each)

        walk(document)
        names = {f"#/components/{kind}/{name}" for kind, all_ in document["components"].items() for name in all_}
        assert set(found) <= names
        assert found

    def test_every_call_says_its_scope(self, document):
        for path, item in document["paths"].items():
            for method, call in item.items():
                assert "cope" in call["description"] or "No key" in call["description"], f"{method} {path}"
                assert "`None`" not in call["description"], f"{method} {path} names no scope"


class TestDocs:
    def test_lists_calls_and_codes(self, cast, document):
        page = browser(cast.tenant).get("/api/docs").content.decode()
        for path in document["paths"]:
            assert path in page
        for code in CODES:
            assert f'id="{code}"' in page

    def test_is_there_on_the_directory_too(self, db):
        assert browser().get("/api/docs").status_code == 200
