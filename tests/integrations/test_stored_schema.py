"""The copy of the schema in docs/: no change of the API by accident."""

from integrations.openapi import schema_document
from integrations.stored_schema import COMMAND, PLACE, written_schema


def test_the_stored_copy_is_the_schema_of_this_program():
    schema_document.cache_clear()
    stored = PLACE.read_text(encoding="utf-8") if PLACE.exists() else ""
    assert stored == written_schema(), f"The API has changed. If that is meant, run: {COMMAND}"


def test_it_is_written_alike_each_time():
    schema_document.cache_clear()
    first = written_schema()
    schema_document.cache_clear()
    assert written_schema() == first
